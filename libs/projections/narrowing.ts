import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

/**
 * How lists find a page without reading all dossiers: by their ids if few match, otherwise along the names of providers
 * until the page is full.
 */

/** Several statements read one snapshot, so that a page neither repeats nor misses what changes meanwhile. */
export const inSnapshot = <T>(db: Kysely<Database>, read: (tx: Transaction<Database>) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);

const FEW = 400;

/**
 * The ids that a query selects, each once; `undefined` if there are too many.
 *
 * @param rowsEach how many rows of the query may name one id
 */
export async function fewOf(
  tx: Transaction<Database>,
  ids: RawBuilder<unknown>,
  rowsEach = 1,
): Promise<string[] | undefined> {
  const most = FEW * rowsEach;
  const { rows } = await sql<{ id: string }>`select id from (${ids}) as found (id) limit ${most + 1}`.execute(tx);
  const few = new Set(rows.map(({ id }) => id));
  return rows.length > most || few.size > FEW ? undefined : [...few];
}

const FIRST = 40;
const GROWTH = 4;

/**
 * Growing ranges of providers by folded name, as conditions on `provider`; providers of one name are in the same range. A
 * caller that stops when its page is full reads few providers if many match, and each one once if none does. PostgreSQL by
 * itself would read and sort them all.
 *
 * @param begin the first name
 */
export async function* rangesOfNames(tx: Transaction<Database>, begin = ''): AsyncGenerator<RawBuilder<boolean>> {
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
