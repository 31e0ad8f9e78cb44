import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { activate } from '#delivery/queue/activate.js';
import type { SubscriptionRow } from '#delivery/queue/attempt.js';
import { disable } from '#delivery/queue/disable.js';
import { heldSubscription } from '#delivery/held-subscription.js';
import { isToken, Secrets } from '#notifications/secrets.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';
import { whySuppressed } from '#delivery/suppression/suppressed.js';

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
      if (row.channel === 'email' && (await whySuppressed(tx, row.target))) await disable(tx, id, 'bounced', now);
      return viewOf(await heldSubscription(tx, id, 'all'));
    });
  }
}

const isConfirmed = ({ state, confirmed_at }: SubscriptionRow): boolean =>
  state === 'active' || (state === 'disabled' && confirmed_at !== null);

const invalid = () =>
  refuse('token-invalid', 'token', 'is wrong, too old, or of an earlier confirmation: ask for another confirmation');
