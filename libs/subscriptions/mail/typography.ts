import type { Language } from './language.js';

const NARROW = '\u202f';

/** Text of ours, and that of scheme data, as printers set it. What others wrote and is cited stays as they wrote it. */
export function typeset(text: string, language: Language): string {
  const curled = text.replace(/(?<=\p{L})'(?=\p{L})/gu, '’');
  if (language === 'en') return curled.replace(/"([^"]*)"/g, '“$1”');
  return spaced(curled).replace(/"([^"]*)"/g, `«${NARROW}$1${NARROW}»`);
}

/** French text with narrow spaces where they belong, and nothing else changed. */
export const spaced = (text: string): string =>
  text.replace(/ (?=[:;?!»%](?:\s|\p{P}|$))/gu, NARROW).replace(/« /g, `«${NARROW}`);

/** In the quotation marks of the language. */
export const quoted = (text: string, language: Language): string =>
  language === 'fr' ? `«${NARROW}${text}${NARROW}»` : `“${text}”`;

const NUMBERS = { fr: new Intl.NumberFormat('fr-FR'), en: new Intl.NumberFormat('en-GB') };

/** A number and what there is of it; French says nought in the singular. */
export function counted(count: number, [one, many]: readonly [string, string], language: Language): string {
  const isOne = language === 'fr' ? Math.abs(count) < 2 : count === 1;
  return `${NUMBERS[language].format(count)} ${isOne ? one : many}`;
}
