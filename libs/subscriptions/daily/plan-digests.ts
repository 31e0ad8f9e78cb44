import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { wishesOf } from '#domain/reminder/wishes.js';
import type { SubscriptionRow } from '#delivery/queue/attempt.js';
import { lastNine } from './last-nine.js';
import { planDigest } from './plan-digest.js';
import { planRemaining } from './plan-remaining.js';

/**
 * Turns what waits since before nine o'clock, where it is read, into the digest of the day: one for each subscription and
 * day, however often and by however many this is done, and one for all that was missed after an outage. For whoever is
 * disabled it waits on; of whoever has unsubscribed it is thrown away.
 *
 * Call it once all of the ledger has been fanned out: what comes from before nine o'clock later waits for the day after.
 *
 * @param usual where it is nine o'clock for whoever named no zone
 */
export async function planDigests(
  db: LedgerDatabase,
  now: Date,
  usual: string,
  signal = new AbortController().signal,
): Promise<void> {
  for (const waiting of await haveWaiting(db)) {
    if (signal.aborted) return;
    if (!isDue(waiting, now, usual)) continue;
    await db.transaction().execute((tx) => planFor(tx, waiting.id, now, usual));
  }
}

interface Waiting extends Pick<SubscriptionRow, 'id' | 'mode' | 'state' | 'reminders'> {
  /** When the first of what waits was recorded. */
  since: Date;
}

/** By a look at the first change of each, and none at the others. */
async function haveWaiting(db: LedgerDatabase): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    with recursive waiting as (
      (select subscription, message ->> 'timestamp' as since from daily_change order by subscription, position limit 1)
      union all
      select next.* from waiting cross join lateral (
        select subscription, message ->> 'timestamp' from daily_change
        where subscription > waiting.subscription order by subscription, position limit 1
      ) next
    )
    select id, mode, state, reminders, since::timestamptz
    from waiting join subscription on subscription.id = waiting.subscription
  `.execute(db);
  return rows;
}

function isDue({ state, mode, reminders, since }: Waiting, now: Date, usual: string): boolean {
  if (state === 'unsubscribed') return true;
  if (state !== 'active') return false;
  return mode === 'immediate' || since < lastNine(zoneOf(reminders, usual), now).at;
}

/** By what stands now: it may have been changed since it was looked at. */
async function planFor(tx: Transaction<Database>, id: string, now: Date, usual: string): Promise<void> {
  const { state, mode, reminders } = await tx
    .selectFrom('subscription')
    .select(['state', 'mode', 'reminders'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (state === 'unsubscribed') await tx.deleteFrom('daily_change').where('subscription', '=', id).execute();
  if (state !== 'active') return;
  if (mode === 'immediate') return planRemaining(tx, id, now);
  const { day, at } = lastNine(zoneOf(reminders, usual), now);
  await planDigest(tx, { subscription: id, cause: `daily:${day}`, before: at }, now);
}

const zoneOf = (reminders: object, usual: string): string => wishesOf(reminders).timeZone ?? usual;
