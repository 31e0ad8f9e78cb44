import { sql, type Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import { refuse } from '#domain/refusal.js';

const MOST_UNANSWERED = 5;
const DAY_MS = 24 * 3_600_000;

/**
 * Keeps a mailbox from being filled with requests to confirm by somebody who has a key and bad manners. Two who ask at the
 * same moment may both pass; it is a brake, not a lock.
 *
 * @throws Refusal target-not-allowed
 */
export async function assertNotPestered(db: Kysely<Database>, address: string, now: Date): Promise<void> {
  const { unanswered } = await db
    .selectFrom('subscription')
    .select((eb) => eb.fn.countAll<number>().as('unanswered'))
    .where('confirmed_at', 'is', null)
    .where(sql<boolean>`lower(target) = lower(${address})`)
    .where('created_at', '>', new Date(now.getTime() - DAY_MS))
    .executeTakeFirstOrThrow();
  if (unanswered >= MOST_UNANSWERED)
    throw refuse('target-not-allowed', 'address', `was asked to confirm ${unanswered} times within a day, unanswered`);
}
