import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { isPlanned, planDeliveries } from '#delivery/planned-deliveries.js';
import type { SubscriptionRow } from '#delivery/recipient.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import type { Change, Message } from '#notifications/message.js';

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
  return mode === 'immediate' || since < latestDigestTime(zoneOf(reminders, usual), now).at;
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
  if (mode === 'immediate') return planPendingDigest(tx, id, now);
  const { day, at } = latestDigestTime(zoneOf(reminders, usual), now);
  await planDigest(tx, { subscription: id, cause: `daily:${day}`, before: at }, now);
}

const zoneOf = (reminders: object, usual: string): string => preferencesOf(reminders).timeZone ?? usual;

/**
 * A mail with more would not be read; what it leaves out stands in the ledger, and the mail says how much. What moved a
 * dossier is left out last, and the oldest never: the mail says from where on all can be read.
 */
const MOST_CHANGES = 200;

/**
 * Makes one delivery of the changes that wait for a subscription, and they wait no longer. The caller has locked the
 * subscription, so that nobody else makes another of them.
 *
 * @param cause names it: a second one of the same name is not made, and the changes wait on
 * @param before only what was recorded before then; absent: all
 */
async function planDigest(
  tx: Transaction<Database>,
  { subscription, cause, before }: { subscription: string; cause: string; before?: Date },
  now: Date,
): Promise<void> {
  if (await isPlanned(tx, subscription, cause)) return;
  const which = before ? sql`(message ->> 'timestamp')::timestamptz < ${before}` : sql`true`;
  const { rows } = await sql<{ total: number; changes: Change[] | null; last: string | null }>`
    with taken as (
      delete from daily_change where subscription = ${subscription} and ${which} returning position, message
    ), shown as (
      select position, message from taken
      order by position = (select min(position) from taken) desc,
        message #> '{data,status,before}' is distinct from message #> '{data,status,after}' desc, position
      limit ${MOST_CHANGES}
    )
    select (select count(*) from taken)::int as total,
      (select message ->> 'timestamp' from taken order by position desc limit 1) as last,
      jsonb_agg(message -> 'data' order by position) as changes
    from shown
  `.execute(tx);
  const [digest] = rows;
  if (!digest?.changes || digest.last === null) return;
  const { changes, total, last } = digest;
  const message: Message = { type: 'changes.digest', timestamp: last, data: { changes, total } };
  await planDeliveries(tx, [{ cause, subscription, message }], now);
}

/**
 * Whoever is told at once from now on is told now of what waits for the next digest. The caller has locked the subscription,
 * which is active.
 */
export async function planPendingDigest(tx: Transaction<Database>, subscription: string, now: Date): Promise<void> {
  const last = await tx
    .selectFrom('daily_change')
    .select('position')
    .where('subscription', '=', subscription)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last) await planDigest(tx, { subscription, cause: `daily:up-to:${last.position}` }, now);
}

/** A change that somebody is told of in the digest of the day. */
export interface DailyChange {
  subscription: string;
  /** Of the event in the ledger. */
  position: number;
  message: Message;
}

const CHUNK = 2_000;

/** In the transaction that fans the changes out. What waits already stays as it is. */
export async function addToDigest(tx: Transaction<Database>, changes: readonly DailyChange[]): Promise<void> {
  const json = new Map<Message, string>();
  for (const { message } of changes) if (!json.has(message)) json.set(message, JSON.stringify(message));
  for (let start = 0; start < changes.length; start += CHUNK) {
    const chunk = changes.slice(start, start + CHUNK);
    await sql`
      insert into daily_change (subscription, position, message)
      select subscription, position, message::jsonb from unnest(
        ${chunk.map(({ subscription }) => subscription)}::uuid[],
        ${chunk.map(({ position }) => position)}::bigint[],
        ${chunk.map(({ message }) => json.get(message))}::text[]
      ) as kept (subscription, position, message)
      on conflict do nothing
    `.execute(tx);
  }
}

/** The last time that it was nine o'clock in a time zone (an IANA name): the day that has its digest then, and when. */
export function latestDigestTime(zone: string, now: Date): { day: Day; at: Date } {
  const today = dayIn(zone, now);
  const day = reminderHour(today, zone) <= now ? today : addDays(today, -1);
  return { day, at: reminderHour(day, zone) };
}
