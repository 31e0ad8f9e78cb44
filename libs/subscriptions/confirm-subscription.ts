import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { activate } from '#delivery/queue/activate.js';
import { disable } from '#delivery/queue/disable.js';
import { planDeliveries } from '#delivery/planned-deliveries.js';
import { findSubscription, type SubscriptionScope, type SubscriptionRow } from '#delivery/recipient.js';
import { suppressionReason } from '#delivery/suppressions.js';
import { refuse } from '#domain/refusal.js';
import { isToken, Secrets } from '#notifications/secrets.js';
import { type SubscriptionView, viewOf } from './list-subscriptions.js';

/** Whoever has the token that was sent to the address, or to the endpoint as its challenge, may confirm: no key needed. */
export class ConfirmSubscription extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly token: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmSubscription)
export class ConfirmSubscriptionHandler implements ICommandHandler<ConfirmSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Confirming twice is confirming once. An address that was suppressed after it was asked is disabled like the others that
   * lead there: what it is owed from now on is held.
   *
   * @throws Refusal token-invalid, the same for every way of being wrong
   */
  async execute({ id, token }: ConfirmSubscription): Promise<SubscriptionView> {
    return this.db.transaction().execute(async (tx) => {
      const row = await tx.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
      const round = row?.confirm_round ?? 0;
      if (!isToken(token, this.secrets.confirmToken(id, round)) || !row) throw invalid();
      if (isConfirmed(row)) return viewOf(row);
      const now = this.clock.now();
      if (!(await activate(tx, id, round, now))) throw invalid();
      if (row.channel === 'email' && (await suppressionReason(tx, row.target))) await disable(tx, id, 'bounced', now);
      return viewOf(await findSubscription(tx, id, 'all'));
    });
  }
}

const isConfirmed = ({ state, confirmed_at }: SubscriptionRow): boolean =>
  state === 'active' || (state === 'disabled' && confirmed_at !== null);

const invalid = () => refuse('token-invalid', 'token', 'confirmation-token-invalid');

/** Asks for confirmation once more: the first message got lost, or met an endpoint that was not there yet. */
export class ResendConfirmation extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
    /** Until when the question waited that is to be asked anew: where another one was asked meanwhile, none is asked. */
    readonly instead?: Date,
  ) {
    super();
  }
}

/** So that nobody's mailbox is filled by somebody with a key. */
const MOST_ROUNDS = 10;

@CommandHandler(ResendConfirmation)
export class ResendConfirmationHandler implements ICommandHandler<ResendConfirmation> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Earlier tokens end with it. One that has confirmed is not asked anew: until it answered it would miss what comes up.
   *
   * @throws Refusal unknown-subscription, subscription-unfit
   */
  async execute({ id, scope, instead }: ResendConfirmation): Promise<SubscriptionView> {
    const now = this.clock.now();
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      const { state, confirm_round, confirmed_at } = held;
      if (instead && state === 'pending' && held.confirm_until.getTime() !== instead.getTime()) return viewOf(held);
      if (state === 'active' || state === 'unsubscribed')
        throw refuse('subscription-unfit', 'id', 'confirmation-not-needed', { state });
      if (state === 'disabled' && confirmed_at) throw refuse('subscription-unfit', 'id', 'already-confirmed');
      if (confirm_round >= MOST_ROUNDS)
        throw refuse('subscription-unfit', 'id', 'confirmation-limit', { requests: MOST_ROUNDS });
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
      await requestConfirmation(tx, id, row.confirm_round, now);
      return viewOf(row);
    });
  }
}

const CONFIRM_WITHIN_MS = 48 * 3_600_000;

export const confirmUntil = (now: Date): Date => new Date(now.getTime() + CONFIRM_WITHIN_MS);

/** Plans the message that asks for confirmation, in the transaction that makes the subscription wait for it. */
export async function requestConfirmation(tx: Transaction<Database>, subscription: string, round: number, now: Date) {
  const message = {
    type: 'subscription.verification' as const,
    timestamp: now.toISOString(),
    data: { subscription, round },
  };
  await planDeliveries(tx, [{ cause: `confirm:${round}`, subscription, message }], now);
}
