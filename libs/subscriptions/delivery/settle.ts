import type { Transaction, Updateable } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DeliveryTable } from '#database/tables/subscription.js';
import { activate } from './activate.js';
import type { Attempt } from './attempt.js';
import type { Outcome } from './outcome.js';
import { waitAfter } from './retry-schedule.js';

export type Attempted = 'sent' | 'retry' | 'failed' | 'skipped';

const LONGEST_ERROR = 500;

/**
 * Records what became of an attempt, and what follows from it, in one transaction. Only while the claim still holds: when
 * the lease ran out and somebody else took over, nothing is recorded, and theirs counts.
 */
export async function settle(db: LedgerDatabase, attempt: Attempt, outcome: Outcome, now: Date): Promise<Attempted> {
  const [attempted, row] = judged(attempt, outcome, now);
  return db.transaction().execute(async (tx) => {
    const { id, claim } = attempt.delivery;
    const settled = await tx
      .updateTable('delivery')
      .set({ ...row, claim: null, claimed_until: null, response_code: outcome.code })
      .where('id', '=', id)
      .where('claim', '=', claim)
      .returning('id')
      .executeTakeFirst();
    if (!settled) return 'skipped';
    await follow(tx, attempt, outcome, now);
    return attempted;
  });
}

function judged({ delivery }: Attempt, outcome: Outcome, now: Date): [Attempted, Updateable<DeliveryTable>] {
  if (outcome.result === 'delivered') return ['sent', { state: 'sent', sent_at: now, last_error: null }];
  const last_error = outcome.error.slice(0, LONGEST_ERROR).replaceAll('\0', '').toWellFormed();
  const wait =
    outcome.result === 'rejected' ? undefined : waitAfter(delivery.attempts, outcome.retryAfterMs ?? 0, Math.random());
  if (wait === undefined) return ['failed', { state: 'failed', last_error }];
  return ['retry', { state: 'planned', next_attempt_at: new Date(now.getTime() + wait), last_error }];
}

/** An echoed challenge confirms; an endpoint that is gone is left alone. */
async function follow(tx: Transaction<Database>, { delivery, subscription }: Attempt, outcome: Outcome, now: Date) {
  const { message } = delivery;
  if (outcome.result === 'delivered' && outcome.confirmed && message.type === 'subscription.verification')
    await activate(tx, subscription.id, message.data.round, now);
  if (outcome.result === 'rejected' && outcome.gone)
    await tx
      .updateTable('subscription')
      .set({ state: 'disabled', ended_at: now })
      .where('id', '=', subscription.id)
      .where('state', 'in', ['pending', 'active'])
      .execute();
}

/** Takes back a delivery that may not go out: its subscription is not, or no longer, one that gets it. */
export async function cancel(db: LedgerDatabase, { delivery }: Attempt, reason: string): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ state: 'cancelled', claim: null, claimed_until: null, last_error: reason })
    .where('id', '=', delivery.id)
    .where('claim', '=', delivery.claim)
    .execute();
}
