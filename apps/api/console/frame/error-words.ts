import { phrases } from '#language/phrases.js';
import type { ProblemBody } from '../../problem/problem-body.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import type { Language } from '#language/language.js';
import { reasonIn } from './reason-words.js';

/**
 * A problem in the reader's language: what it is and what can be done, and those of its particulars that are still to be
 * told. What the rules say of a single thing is a sentence already.
 */
export function errorWords(
  { type, status, detail, problems = [] }: Pick<ProblemBody, 'type' | 'status' | 'detail' | 'problems'>,
  language: Language,
) {
  const { other, ...errors } = phrases(language).console.errors;
  const title: Partial<Record<string, string>> = errors.title;
  const text: Partial<Record<string, string>> = errors.text;
  const code = type.split(':').at(-1) ?? '';
  const own = text[code] ?? text[status];
  const [first, ...more] = problems;
  const isSentence = more.length === 0 && detail === first?.reason;
  const isListed = detail.startsWith(`${first?.field} ${first?.reason}`);
  const said = isSentence || (own === undefined && !isListed) ? [sentence(reasonIn(detail, language))] : [];
  return {
    title: title[code] ?? title[status] ?? other,
    texts: [...(own === undefined ? [] : [own]), ...said],
    listed: isSentence ? [] : problems,
  };
}

const sentence = (text: string): string => `${capitalized(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
