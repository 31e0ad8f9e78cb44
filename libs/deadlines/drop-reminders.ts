import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

/** The deadlines are met, cancelled or no more: nobody is reminded of them again. */
export async function cancelReminders(tx: Transaction<Database>, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await drop(tx, 'cancelled', sql`deadline_key = any(${[...keys]})`);
}

/** The dates moved: what was planned for the old ones is not sent. */
export async function supersedeReminders(
  tx: Transaction<Database>,
  moved: readonly { key: string; version: number }[],
): Promise<void> {
  const later = moved.filter(({ version }) => version > 1);
  if (later.length === 0) return;
  const keys = later.map(({ key }) => key);
  const versions = later.map(({ version }) => version);
  await drop(
    tx,
    'superseded',
    sql`exists (
      select from unnest(${keys}::text[], ${versions}::int[]) as moved (key, version)
      where deadline_key = moved.key and deadline_version < moved.version
    )`,
  );
}

/** The subscription ended, or its wishes changed. What has become a delivery is left to whoever ended it. */
export async function cancelRemindersOf(tx: Transaction<Database>, subscription: string): Promise<void> {
  await tx
    .updateTable('reminder')
    .set({ state: 'cancelled' })
    .where('subscription', '=', subscription)
    .where('state', '=', 'planned')
    .execute();
}

/**
 * One that has become a delivery is dropped with it while nobody has begun to send it; one that is being sent arrives.
 * The rows are locked first: a claim under way commits before it is decided what can be taken back.
 */
async function drop(
  tx: Transaction<Database>,
  state: 'cancelled' | 'superseded',
  which: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    select from reminder where ${which} and state in ('planned', 'claimed') order by id for update
  `.execute(tx);
  await sql`
    with unsent as (
      update delivery set state = 'cancelled'
      where state = 'planned'
        and (cause, subscription) in (
          select 'reminder:' || id, subscription from reminder where state = 'claimed' and ${which}
        )
      returning cause
    )
    update reminder set state = ${state}
    where ${which}
      and (state = 'planned' or (state = 'claimed' and 'reminder:' || id in (select cause from unsent)))
  `.execute(tx);
}
