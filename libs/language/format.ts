import { dayIn } from '#domain/date/day.js';
import type { PartialDate } from '#domain/date/partial-date.js';
import type { Language } from './language.js';

const NARROW = '\u202f';

/** Text of ours, and that of scheme data, as printers set it. What others wrote and is cited stays as they wrote it. */
export function typeset(text: string, language: Language): string {
  const curled = text.replace(/(?<=\p{L})'(?=\p{L})/gu, '’');
  if (language === 'en') return curled.replace(/"([^"]*)"/g, '“$1”');
  return spaced(curled).replace(/"([^"]*)"/g, `«${NARROW}$1${NARROW}»`);
}

/** French text of data with narrow spaces where they belong, and nothing else changed. */
export const spaced = (text: string): string =>
  text.replace(/ (?=[:;?!»%](?:\s|\p{P}|$))/gu, NARROW).replace(/« /g, `«${NARROW}`);

/** In the quotation marks of the language. */
export const quoted = (text: string, language: Language): string =>
  language === 'fr' ? `«${NARROW}${text}${NARROW}»` : `“${text}”`;

const NUMBERS = { fr: new Intl.NumberFormat('fr-FR'), en: new Intl.NumberFormat('en-GB') };

const PERCENT = { style: 'percent', maximumFractionDigits: 2 } as const;
const SHARES = { fr: new Intl.NumberFormat('fr-FR', PERCENT), en: new Intl.NumberFormat('en-GB', PERCENT) };

/** @param share 1 is 100% */
export const percent = (share: number, language: Language): string => SHARES[language].format(share);

/** A number and what there is of it; French says nought in the singular. */
export function counted(count: number, [one, many]: readonly [string, string], language: Language): string {
  const isOne = language === 'fr' ? Math.abs(count) < 2 : count === 1;
  return `${NUMBERS[language].format(count)} ${isOne ? one : many}`;
}

const monthsOf = (locale: string, month: 'long' | 'short'): string[] => {
  const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month });
  return Array.from({ length: 12 }, (_, index) => format.format(Date.UTC(2000, index)));
};

/** Named once: a page with a long timeline writes hundreds of dates, and a format takes far longer than a name. */
const MONTHS = {
  fr: { long: monthsOf('fr-FR', 'long'), short: monthsOf('fr-FR', 'short') },
  en: { long: monthsOf('en-GB', 'long'), short: monthsOf('en-GB', 'short') },
};

/** A date as people write it, as precise as it is known and no more: a month stays a month. */
export const writtenDate = (date: PartialDate, language: Language): string => written(date, language, 'long');

/** The same where there is little room: `30 Nov 2026`. */
export const shortDate = (date: PartialDate, language: Language): string => written(date, language, 'short');

function written(date: PartialDate, language: Language, length: 'long' | 'short'): string {
  const [year = '', part = '', day] = date.split('-');
  if (part.startsWith('Q')) return quarter(year, Number(part[1]), language);
  if (part.startsWith('H')) return half(year, Number(part[1]), language);
  if (part === '') return year;
  const month = `${MONTHS[language][length][Number(part) - 1]} ${year}`;
  if (day === undefined) return month;
  return `${language === 'fr' && day === '01' ? '1er' : Number(day)} ${month}`;
}

const ordinal = (n: number): string => (n === 1 ? '1er' : `${n}e`);

const quarter = (year: string, n: number, language: Language): string =>
  language === 'fr' ? `${ordinal(n)} trimestre ${year}` : `Q${n} ${year}`;

const half = (year: string, n: number, language: Language): string =>
  language === 'fr' ? `${ordinal(n)} semestre ${year}` : `${n === 1 ? 'first' : 'second'} half of ${year}`;

const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const;
const AT = { fr: 'à', en: 'at' } as const;

/** A day and a time by the clocks of a time zone, and whose clocks they are. */
export const writtenInstant = (instant: Date, zone: string, language: Language): string =>
  `${writtenDate(dayIn(zone, instant), language)} ${AT[language]} ${timeOf(instant, zone, language)} (${zone})`;

/** In a list. */
export const shortInstant = (instant: Date, zone: string, language: Language): string =>
  `${shortDate(dayIn(zone, instant), language)} ${timeOf(instant, zone, language)}`;

const clocks = new Map<string, Intl.DateTimeFormat>();

function timeOf(instant: Date, zone: string, language: Language): string {
  const name = `${language} ${zone}`;
  const clock = clocks.get(name) ?? new Intl.DateTimeFormat(LOCALE[language], { timeStyle: 'short', timeZone: zone });
  clocks.set(name, clock);
  return clock.format(instant);
}

/** Dates, numbers and lists as one language writes them: for the phrases of that language. */
const formatter = (language: Language) => ({
  date: (date: PartialDate): string => writtenDate(date, language),
  instant: (instant: Date, zone: string): string => writtenInstant(instant, zone, language),
  number: (value: number): string => NUMBERS[language].format(value),
  percent: (share: number): string => percent(share, language),
  /** A number and the noun for it, such as `1 dossier`, `2 dossiers`. */
  count: (count: number, one: string, many: string): string => counted(count, [one, many], language),
  quote: (text: string): string => quoted(text, language),
  /** `a, b and c` */
  list: (items: readonly string[]): string => LISTS[language].format(items),
  /** Of a name in French, elided before a vowel; an `h` or `y` may be aspirated. */
  of: (name: string): string => `${/^[aeiouœ]/i.test(name.normalize('NFD')) ? 'd’' : 'de '}${name}`,
  /** `a, b or c` */
  either: (items: readonly string[]): string => CHOICES[language].format(items),
});

const LISTS = { fr: new Intl.ListFormat('fr-FR'), en: new Intl.ListFormat('en-GB') };
const CHOICES = {
  fr: new Intl.ListFormat('fr-FR', { type: 'disjunction' }),
  en: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
};

export const english = formatter('en');
export const french = formatter('fr');

/** Longer texts are cut: a mail tells of them, the dossier holds them. */
const LONGEST = 500;

export const cutShort = (text: string, longest = LONGEST): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).toWellFormed()}…`;

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
