import { sql, type RawBuilder } from 'kysely';

/**
 * Whether a word of a folded text begins like this. Words of a folded text have one blank between them; to look for the blank
 * takes one search, where patterns take one for the first word and one for the others.
 *
 * @param text the column that holds it
 * @param word folded, too; of several words, the last may be a beginning
 */
export const hasWord = (text: string, word: string): RawBuilder<boolean> =>
  sql`strpos(' ' || ${sql.ref(text)}, ${` ${word}`}) > 0`;
