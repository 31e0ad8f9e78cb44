import type { Problem } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import { FormWithFile } from '../../http/form-with-file.js';
import { SEND_WORDS } from './send-words.js';

const LONGEST_NAME = 200;

export interface SentCsv {
  name: string;
  bytes: Buffer;
}

/**
 * The file that somebody chose, or the text that was pasted. Browsers end every line of a text with CR and LF: it gets the
 * ends back that it had.
 *
 * @param former what it is a new version of
 */
export function sentCsv(
  form: URLSearchParams,
  language: Language,
  former?: SentCsv,
): SentCsv | { problems: Problem[] } {
  const words = SEND_WORDS[language];
  const file = form instanceof FormWithFile ? form.file : undefined;
  if (file) return { name: shortened(file.name) || words.pasted, bytes: file.bytes };
  const text = form.get('text');
  if (text === null) return { problems: [{ field: 'file', reason: words.file.none }] };
  if (text.trim() === '') return { problems: [{ field: 'text', reason: words.text.none }] };
  const end = former?.bytes.includes('\r\n') ? '\r\n' : '\n';
  return { name: former?.name ?? words.pasted, bytes: Buffer.from(text.replace(/\r\n?|\n/g, end)) };
}

const shortened = (name: string): string =>
  name
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)
    .toWellFormed();
