import { type Kysely, sql } from 'kysely';

/**
 * Cancels what is still to be sent about failing subscriptions and registers to other subscriptions: it names whole addresses,
 * and is mailed to accounts now.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update delivery set state = 'cancelled', claim = null, claimed_until = null
    from subscription
    where subscription.id = delivery.subscription and account is null and delivery.state in ('planned', 'claimed')
      and message ->> 'type' in ('subscription.failing', 'subscription.disabled', 'register.stale', 'register.held')
  `.execute(db);
}
