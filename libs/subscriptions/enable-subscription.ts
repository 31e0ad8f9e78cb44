import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { refuse } from '#domain/refusal.js';
import type { SubscriptionRow } from '#delivery/queue/attempt.js';
import { OPENS_AT } from '#delivery/queue/breaker.js';
import { heldSubscription, type Reach } from '#delivery/held-subscription.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';
import { whySuppressed } from '#delivery/suppression/suppressed.js';

/** Sends a subscription again what it was disabled for: all that was held since, in the order in which it came up. */
export class EnableSubscription extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly reach: Reach,
  ) {
    super();
  }
}

@CommandHandler(EnableSubscription)
export class EnableSubscriptionHandler implements ICommandHandler<EnableSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * An endpoint is first tried with one message; the others follow once it is taken. Each has all of its schedule before it
   * again. Enabling what is active changes nothing.
   *
   * @throws Refusal unknown-subscription, subscription-unfit
   */
  async execute({ id, reach }: EnableSubscription): Promise<SubscriptionView> {
    return this.db.transaction().execute(async (tx) => {
      const held = await heldSubscription(tx, id, reach, { lock: true });
      if (held.state === 'active') return viewOf(held);
      assertDisabled(held);
      await assertNotSuppressed(tx, held);
      const row = await tx
        .updateTable('subscription')
        .set({ ...asNew, failures: held.channel === 'webhook' ? OPENS_AT : 0 })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await makeDue(tx, id, this.clock.now());
      return viewOf(row);
    });
  }
}

const asNew = {
  state: 'active',
  disabled_because: null,
  ended_at: null,
  failing_since: null,
  warned_hours: 0,
  paused_until: null,
} as const;

/** @throws Refusal subscription-unfit */
function assertDisabled({ state, confirmed_at }: SubscriptionRow): void {
  if (state !== 'disabled')
    throw refuse('subscription-unfit', 'id', `is ${state}; only one that was disabled can be enabled`);
  if (!confirmed_at)
    throw refuse('subscription-unfit', 'id', 'has never confirmed: ask for a confirmation (POST …/verification)');
}

/** @throws Refusal subscription-unfit */
async function assertNotSuppressed(tx: Transaction<Database>, { channel, target }: SubscriptionRow): Promise<void> {
  const why = channel === 'email' ? await whySuppressed(tx, target) : undefined;
  if (why !== undefined)
    throw refuse('subscription-unfit', 'id', `${why}; an admin lifts that first (DELETE /v1/suppressions/{address})`);
}

async function makeDue(tx: Transaction<Database>, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('delivery')
    .set({ next_attempt_at: now, began_at: null })
    .where('subscription', '=', id)
    .where('state', '=', 'planned')
    .execute();
}
