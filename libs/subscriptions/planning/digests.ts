import { sql, type Transaction } from 'kysely';
import { chunksOf } from '#concurrency/async-iteration.js';
import type { LedgerDatabase } from '#database/connection.js';
import { FIRST_EPOCH } from '#database/ledger-epochs.js';
import type { Database } from '#database/tables.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { latestWeekday, type Weekday } from '#domain/date/weekday.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import type { Change, Message, ReadingNews, RegisterNotice } from '../messages/message.js';
import type { SubscriptionRow } from '../sending/attempt.js';
import { type Cause, isPlanned, planDeliveries } from '../sending/planned-deliveries.js';

/**
 * Ends the pauses of recipients that are over, and plans the digests: one per subscription at nine o'clock in its time zone,
 * every day or once a week, or one for all missed days after an outage or a pause. Idempotent, also across processes. Changes
 * of disabled subscriptions are kept, those of ended ones are deleted.
 *
 * Call it only when all changes are fanned out: a change that is added later has to wait for the next digest.
 *
 * @param defaultZone time zone of subscriptions that have not set one
 * @param noticesFor the registers that need attention, if an address is that of an officer
 */
export async function planDigests(
  db: LedgerDatabase,
  now: Date,
  defaultZone: string,
  { noticesFor = () => [], signal = new AbortController().signal }: { noticesFor?: Notices; signal?: AbortSignal } = {},
): Promise<void> {
  // From then on, changes are sent as the mode says, and those that were collected meanwhile are due.
  const over = db.updateTable('subscription').where('recipient_paused_until', '<=', now);
  await over.set({ recipient_paused_until: null }).execute();
  for (const waiting of await pendingSubscriptions(db)) {
    if (signal.aborted) return;
    if (!isDue(waiting, now, defaultZone)) continue;
    await db.transaction().execute((tx) => planFor(tx, waiting.id, now, { defaultZone, noticesFor }));
  }
}

type Notices = (address: string) => readonly RegisterNotice[];

interface PendingDigest extends Pick<
  SubscriptionRow,
  'id' | 'mode' | 'digest_day' | 'state' | 'reminders' | 'recipient_paused_until'
> {
  since: Date;
}

/** A loose index scan: reads only the first change of each subscription. */
async function pendingSubscriptions(db: LedgerDatabase): Promise<PendingDigest[]> {
  const { rows } = await sql<PendingDigest>`
    with recursive waiting as (
      (select subscription, message ->> 'timestamp' as since from daily_change order by subscription, position limit 1)
      union all
      select next.* from waiting cross join lateral (
        select subscription, message ->> 'timestamp' from daily_change
        where subscription > waiting.subscription order by subscription, position limit 1
      ) next
    )
    select id, mode, digest_day, state, reminders, recipient_paused_until, since::timestamptz
    from waiting join subscription on subscription.id = waiting.subscription
  `.execute(db);
  return rows;
}

function isDue(pending: PendingDigest, now: Date, defaultZone: string): boolean {
  const { state, mode, digest_day: weekday, reminders, since } = pending;
  if (state === 'unsubscribed') return true;
  if (state !== 'active' || pending.recipient_paused_until) return false;
  return mode === 'immediate' || since < latestDigestTime({ mode, weekday }, zoneOf(reminders, defaultZone), now).at;
}

