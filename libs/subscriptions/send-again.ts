import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { type EpochPosition, positionIn } from '#database/ledger-epochs.js';
import type { Database } from '#database/tables.js';
import { withAdvisoryLock } from '#database/transactions.js';
import { isInstant } from '#domain/date/instant.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { because } from '#domain/validation.js';
import { followedTo } from '#event-store/checkpoint.js';
import { decodeRow, type EventRow, UnreadableEvent } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import type { Filter } from './filter.js';
import { changesOf, type PlacedChange } from './messages/changes-of.js';
import { isChat } from './messages/webhook/chat.js';
import { CHANGES, planMessages, type PlanningMeans, sorted } from './planning/fan-out.js';
import { countUntried, planAgain } from './sending/planned-deliveries.js';
import {
  assertActive,
  exists,
  findSubscription,
  type SubscriptionRow,
  type SubscriptionScope,
  updateSubscription,
} from './sending/attempt.js';
import { type SubscriptionView, viewOf } from './subscription.js';
import { resumeActive } from './subscriptions.js';

/**
 * What a subscription is sent again. It is stored with the subscription, and the worker plans it in steps, each of which commits
 * what it has planned together with how far it got.
 */
export interface SentAgain {
  requestedAt: string;
  /** Messages about events after this position, and others planned since that instant. */
  after: number;
  since: string;
  /** Also messages that were delivered; absent from what earlier releases stored. */
  delivered?: boolean;
  /** Finished messages remain to be planned again. */
  redelivering: boolean;
  /** Whether events are looked through for those that were never planned. */
  missing: boolean;
  /** The last position that was looked at. */
  reached: number;
  /** The last position to be looked at; `null`: an earlier release was asked to fill a new endpoint. */
  upTo: number | null;
  planned: number;
  /** Number of events that this release cannot read. */
  unreadable: number;
  finishedAt: string | null;
}

export const SendAgainSchema = z
  .strictObject({
    since: z
      .union(
        [
          z.int().min(0),
          z
            .string()
            .refine((text) => positionIn(text) !== undefined || isInstant(text), { error: because('since-format') })
            .meta({ pattern: '^(\\d{1,15}(-[1-9]\\d{0,14})?|\\d{4}-\\d\\d-\\d\\dT\\S+)$' }),
        ],
        { error: because('since-format') },
      )
      .meta({ examples: ['2026-11-24T08:00:00Z', '120'] })
      .describe('An instant or a ledger position: messages about later events, and others planned since then.'),
    delivered: z.boolean().default(false).describe('Sends also what was delivered.'),
  })
  .meta({ id: 'SendAgain', example: { since: '2026-11-24T08:00:00Z' } });

export type SendAgainAsked = z.output<typeof SendAgainSchema>;

