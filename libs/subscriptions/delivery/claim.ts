import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Message } from '../message.js';
import type { Attempt } from './attempt.js';

/** Longer than any attempt takes: 15 s for a webhook, a few silences of 20 s for a mail. */
const LEASE_MS = 120_000;

/**
 * Takes a delivery that is due, or whose claim has died, for the length of a lease. Nobody else gets it meanwhile. The
 * attempt is counted here: one that kills its process counts too.
 */
export async function claim(db: LedgerDatabase, id: string, now: Date): Promise<Attempt | undefined> {
  const token = randomUUID();
  const delivery = await db
    .updateTable('delivery')
    .set({
      state: 'claimed',
      claim: token,
      claimed_until: new Date(now.getTime() + LEASE_MS),
      attempts: sql<number>`attempts + 1`,
    })
    .where('id', '=', id)
    .where(
      sql<boolean>`(state = 'planned' and next_attempt_at <= ${now} or state = 'claimed' and claimed_until <= ${now})`,
    )
    .returningAll()
    .executeTakeFirst();
  if (!delivery) return undefined;
  const subscription = await db
    .selectFrom('subscription')
    .selectAll()
    .where('id', '=', delivery.subscription)
    .executeTakeFirstOrThrow();
  return { delivery: { ...delivery, message: delivery.message as Message, claim: token }, subscription };
}
