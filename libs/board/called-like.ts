import { sql, type RawBuilder } from 'kysely';
import { fold } from '#domain/text/fold.js';

/**
 * Whether a word of any name that a provider goes or went by begins like this, without case and accents. A folded name
 * holds letters, digits and single blanks only, and so nothing that a pattern would read as a wildcard.
 *
 * @param provider the column that holds the provider's id
 */
export function calledLike(name: string, provider: string): RawBuilder<boolean> {
  const folded = fold(name);
  if (folded === '') return sql`false`;
  return sql`${sql.ref(provider)} in (
    select called.provider from provider_name as called
    where called.folded like ${`${folded}%`} or called.folded like ${`% ${folded}%`}
  )`;
}
