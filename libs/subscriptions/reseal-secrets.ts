import { type SqlBool, sql } from 'kysely';
import { chunksOf } from '#concurrency/async-iteration.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Secrets } from './messages/secrets.js';

const BATCH = 200;

const COLUMNS = ['secret', 'former_secret', 'headers'] as const;

/** Whether a column holds what another secret than the current one encrypted. */
const isOutdated = (column: (typeof COLUMNS)[number], { sealMark: mark }: Secrets) =>
  sql<SqlBool>`substring(${sql.ref(column)} from 1 for ${mark.length}) <> ${mark}`;

/** The subscriptions whose secrets can only be read with a previous `JALON_SECRET`, in order of their ids. */
export async function outdatedSecrets(db: LedgerDatabase, secrets: Secrets): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription')
    .select('id')
    .where((eb) => eb.or(COLUMNS.map((column) => isOutdated(column, secrets))))
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Encrypts webhook secrets with the current `JALON_SECRET`, beside running processes: a secret that is rotated meanwhile is
 * left as it is, as is one that cannot be read. Idempotent.
 *
 * @returns how many secrets were encrypted again
 */
export async function resealSecrets(db: LedgerDatabase, secrets: Secrets): Promise<number> {
  let resealed = 0;
  for (const ids of chunksOf(await outdatedSecrets(db, secrets), BATCH))
    for (const column of COLUMNS) {
      const rows = await db
        .selectFrom('subscription')
        .select(['id', `${column} as sealed`])
        .where('id', 'in', ids)
        .where(isOutdated(column, secrets))
        .execute();
      for (const { id, sealed } of rows) {
        const text = sealed && readable(secrets, sealed, id);
        if (text === undefined || text === null) continue;
        const { numUpdatedRows } = await db
          .updateTable('subscription')
          .set({ [column]: secrets.seal(text, id) })
          .where('id', '=', id)
          .where(column, '=', sealed)
          .executeTakeFirstOrThrow();
        resealed += Number(numUpdatedRows);
      }
    }
  return resealed;
}

function readable(secrets: Secrets, sealed: Buffer, id: string): string | undefined {
  try {
    return secrets.open(sealed, id);
  } catch {
    return undefined;
  }
}
