import { type Kysely, sql } from 'kysely';

/** The attempts of a subscription in a period are counted from an index alone; its last failure and its failed messages are found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update delivery_attempt set subscription = delivery.subscription
    from delivery where delivery.id = delivery_attempt.delivery
  `.execute(db);
  await sql`
    create index delivery_attempt_of_subscription on delivery_attempt (subscription, at) include (result, took_ms);
    create index delivery_attempt_failed on delivery_attempt (subscription, at) where result <> 'delivered';
    create index delivery_failed_of_subscription on delivery (subscription, created_at) where state = 'failed'
  `.execute(db);
}
