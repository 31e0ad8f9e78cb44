import { earliest, type PartialDate } from '#domain/date/partial-date.js';
import type { Language } from './language.js';

const formatsOf = (locale: string) => {
  const month = { timeZone: 'UTC', year: 'numeric', month: 'long' } as const;
  return {
    month: new Intl.DateTimeFormat(locale, month),
    day: new Intl.DateTimeFormat(locale, { ...month, day: 'numeric' }),
  };
};

/** Made once: making one takes longer than all the rest of a mail. */
const FORMATS = { fr: formatsOf('fr-FR'), en: formatsOf('en-GB') };

/** A date as people write it, as precise as it is known and no more: a month stays a month. */
export function writtenDate(date: PartialDate, language: Language): string {
  const [year = '', part = ''] = date.split('-');
  if (part.startsWith('Q')) return quarter(year, Number(part[1]), language);
  if (part.startsWith('H')) return half(year, Number(part[1]), language);
  if (part === '') return year;
  const isDay = date.length === '2021-05-27'.length;
  const written = FORMATS[language][isDay ? 'day' : 'month'].format(new Date(`${earliest(date)}T00:00:00Z`));
  return language === 'fr' ? written.replace(/^1 /, '1er ') : written;
}

const ordinal = (n: number): string => (n === 1 ? '1er' : `${n}e`);

const quarter = (year: string, n: number, language: Language): string =>
  language === 'fr' ? `${ordinal(n)} trimestre ${year}` : `Q${n} ${year}`;

const half = (year: string, n: number, language: Language): string =>
  language === 'fr' ? `${ordinal(n)} semestre ${year}` : `${n === 1 ? 'first' : 'second'} half of ${year}`;
