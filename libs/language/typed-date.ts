import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { inRange } from '#domain/date/day.js';
import { isPartialDate, type PartialDate } from '#domain/date/partial-date.js';
import type { Language } from './language.js';

type TypedDate = { date: PartialDate } | { problem: Reason };

/**
 * Parses a date typed in French or English, in either page language: `27/05/2021`, `20210527`, `mai 2021`,
 * `Q1 2025`, `second semestre 2026`, and every output of `writtenDate`. In French, `05/06` is day first; in English it is
 * rejected if ambiguous.
 */
export function partialDateTyped(text: string, language: Language): TypedDate {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
  if (isPartialDate(plain.toUpperCase())) return { date: plain.toUpperCase() };
  return inFigures(plain, language) ?? inWords(plain);
}

function inFigures(plain: string, language: Language): TypedDate | undefined {
  const monthOfYear =
    /^(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(plain) ?? turned(/^(\d{4})\s*[/.-]\s*(\d{1,2})$/.exec(plain));
  if (monthOfYear) return existing(`${monthOfYear[2] ?? ''}-${padded(monthOfYear[1])}`);
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d\d)(\d\d)$/.exec(plain) ?? [];
  if (year !== '') return existing(`${year}-${month}-${day}`);
  const [, first = '', second = '', third = ''] =
    /^(\d{1,4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,4})$/.exec(plain) ?? [];
  if (first === '') return undefined;
  if (first.length === 4) return existing(`${first}-${padded(second)}-${padded(third)}`);
  if (third.length !== 4) return { problem: reason('year-too-short') };
  return strokes(
    `${third}-${padded(second)}-${padded(first)}`,
    `${third}-${padded(first)}-${padded(second)}`,
    language,
  );
}

/** Numeric day and month in either order. */
function strokes(dayFirst: PartialDate, monthFirst: PartialDate, language: Language): TypedDate {
  if (language === 'fr' || dayFirst === monthFirst) return existing(dayFirst);
  if (!isPartialDate(monthFirst)) return existing(dayFirst);
  if (!isPartialDate(dayFirst)) return { date: monthFirst };
  return { problem: reason('date-ambiguous', { dayFirst, monthFirst }) };
}

const turned = (match: RegExpExecArray | null) => match && [match[0], match[2], match[1]];

const padded = (figures = ''): string => figures.padStart(2, '0');

function existing(date: PartialDate): TypedDate {
  if (isPartialDate(date)) return { date };
  if (/[QH]/.test(date) && inRange(Number(date.slice(0, 4)))) return { problem: reason('date-unreadable') };
  return { problem: reason(inRange(Number(date.slice(0, 4))) ? 'no-such-day' : 'year-out-of-range') };
}

const FILLERS =
  /^(?:le|la|l|du|de|d|des|en|au|of|the|in|on|year|annee|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\w+sday|(?:mon|fri|satur|sun)day)$/;

function inWords(plain: string): TypedDate {
  const parts = plain.split(/[\s,./'’-]+/).filter((part) => part !== '' && !FILLERS.test(part));
  const [year, ...others] = parts.filter((part) => /^\d{4}$/.test(part));
  const rest = parts.filter((part) => !/^\d{4}$/.test(part));
  if (year === undefined)
    return {
      problem:
        rest.length > 1 && /^\d\d$/.test(rest.at(-1) ?? '') ? reason('year-too-short') : reason('date-unreadable'),
    };
  const within = others.length > 0 ? undefined : rest.length === 0 ? '' : withinYear(rest);
  return within === undefined ? { problem: reason('date-unreadable') } : existing(year + within);
}

/** The suffix of a partial date from words: `-05-27`, `-05`, `-Q1`, `-H2`. */
function withinYear([one = '', two, ...more]: readonly string[]): string | undefined {
  if (more.length > 0) return undefined;
  if (two === undefined) return partOfYear(one) ?? ended('-', monthNamed(one));
  const period = /^(?:trimestres?|quarter)$/.test(two)
    ? 'Q'
    : /^(?:semestres?|semester|half)$/.test(two)
      ? 'H'
      : undefined;
  const [day, month] = /^\d/.test(one) ? [one, two] : [two, one];
  if (period !== undefined) return ended(`-${period}`, ordinal(one));
  const named = monthNamed(month);
  const figures = /^(\d{1,2})(?:er|st|nd|rd|th)?$/.exec(day)?.[1];
  return named === undefined || figures === undefined ? undefined : `-${named}-${padded(figures)}`;
}

const ended = (begin: string, end: string | undefined) => (end === undefined ? undefined : begin + end);

function partOfYear(word: string): string | undefined {
  const [, letter, figure] = /^([tqsh])([1-4])$/.exec(word) ?? turned(/^([1-4])([tqsh])$/.exec(word)) ?? [];
  if (letter === undefined || figure === undefined) return undefined;
  return /[tq]/.test(letter) ? `-Q${figure}` : `-H${figure}`;
}

const ORDINALS = [
  ['1', '1er', '1st', 'premier', 'first'],
  ['2', '2e', '2eme', '2nd', '2d', 'deuxieme', 'second', 'seconde'],
  ['3', '3e', '3eme', '3rd', 'troisieme', 'third'],
  ['4', '4e', '4eme', '4th', 'quatrieme', 'fourth', 'dernier', 'last'],
];

function ordinal(word: string): string | undefined {
  const place = ORDINALS.findIndex((words) => words.includes(word));
  return place < 0 ? undefined : String(place + 1);
}

const MONTHS = [
  ['janvier', 'january'],
  ['fevrier', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['aout', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['decembre', 'december'],
];

/** By its name or an unambiguous prefix of three letters or more. */
function monthNamed(word: string): string | undefined {
  if (word.length < 3) return undefined;
  const found = MONTHS.flatMap((names, index) => (names.some((name) => name.startsWith(word)) ? [index] : []));
  return found.length === 1 && found[0] !== undefined ? padded(String(found[0] + 1)) : undefined;
}