/** Reads the subscription again under a lock: it may have changed. */
async function planFor(
  tx: Transaction<Database>,
  id: string,
  now: Date,
  { defaultZone, noticesFor }: { defaultZone: string; noticesFor: Notices },
): Promise<void> {
  const { state, mode, weekday, reminders, recipient_paused_until, target } = await tx
    .selectFrom('subscription')
    .select(['state', 'mode', 'digest_day as weekday', 'reminders', 'recipient_paused_until', 'target'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (state === 'unsubscribed') await tx.deleteFrom('daily_change').where('subscription', '=', id).execute();
  if (state !== 'active' || recipient_paused_until) return;
  if (mode === 'immediate') return planPendingDigest(tx, id, now);
  const { day, at } = latestDigestTime({ mode, weekday }, zoneOf(reminders, defaultZone), now);
  const notices = noticesFor(target);
  await planDigest(tx, { subscription: id, cause: { kind: mode, reference: day }, before: at, notices }, now);
}

const zoneOf = (reminders: object, defaultZone: string): string => preferencesOf(reminders).timeZone ?? defaultZone;

/**
 * Maximum number of changes in a digest, which states how many were omitted and from where to read all. Readings of registers
 * and changes of a status take precedence; the oldest change is always included.
 */
const MOST_CHANGES = 200;

interface PlannedDigest {
  subscription: string;
  cause: Cause;
  before?: Date;
  notices?: readonly RegisterNotice[];
}

/**
 * Moves the pending changes of a subscription into one delivery. The caller must have locked the subscription.
 *
 * @param cause if a digest with this cause exists, the changes stay pending
 * @param before only changes recorded before this instant; absent: all
 */
async function planDigest(
  tx: Transaction<Database>,
  { subscription, cause, before, notices = [] }: PlannedDigest,
  now: Date,
): Promise<void> {
  if (await isPlanned(tx, subscription, cause)) return;
  const which = before ? sql`(message ->> 'timestamp')::timestamptz < ${before}` : sql`true`;
  const { rows } = await sql<{
    total: number;
    changes: Change[] | null;
    readings: ReadingNews[] | null;
    last: string | null;
  }>`
    with taken as (
      delete from daily_change where subscription = ${subscription} and ${which} returning position, message
    ), shown as (
      select position, message from taken
      order by position = (select min(position) from taken) desc, message ->> 'type' = 'register.read' desc,
        message #> '{data,status,before}' is distinct from message #> '{data,status,after}' desc, position
      limit ${MOST_CHANGES}
    )
    select (select count(*) from taken)::int as total,
      (select message ->> 'timestamp' from taken order by position desc limit 1) as last,
      jsonb_agg(message -> 'data' order by position) filter (where message ->> 'type' = 'event.recorded') as changes,
      jsonb_agg(message -> 'data' order by position) filter (where message ->> 'type' = 'register.read') as readings
    from shown
  `.execute(tx);
  const [digest] = rows;
  if (!digest || digest.last === null) return;
  const { changes, readings, total, last } = digest;
  const registers = notices.length > 0 && { registers: [...notices] };
  const data = { changes: changes ?? [], ...(readings && { readings }), total, ...registers };
  const message: Message = { type: 'changes.digest', timestamp: last, data };
  await planDeliveries(tx, [{ cause, subscription, message }], now);
}

/**
 * Plans a digest of all pending changes, when digests are switched off. The caller must have locked the subscription, which is
 * active.
 */
export async function planPendingDigest(tx: Transaction<Database>, subscription: string, now: Date): Promise<void> {
  const last = await tx
    .selectFrom('daily_change')
    .select('position')
    .where('subscription', '=', subscription)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last) await planDigest(tx, { subscription, cause: { kind: 'daily', reference: `up-to:${last.position}` } }, now);
}

export interface DailyChange {
  subscription: string;
  /** Of the ledger. */
  position: number;
  message: Message;
}

const CHUNK = 2_000;

/** Adds changes to the next digests, in the transaction that fans them out. Idempotent. */
export async function addToDigest(tx: Transaction<Database>, changes: Iterable<DailyChange>): Promise<void> {
  for (const chunk of chunksOf(changes, CHUNK)) {
    const messages = [...new Set(chunk.map(({ message }) => message))];
    const nth = new Map(messages.map((message, index) => [message, index + 1]));
    await sql`
      insert into daily_change (subscription, position, message)
      select subscription, position, (${messages.map((message) => JSON.stringify(message))}::text[])[nth]::jsonb
      from unnest(
        ${chunk.map(({ subscription }) => subscription)}::uuid[],
        ${chunk.map(({ position }) => position)}::bigint[],
        ${chunk.map(({ message }) => nth.get(message))}::int[]
      ) as kept (subscription, position, nth)
      on conflict do nothing
    `.execute(tx);
  }
}

export const DIGEST_DAYS = { daily: 1, weekly: 7 } as const;

export interface DigestFrequency {
  mode: keyof typeof DIGEST_DAYS;
  /** If weekly. */
  weekday: Weekday;
}

/** The latest digest time, nine o'clock in a time zone, of the day of the week if weekly, and its day. */
export function latestDigestTime({ mode, weekday }: DigestFrequency, zone: string, now: Date): { day: Day; at: Date } {
  const today = dayIn(zone, now);
  const last = reminderHour(today, zone) <= now ? today : addDays(today, -1);
  const day = mode === 'daily' ? last : latestWeekday(weekday, last);
  return { day, at: reminderHour(day, zone) };
}

/**
 * Tells webhooks, once per epoch of the ledger, from which position on they have to read again. What was sent before is not
 * known: deliveries are lost with the events that they are about. Emails are not sent, because most failovers lose nothing.
 */
export async function announceEpochs(db: LedgerDatabase, now: Date): Promise<void> {
  if (db.epochs.current === FIRST_EPOCH) return;
  await db.transaction().execute(async (tx) => {
    for (const { epoch, position, began_at } of await newEpochs(tx)) {
      const data = { epoch, position };
      const message: Message = { type: 'ledger.reset', timestamp: began_at.toISOString(), data };
      const webhooks = await tx
        .selectFrom('subscription')
        .select('id')
        .where('channel', '=', 'webhook')
        .where('state', 'in', ['active', 'disabled']) // deliveries of disabled ones are held
        .where('since_position', '<=', position)
        .orderBy('id')
        .execute();
      const cause: Cause = { kind: 'epoch', reference: String(epoch) };
      await planDeliveries(
        tx,
        webhooks.map(({ id }) => ({ cause, subscription: id, message })),
        now,
      );
    }
  });
}

/** Marks the epochs that have not been announced yet, in the transaction that announces them. */
async function newEpochs(tx: Transaction<Database>) {
  const claimed = await tx
    .insertInto('announced_epoch')
    .columns(['epoch'])
    .expression(tx.selectFrom('ledger_epoch').select('epoch').where('epoch', '>', FIRST_EPOCH))
    .onConflict((conflict) => conflict.doNothing())
    .returning('epoch')
    .execute();
  if (claimed.length === 0) return [];
  const epochs = claimed.map(({ epoch }) => epoch);
  const begun = tx.selectFrom('ledger_epoch').select(['epoch', 'position', 'began_at']);
  return begun.where('epoch', 'in', epochs).orderBy('epoch').execute();
}
