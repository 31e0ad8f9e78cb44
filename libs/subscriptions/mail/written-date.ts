import { earliest, type PartialDate } from '#domain/date/partial-date.js';
import type { Language } from './language.js';

const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const;

/** A date as people write it, as precise as it is known and no more: a month stays a month. */
export function writtenDate(date: PartialDate, language: Language): string {
  const [year = '', part = ''] = date.split('-');
  if (part.startsWith('Q')) return quarter(year, Number(part[1]), language);
  if (part.startsWith('H')) return half(year, Number(part[1]), language);
  if (part === '') return year;
  const isDay = date.length === '2021-05-27'.length;
  const written = new Intl.DateTimeFormat(LOCALE[language], {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    ...(isDay && { day: 'numeric' }),
  }).format(new Date(`${earliest(date)}T00:00:00Z`));
  return language === 'fr' ? written.replace(/^1 /, '1er ') : written;
}

const ordinal = (n: number): string => (n === 1 ? '1er' : `${n}e`);

const quarter = (year: string, n: number, language: Language): string =>
  language === 'fr' ? `${ordinal(n)} trimestre ${year}` : `Q${n} ${year}`;

const half = (year: string, n: number, language: Language): string =>
  language === 'fr' ? `${ordinal(n)} semestre ${year}` : `${n === 1 ? 'first' : 'second'} half of ${year}`;
