import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { activate } from './delivery/activate.js';
import { heldSubscription } from './held-subscription.js';
import { isToken, Secrets } from './secrets.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';

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

  /** Confirming twice is confirming once. @throws Refusal token-invalid, the same for every way of being wrong */
  async execute({ id, token }: ConfirmSubscription): Promise<SubscriptionView> {
    return this.db.transaction().execute(async (tx) => {
      const row = await tx.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
      const round = row?.confirm_round ?? 0;
      if (!isToken(token, this.secrets.confirmToken(id, round)) || !row) throw invalid();
      if (row.state === 'active') return viewOf(row);
      if (!(await activate(tx, id, round, this.clock.now()))) throw invalid();
      return viewOf(await heldSubscription(tx, id, 'all'));
    });
  }
}

const invalid = () =>
  refuse('token-invalid', 'token', 'is wrong, too old, or of an earlier confirmation: ask for another confirmation');
