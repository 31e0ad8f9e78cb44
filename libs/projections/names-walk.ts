import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

const FIRST = 40;
const GROWTH = 4;

/**
 * The providers in order of their folded names, in stretches that grow: conditions on `provider`, none of which parts two
 * of one name. Whoever goes along them and stops when it has enough looks at little where many match, and at every
 * provider once where none does. PostgreSQL by itself would look at all of them and sort.
 *
 * @param begin the first name
 */
export async function* stretchesOfNames(tx: Transaction<Database>, begin = ''): AsyncGenerator<RawBuilder<boolean>> {
  let from = sql<boolean>`provider.folded >= ${begin}`;
  for (let size = FIRST; ; size *= GROWTH) {
    const { rows } = await sql<{ folded: string }>`
      select folded from provider where ${from} order by folded offset ${size - 1} limit 1
    `.execute(tx);
    const last = rows[0]?.folded;
    if (last === undefined) {
      yield from;
      return;
    }
    yield sql`(${from} and provider.folded <= ${last})`;
    from = sql`provider.folded > ${last}`;
  }
}
