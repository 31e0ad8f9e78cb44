import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { heldSubscription, type Reach } from '#delivery/held-subscription.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';
import { askToConfirm, confirmUntil } from './verification.js';

/** Asks for confirmation once more: the first message got lost, or met an endpoint that was not there yet. */
export class AskAgain extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly reach: Reach,
    /** Until when the question waited that is to be asked anew: where another one was asked meanwhile, none is asked. */
    readonly instead?: Date,
  ) {
    super();
  }
}

/** So that nobody's mailbox is filled by somebody with a key. */
const MOST_ROUNDS = 10;

@CommandHandler(AskAgain)
export class AskAgainHandler implements ICommandHandler<AskAgain> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Earlier tokens end with it. One that has confirmed is not asked anew: until it answered it would miss what comes up.
   *
   * @throws Refusal unknown-subscription, subscription-unfit
   */
  async execute({ id, reach, instead }: AskAgain): Promise<SubscriptionView> {
    const now = this.clock.now();
    return this.db.transaction().execute(async (tx) => {
      const held = await heldSubscription(tx, id, reach, { lock: true });
      const { state, confirm_round, confirmed_at } = held;
      if (instead && state === 'pending' && held.confirm_until.getTime() !== instead.getTime()) return viewOf(held);
      if (state === 'active' || state === 'unsubscribed') throw refuse('subscription-unfit', 'id', `is ${state}`);
      if (state === 'disabled' && confirmed_at)
        throw refuse('subscription-unfit', 'id', 'has confirmed before it was disabled: enable it (POST …/enable)');
      if (confirm_round >= MOST_ROUNDS)
        throw refuse('subscription-unfit', 'id', `was asked ${MOST_ROUNDS} times: make another subscription`);
      const row = await tx
        .updateTable('subscription')
        .set({
          state: 'pending',
          disabled_because: null,
          confirm_round: confirm_round + 1,
          confirm_until: confirmUntil(now),
          ended_at: null,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await askToConfirm(tx, id, row.confirm_round, now);
      return viewOf(row);
    });
  }
}
