import type { Language } from '#language/language.js';
import { printed } from '../../frame/printed.js';

interface DateWords {
  /** How to write one, beside the field. */
  hint: string;
  /** The same beside a field that is not the first of its form. */
  shortHint: string;
  /** Why a date does not do; each completes the sentence "the field …". */
  unreadable: string;
  noSuchDay: string;
  noSuchYear: string;
  shortYear: string;
  /** @param either, or: both readings, as people write them */
  ambiguous: (either: string, or: string, day: string) => string;
}

export const DATE_WORDS: Record<Language, DateWords> = printed({
  fr: {
    hint: 'Aussi précise qu’on la connaît : 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023.',
    shortHint: 'Jour, mois, trimestre, semestre ou année.',
    unreadable: 'ne se lit pas comme une date : écrivez 27/05/2021, mai 2021, T1 2025, S1 2026 ou 2023',
    noSuchDay: 'n’est pas un jour qui existe : vérifiez le jour et le mois, écrits comme 27/05/2021',
    noSuchYear: 'doit porter une année de 1900 à 2199',
    shortYear: 'doit porter une année à quatre chiffres : 27/05/2021',
    ambiguous: (either, or, day) => `peut être le ${either} ou le ${or} : écrivez ${day}`,
  },
  en: {
    hint: 'As precise as it is known: 27 May 2021, 2020-11, Q1 2025, H1 2026 or 2023.',
    shortHint: 'Day, month, quarter, half-year or year.',
    unreadable: 'cannot be read as a date: write 27 May 2021, 2020-11, Q1 2025, H1 2026 or 2023',
    noSuchDay: 'is no day that exists: check day and month, written as 27 May 2021',
    noSuchYear: 'must have a year from 1900 to 2199',
    shortYear: 'must have a year of four digits: 27 May 2021',
    ambiguous: (either, or, day) => `may be ${either} or ${or}: write ${day}`,
  },
});
