import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';

/** Why an address gets nothing, for the log; nothing when it is not suppressed. */
export async function whySuppressed(db: Kysely<Database>, address: string): Promise<string | undefined> {
  return (await whyEachSuppressed(db, [address]))[0];
}

/** The same for many, each under its place. */
export async function whyEachSuppressed(
  db: Kysely<Database>,
  addresses: readonly string[],
): Promise<(string | undefined)[]> {
  const asked = addresses.map((address) => address.toLowerCase());
  const rows = await db.selectFrom('suppression').selectAll().where('address', 'in', asked).execute();
  const found = new Map(rows.map((row) => [row.address, row]));
  return asked.map((address) => {
    const row = found.get(address);
    return row && `the address is suppressed (${row.reason}): ${row.detail}`;
  });
}