@Injectable()
export class SendingAgain {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends again what failed since a time or position and, to a webhook of a program, what matches its filter and was never
   * planned. Waiting messages are retried now. The worker plans the messages in steps. While the same request is in progress, a
   * repeated one does nothing; later ones find nothing to send, unless they ask for what was delivered.
   *
   * @throws Refusal not-found, subscription-unfit, since-out-of-range
   */
  async ask(id: string, asked: SendAgainAsked, scope: SubscriptionScope): Promise<SubscriptionView> {
    const { channel, format } = await findSubscription(this.db, id, scope);
    const missing = channel === 'webhook' && !isChat(format); // people would be sent every past event as a message
    const now = this.clock.now();
    const start = await this.#startOf(asked.since, now);
    const upTo = await this.events.head();
    const earliest = upTo - MOST_EVENTS;
    if (missing && start.after < earliest)
      throw refuse('since-out-of-range', 'since', 'since-too-early', { most: MOST_EVENTS, earliest });
    const { delivered } = asked;
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      assertFit(held, now);
      await resumeActive(tx, id, now);
      const current = held.recovering ? (held.recovery as SentAgain) : undefined;
      if (current && (current.after !== start.after || (current.delivered ?? false) !== delivered))
        throw refuse('subscription-unfit', 'since', 'already-sending-again', { after: current.after });
      const asNew: SentAgain = {
        ...{ requestedAt: now.toISOString(), ...start, delivered, redelivering: true, missing },
        ...{ reached: start.after, upTo, planned: 0, unreadable: 0, finishedAt: null },
      };
      const recovery = JSON.stringify(current ?? asNew);
      return viewOf(await updateSubscription(tx, id, { recovery, recovering: true }), this.db.epochs);
    });
  }

  /** @throws Refusal since-out-of-range */
  async #startOf(since: SendAgainAsked['since'], now: Date): Promise<Pick<SentAgain, 'after' | 'since'>> {
    const position = typeof since === 'number' ? { position: since, epoch: this.db.epochs.current } : positionIn(since);
    if (position) return this.#startAt(position);
    const instant = new Date(since);
    if (instant > now) throw refuse('since-out-of-range', 'since', 'since-in-future');
    return { after: await this.events.positionAt(instant), since: instant.toISOString() };
  }

  async #startAt({ position, epoch }: EpochPosition): Promise<Pick<SentAgain, 'after' | 'since'>> {
    const [head, shared] = [await this.events.head(), this.db.epochs.sharedWith(epoch)];
    if (position > shared) throw refuse('since-out-of-range', 'since', 'position-lost', { position: shared });
    if (position > head) throw refuse('since-out-of-range', 'since', 'position-beyond-head', { position, head });
    const [event] = await this.events.readRows({ after: position - 1, upTo: position, limit: 1 });
    return { after: position, since: (event?.recorded_at ?? new Date(0)).toISOString() };
  }
}

/** The most events that are looked through: all of them are read. */
const MOST_EVENTS = 100_000;

/** @throws Refusal subscription-unfit */
function assertFit(held: SubscriptionRow, now: Date): void {
  const { state, recipient_paused_until: pausedUntil } = held;
  if (state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
  if (state === 'disabled' && held.confirmed_at) throw refuse('subscription-unfit', 'id', 'resume-first');
  assertActive(held);
  if (pausedUntil && pausedUntil > now) throw refuse('subscription-unfit', 'id', 'recipient-paused');
}

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
 * Plans what is sent again, in turn, until each subscription is done or has to wait: for its endpoint to accept what is
 * planned already,
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
  stored: object;
  again: SentAgain;
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
  const again = row.recovery as SentAgain;
  const most = Math.min(MOST_UNTRIED, row.rate_per_minute ?? MOST_UNTRIED);
  const room = Math.min(AT_ONCE, most - (await countUntried(tx, row.id, most)));
  const upTo = again.upTo ?? (await events.head());
  return { id: row.id, filter: row.filter as Filter, stored: again, again, upTo, room };
}

/** @throws Error when another process was faster */
async function save(tx: Transaction<Database>, { id, stored }: Open, after: SentAgain): Promise<void> {
  const saved = await tx
    .updateTable('subscription')
    .set({ recovery: JSON.stringify(after), recovering: after.finishedAt === null })
    .where('id', '=', id)
    .where(sql<boolean>`recovery = ${JSON.stringify(stored)}::jsonb`)
    .executeTakeFirst();
  if (saved.numUpdatedRows !== 1n) throw new Error(`subscription ${id} was sent messages again by another process`);
}

interface Taken {
  again: Partial<SentAgain>;
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

/** Events that the fan-out is past: those of a reading or an import must not be counted by both at a time. */
async function rangeBehind(
  tx: Transaction<Database>,
  { id, again: { after, reached }, upTo, room }: Open,
): Promise<{ to: number; isLast: boolean } | undefined> {
  if ((await followedTo(tx, CHANGES)) < upTo) return undefined;
  if (reached === after && (await exists(tx, sql`from import_summary where subscription = ${id}`))) return undefined;
  const to = Math.min(upTo, reached + room);
  return { to, isLast: to === upTo };
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
