import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Kysely } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { refuse } from '#domain/refusal.js';
import { heldSubscription, type Reach } from '#delivery/held-subscription.js';
import { isToken, Secrets } from '#notifications/secrets.js';

/** Its owner ends it, or whoever reads the address does, with the token that every mail carries. */
export class EndSubscription extends Command<void> {
  constructor(
    readonly id: string,
    readonly by: { reach: Reach } | { token: string },
  ) {
    super();
  }
}

@CommandHandler(EndSubscription)
export class EndSubscriptionHandler implements ICommandHandler<EndSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /**
   * For good: what is owed to it is cancelled, except for an attempt under way. Ending twice is ending once.
   *
   * @throws Refusal unknown-subscription, token-invalid
   */
  async execute({ id, by }: EndSubscription): Promise<void> {
    if ('reach' in by) await heldSubscription(this.db, id, by.reach);
    else if (!isToken(by.token, this.secrets.unsubscribeToken(id)))
      throw refuse('token-invalid', 'token', 'does not belong to this subscription');
    await this.db.transaction().execute((tx) => end(tx, id, this.clock.now()));
  }
}

async function end(tx: Kysely<Database>, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('subscription')
    .set({ state: 'unsubscribed', disabled_because: null, ended_at: now })
    .where('id', '=', id)
    .where('state', '<>', 'unsubscribed')
    .execute();
  await tx
    .updateTable('delivery')
    .set({ state: 'cancelled', last_error: 'the subscription was ended' })
    .where('subscription', '=', id)
    .where('state', '=', 'planned')
    .execute();
}
