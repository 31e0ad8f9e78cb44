import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { type EpochPosition, positionIn } from '#database/ledger-epochs.js';
import { assertActive, findSubscription, type SubscriptionRow, type SubscriptionScope } from './sending/recipient.js';
import { isInstant } from '#domain/date/instant.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { because } from '#domain/validation.js';
import { EventStore } from '#event-store/event-store.js';
import { isChat } from './messages/webhook/chat.js';
import { resumeActive } from './change-subscription.js';
import { type SubscriptionView, viewOf } from './list-subscriptions.js';

/**
 * What a subscription is sent again. It is stored with the subscription, and the worker plans it in steps, each of which commits
 * what it has planned together with how far it got.
 */
export interface SendingAgain {
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
  /** Number of messages planned. */
  planned: number;
  /** Number of events that this release cannot read. */
  unreadable: number;
  finishedAt: string | null;
}

/** SQL condition: what is collected of readings and imports for a subscription is not complete yet. */
export const isSentAgain = (subscription: RawBuilder<unknown>): RawBuilder<boolean> => sql`exists (
  select from subscription where subscription.id = ${subscription} and recovering
    and state <> 'unsubscribed' and (recovery -> 'reached')::bigint > (recovery -> 'after')::bigint
)`;

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

/**
 * Sends again what failed since a time or position and, to a webhook of a program, what matches its filter and was never
 * planned. Waiting messages are retried now. The worker plans the messages in steps.
 */
export class SendAgain extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly asked: SendAgainAsked,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@CommandHandler(SendAgain)
export class SendAgainHandler implements ICommandHandler<SendAgain> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
  ) {}

  /**
   * While the same request is in progress, a repeated one does nothing; later ones find nothing to send, unless they ask for
   * what was delivered.
   *
   * @throws Refusal not-found, subscription-unfit, since-out-of-range
   */
  async execute({ id, asked, scope }: SendAgain): Promise<SubscriptionView> {
    const missing = !isForPeople(await findSubscription(this.db, id, scope));
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
      await resumeActive(tx, held, now);
      if (held.recovering) assertSame(held.recovery as SendingAgain, { after: start.after, delivered });
      const asNew: SendingAgain = {
        ...{ requestedAt: now.toISOString(), ...start, delivered, redelivering: true, missing },
        ...{ reached: start.after, upTo, planned: 0, unreadable: 0, finishedAt: null },
      };
      const row = await tx
        .updateTable('subscription')
        .set({ recovery: JSON.stringify(held.recovering ? held.recovery : asNew), recovering: true })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return viewOf(row, this.db.epochs);
    });
  }

  /** @throws Refusal since-out-of-range */
  async #startOf(since: SendAgainAsked['since'], now: Date): Promise<Pick<SendingAgain, 'after' | 'since'>> {
    const position = typeof since === 'number' ? { position: since, epoch: this.db.epochs.current } : positionIn(since);
    if (position) return this.#startAt(position);
    const instant = new Date(since);
    if (instant > now) throw refuse('since-out-of-range', 'since', 'since-in-future');
    return { after: await this.events.positionAt(instant), since: instant.toISOString() };
  }

  async #startAt({ position, epoch }: EpochPosition): Promise<Pick<SendingAgain, 'after' | 'since'>> {
    const [head, shared] = [await this.events.head(), this.db.epochs.sharedWith(epoch)];
    if (position > shared) throw refuse('since-out-of-range', 'since', 'position-lost', { position: shared });
    if (position > head) throw refuse('since-out-of-range', 'since', 'position-beyond-head', { position, head });
    const [event] = await this.events.readRows({ after: position - 1, upTo: position, limit: 1 });
    return { after: position, since: (event?.recorded_at ?? new Date(0)).toISOString() };
  }
}

/** The most events that are looked through: all of them are read. */
const MOST_EVENTS = 100_000;

/** People would be sent every past event as a message. */
const isForPeople = ({ channel, format }: SubscriptionRow): boolean => channel === 'email' || isChat(format);

/** @throws Refusal subscription-unfit */
function assertSame(current: SendingAgain, { after, delivered }: { after: number; delivered: boolean }): void {
  if (current.after !== after || (current.delivered ?? false) !== delivered)
    throw refuse('subscription-unfit', 'since', 'already-sending-again', { after: current.after });
}

/** @throws Refusal subscription-unfit */
function assertFit(held: SubscriptionRow, now: Date): void {
  const { state, recipient_paused_until: pausedUntil } = held;
  if (state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
  if (state === 'disabled' && held.confirmed_at) throw refuse('subscription-unfit', 'id', 'resume-first');
  assertActive(held);
  if (pausedUntil && pausedUntil > now) throw refuse('subscription-unfit', 'id', 'recipient-paused');
}
