import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { assertActive, findSubscription, type SubscriptionRow, type SubscriptionScope } from '#delivery/recipient.js';
import { countRedeliverable } from '#delivery/redeliver.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { resume } from './change-subscription.js';
import {
  assertNotTooMany,
  failedIn,
  isForPeople,
  newRecovery,
  type Recovery,
  type RecoveryStart,
  type RecoveryView,
  SinceSchema,
  startOf,
  viewOf,
} from './recovery.js';

export const RecoverySchema = z
  .strictObject({
    since: SinceSchema.describe(
      'An instant or a ledger position: messages about later events, and others planned since then.',
    ),
    missing: z
      .boolean()
      .default(false)
      .describe(
        'Sends also what matches the filter and was never planned: recorded before the confirmation, excluded by an earlier filter, or dropped while the subscription was disabled. Webhooks only.',
      ),
  })
  .meta({ id: 'RecoverSubscription', example: { since: '2026-11-24T08:00:00Z', missing: true } });

export type RecoveryAsked = z.output<typeof RecoverySchema>;

export interface Recovering {
  /** Number of failed messages that are sent again. */
  failed: number;
  /** Number of events that are looked through. */
  events: number;
  recovery: RecoveryView;
}

/**
 * Sends again what failed since a time or position and, if asked for, what was never planned. Waiting messages are retried now.
 * The worker plans the messages in steps.
 */
export class Recover extends Command<Recovering> {
  constructor(
    readonly id: string,
    readonly asked: RecoveryAsked,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@CommandHandler(Recover)
export class RecoverHandler implements ICommandHandler<Recover> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
  ) {}

  /**
   * Idempotent: while the same recovery is in progress, a repeated request does nothing, and later ones find nothing to send.
   *
   * @throws Refusal unknown-subscription, subscription-unfit, since-out-of-range
   */
  async execute({ id, asked, scope }: Recover): Promise<Recovering> {
    await findSubscription(this.db, id, scope);
    const now = this.clock.now();
    const start = await startOf(asked.since, { events: this.events, epochs: this.db.epochs, now });
    if (asked.missing) await assertNotTooMany(start.after, this.events);
    const head = await this.events.head();
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      assertFit(held, asked, now);
      const recovery = held.recovering
        ? underWay(held, asked, start)
        : newRecovery(start, { ...asked, upTo: head, now });
      const failed = await countRedeliverable(tx, id, failedIn(recovery));
      await resume(tx, held, now);
      await tx
        .updateTable('subscription')
        .set({ recovery: JSON.stringify(recovery), recovering: true })
        .where('id', '=', id)
        .execute();
      const view = viewOf(recovery, held.since_position);
      return { failed, events: asked.missing ? (view.upTo ?? head) - view.after : 0, recovery: view };
    });
  }
}

/** @throws Refusal subscription-unfit, if it is not the one that was asked for */
function underWay({ recovery }: SubscriptionRow, { missing }: RecoveryAsked, { after }: RecoveryStart): Recovery {
  const current = recovery as Recovery;
  if (current.upTo === null || current.after !== after || current.missing !== missing)
    throw refuse('subscription-unfit', 'since', 'recovery-in-progress', { after: current.after });
  return current;
}

/** @throws Refusal subscription-unfit */
function assertFit(held: SubscriptionRow, { missing }: RecoveryAsked, now: Date): void {
  const { state, recipient_paused_until: pausedUntil } = held;
  if (state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
  if (state === 'disabled' && held.confirmed_at) throw refuse('subscription-unfit', 'id', 'enable-first');
  assertActive(held);
  if (pausedUntil && pausedUntil > now) throw refuse('subscription-unfit', 'id', 'recipient-paused');
  if (missing && isForPeople(held)) throw refuse('subscription-unfit', 'missing', 'filled-endpoints-only');
}
