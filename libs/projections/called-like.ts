import { sql, type RawBuilder } from 'kysely';
import { fold } from '#domain/text/fold.js';
import { hasWord } from './has-word.js';

/**
 * Whether a word of any name that a provider goes or went by begins like this, without case and accents.
 *
 * @param provider the column that holds the provider's id
 */
export function calledLike(name: string, provider: string): RawBuilder<boolean> {
  const folded = fold(name);
  if (folded === '') return sql`false`;
  return sql`${sql.ref(provider)} in (
    select called.provider from provider_name as called where ${hasWord('called.folded', folded)}
  )`;
}
