import { colon, type Language } from '#language/language.js';
import { letterHtml } from './letter-html.js';
import { letterText } from './letter-text.js';
import type { Letter } from './letter.js';

export interface Rendered {
  subject: string;
  text: string;
  html: string;
}

export const rendered = (letter: Letter, language: Language): Rendered => ({
  subject: oneLine(letter.subject),
  text: letterText(letter, colon(language)),
  html: letterHtml(letter, language),
});

const LONGEST_SUBJECT = 200;

/** Header values are one line, whatever a title on record holds. No-break spaces stay. */
function oneLine(text: string): string {
  const line = text.replace(/[ \t-\r\u0085\u2028\u2029]+/g, ' ').trim();
  return line.length <= LONGEST_SUBJECT ? line : `${line.slice(0, LONGEST_SUBJECT - 1).toWellFormed()}…`;
}
