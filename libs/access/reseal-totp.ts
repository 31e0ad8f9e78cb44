import { type SqlBool, sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Secrets } from '#subscriptions/messages/secrets.js';

/** The accounts whose app keys can only be read with a previous `JALON_SECRET`. */
export async function outdatedTotp(db: LedgerDatabase, { sealMark: mark }: Secrets): Promise<string[]> {
  const rows = await db
    .selectFrom('account_credentials')
    .select('account')
    .where(sql<SqlBool>`substring(totp from 1 for ${mark.length}) <> ${mark}`)
    .orderBy('account')
    .execute();
  return rows.map(({ account }) => account);
}

/**
 * Encrypts the keys of authenticator apps with the current `JALON_SECRET`. Those that cannot be read, or are replaced
 * meanwhile, are left as they are. Idempotent.
 *
 * @returns how many were encrypted again
 */
export async function resealTotp(db: LedgerDatabase, secrets: Secrets): Promise<number> {
  let resealed = 0;
  for (const account of await outdatedTotp(db, secrets)) {
    const row = await db
      .selectFrom('account_credentials')
      .select('totp')
      .where('account', '=', account)
      .executeTakeFirst();
    const key = row?.totp && readable(secrets, row.totp, account);
    if (!key) continue;
    const { numUpdatedRows } = await db
      .updateTable('account_credentials')
      .set({ totp: secrets.seal(key, account) })
      .where('account', '=', account)
      .where('totp', '=', row.totp)
      .executeTakeFirstOrThrow();
    resealed += Number(numUpdatedRows);
  }
  return resealed;
}

function readable(secrets: Secrets, sealed: Buffer, account: string): string | undefined {
  try {
    return secrets.open(sealed, account);
  } catch {
    return undefined;
  }
}
