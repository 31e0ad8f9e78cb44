import { sql, type RawBuilder } from 'kysely';
import { foldedWords } from './search-entries.js';

const MOST_WORDS = 20;

/** What is typed before the number of a decision. */
const BEFORE_NUMBER = /^(?:(?:decision|certificat|certificate|numero|number|no|n|nr) )+(?=[^ ]*\d)/;

/** A query as entries are compared with it: `Décision n° 2118` is `2118`. */
export function queryOf(text: string): string {
  const folded = foldedWords(text);
  return folded.replace(BEFORE_NUMBER, '').split(' ').slice(0, MOST_WORDS).join(' ');
}

const quoted = (word: string): string => `'${word}':*`;

/** Each word of a query is the beginning of a word of the entry, or all of them have the stems of words of a statement. */
export const matching = (query: string): RawBuilder<unknown> =>
  sql`(${beginnings(query)} || plainto_tsquery('english', ${query}) || plainto_tsquery('french', ${query}))`;

/** Folded words are letters and digits only. */
export const beginnings = (query: string): RawBuilder<unknown> =>
  sql`${query.split(' ').map(quoted).join(' & ')}::tsquery`;
