import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface GrantWords {
  title: string;
  none: string;
  nameless: string;
  from: string;
  until: string;
  noUntil: string;
  runsUntil: string;
  currentUntil: string;
  left: string;
  leftDays: (days: number) => string;
  level: string;
  referential: string;
  conditions: string;
  reservations: string;
  lifted: string;
  due: (date: string) => string;
  records: string;
  record: string;
  more: (count: number) => string;
}

/** What is said of grants. */
export const GRANT_WORDS: Record<Language, GrantWords> = printed({
  fr: {
    title: 'Décisions',
    none: 'Aucune décision n’est inscrite : rien n’est obtenu à ce jour.',
    nameless: 'Décision sans numéro inscrit',
    from: 'Valable depuis',
    until: 'Fin inscrite',
    noUntil: 'aucune inscrite',
    runsUntil: 'En vigueur jusqu’au',
    currentUntil: 'À jour jusqu’au',
    left: 'Reste',
    leftDays: (days) => counted(days, ['jour', 'jours'], 'fr'),
    level: 'Niveau',
    referential: 'Version du référentiel',
    conditions: 'Conditions',
    reservations: 'Réserves à lever',
    lifted: 'Réserves levées',
    due: (date) => `à lever pour : ${date}`,
    records: 'D’après',
    record: 'dans l’historique',
    more: (count) =>
      `${counted(count, ['décision plus ancienne', 'décisions plus anciennes'], 'fr')} dans l’historique`,
  },
  en: {
    title: 'Grants',
    none: 'No grant is on record: nothing has been obtained so far.',
    nameless: 'Grant without a number on record',
    from: 'Valid from',
    until: 'End on record',
    noUntil: 'none',
    runsUntil: 'In force until',
    currentUntil: 'Counts as current until',
    left: 'Left',
    leftDays: (days) => counted(days, ['day', 'days'], 'en'),
    level: 'Level',
    referential: 'Version of the referential',
    conditions: 'Conditions',
    reservations: 'Reservations to be lifted',
    lifted: 'Reservations lifted',
    due: (date) => `due ${date}`,
    records: 'According to',
    record: 'in the timeline',
    more: (count) => `${counted(count, ['older grant', 'older grants'], 'en')} in the timeline`,
  },
});
