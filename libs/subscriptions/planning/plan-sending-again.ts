import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { withAdvisoryLock } from '#database/transactions.js';
import { countUntried, planAgain } from '../sending/planned-deliveries.js';
import { findSubscription, type SubscriptionRow } from '../sending/recipient.js';
import { followedTo } from '#event-store/checkpoint.js';
import { decodeRow, type EventRow, UnreadableEvent } from '#event-store/events.js';
import { changesOf, type PlacedChange } from '../messages/changes-of.js';
import { CHANGES } from './fan-out.js';
import type { Filter } from '../filter.js';
import { planMessages, type PlanningMeans, sorted } from './matching-messages.js';
import type { SendingAgain } from '../send-again.js';

export interface SendingMeans extends PlanningMeans {
  db: LedgerDatabase;
  /** Time zone that defines the day on which an event was recorded. */
  zone: string;
  now: () => Date;
}

/**
 * Messages that wait for their first attempt at most, so that others need not wait for all that is sent again. One that is
 * retried for days holds up nothing; while an endpoint accepts nothing, others are not tried.
 */
const MOST_UNTRIED = 1_000;

/** A transaction plans as many messages, and looks at as many events. */
const AT_ONCE = 100;

/**
 * Plans what is sent again, in turn, until each subscription is done or has to wait: for its endpoint to accept what is planned already,
 * or for the fan-out. Each step is one transaction; whoever repeats one that was committed finds it done. One process at a time
 * does it. One that fails does not hinder the others; rejects with the first error then.
 */
export async function planSendingAgain(means: SendingMeans, stopping = new AbortController().signal): Promise<void> {
  if ((await open(means.db)).length === 0) return;
  await withAdvisoryLock(means.db, 'jalon sending again', stopping, async (signal) => {
    const isEnding = () => signal.aborted;
    const errors: unknown[] = [];
    const failed = (error: unknown): false => {
      errors.push(error);
      return false;
    };
    let ids = await open(means.db);
    while (ids.length > 0 && !isEnding()) {
      const advanced: string[] = [];
      for (const id of ids) if (!isEnding() && (await step(means, id).catch(failed))) advanced.push(id);
      ids = advanced;
    }
    if (errors.length > 0) throw errors[0];
  });
}

/** Those of subscriptions that receive messages; others go on once they do. */
async function open(db: LedgerDatabase): Promise<string[]> {
  const rows = await db.selectFrom('subscription').select('id').where(isOpen).orderBy('id').execute();
  return rows.map(({ id }) => id);
}

const isOpen = sql<boolean>`recovering and state = 'active'`;

interface Open {
  id: string;
  filter: Filter;
  /** As it is stored. */
  stored: object;
  again: SendingAgain;
  /** The last position that it concerns. */
  upTo: number;
  /** How many messages may be planned now. */
  room: number;
}

/** @returns whether it got further and is not finished */
const step = (means: SendingMeans, id: string): Promise<boolean> =>
  means.db.transaction().execute(async (tx) => {
    const row = await tx.selectFrom('subscription').selectAll().where('id', '=', id).where(isOpen).executeTakeFirst();
    const one = row && (await openIn(tx, row, means));
    if (!one || one.room <= 0) return false;
    const next = one.again.redelivering ? await redeliver(tx, one, means) : await fill(tx, one, means);
    if (!next) return false;
    const finishedAt = next.isOver ? means.now().toISOString() : null;
    await save(tx, one, { ...one.again, upTo: one.upTo, ...next.again, finishedAt });
    return !next.isOver;
  });

async function openIn(tx: Transaction<Database>, row: SubscriptionRow, { events }: SendingMeans): Promise<Open> {
  const again = row.recovery as SendingAgain;
  const most = Math.min(MOST_UNTRIED, row.rate_per_minute ?? MOST_UNTRIED);
  const room = Math.min(AT_ONCE, most - (await countUntried(tx, row.id, most)));
  const upTo = again.upTo ?? (await events.head());
  return { id: row.id, filter: row.filter as Filter, stored: again, again, upTo, room };
}

/** @throws Error when another process was faster */
async function save(tx: Transaction<Database>, { id, stored }: Open, after: SendingAgain): Promise<void> {
  const saved = await tx
    .updateTable('subscription')
    .set({ recovery: JSON.stringify(after), recovering: after.finishedAt === null })
    .where('id', '=', id)
    .where(sql<boolean>`recovery = ${JSON.stringify(stored)}::jsonb`)
    .executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new Error(`subscription ${id} was sent messages again by another process`);
}

interface Taken {
  again: Partial<SendingAgain>;
  isOver: boolean;
}

async function redeliver(tx: Transaction<Database>, { id, again, room }: Open, means: SendingMeans): Promise<Taken> {
  await findSubscription(tx, id, 'all', { lock: true }); // it may end meanwhile
  // Not before the request, which another machine dated: what is planned again is known by it.
  const now = new Date(Math.max(means.now().getTime(), Date.parse(again.requestedAt)));
  const which = {
    after: { position: again.after, instant: new Date(again.since) },
    until: new Date(again.requestedAt),
    delivered: again.delivered ?? false,
  };
  const count = await planAgain(tx, id, which, { most: room, now });
  const redelivering = count === room;
  return {
    again: { redelivering, planned: again.planned + count },
    isOver: !redelivering && !again.missing,
  };
}

/** Plans for the next events as the fan-out would have. @returns `undefined` if it has to wait */
async function fill(tx: Transaction<Database>, one: Open, means: SendingMeans): Promise<Taken | undefined> {
  const range = await rangeBehind(tx, one);
  if (!range) return undefined;
  const { id, filter, again } = one;
  const after = again.reached;
  const rows = range.to > after ? await means.events.readRows({ after, upTo: range.to, limit: range.to - after }) : [];
  const placed = await placedChanges(rows, means);
  const subscriber = { id, filter, mode: 'immediate' as const, since_position: again.after };
  const planned = await planMessages(tx, means, sorted(placed, means), [subscriber]);
  return {
    again: {
      reached: range.to,
      planned: again.planned + planned,
      unreadable: again.unreadable + rows.length - placed.length,
    },
    isOver: range.isLast,
  };
}

interface FillRange {
  to: number;
  isLast: boolean;
}

/** Events that the fan-out is past: those of a reading or an import must not be counted by both at a time. */
async function rangeBehind(
  tx: Transaction<Database>,
  { id, again: { after, reached }, upTo, room }: Open,
): Promise<FillRange | undefined> {
  if ((await followedTo(tx, CHANGES)) < upTo) return undefined;
  if (reached === after && (await isSummarized(tx, id))) return undefined;
  const to = Math.min(upTo, reached + room);
  return { to, isLast: to === upTo };
}

async function isSummarized(tx: Transaction<Database>, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('import_summary')
    .select('import')
    .where('subscription', '=', id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Without the events of streams that this release cannot read. */
async function placedChanges(rows: readonly EventRow[], means: SendingMeans): Promise<PlacedChange[]> {
  const { events, schemes, zone } = means;
  try {
    const recorded = rows.map((row) => decodeRow(events.codec, row));
    return await changesOf(events, schemes, recorded, zone);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    if (rows.length === 1) return [];
    const apart: PlacedChange[] = [];
    for (const row of rows) apart.push(...(await placedChanges([row], means)));
    return apart;
  }
}
