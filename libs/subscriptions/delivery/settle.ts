import { sql, type Transaction, type Updateable } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DeliveryTable } from '#database/tables/subscription.js';
import { activate } from './activate.js';
import type { Attempt } from './attempt.js';
import type { Held } from './leases.js';
import type { Outcome } from './outcome.js';
import { waitAfter } from './retry-schedule.js';

export type Attempted = 'sent' | 'retry' | 'failed' | 'skipped';

/** An attempt that is over, and what became of it when. */
export interface Ended {
  attempt: Attempt;
  outcome: Outcome;
  at: Date;
}

const LONGEST_ERROR = 500;

/**
 * Records what became of attempts, and what follows from it. Each only while its claim still holds: when the lease ran out
 * and somebody else took over, nothing is recorded, and theirs counts. Doing it twice is doing it once.
 */
export async function settle(db: LedgerDatabase, ended: readonly Ended[]): Promise<Attempted[]> {
  const consequential = ended.some(({ outcome }) => hasConsequences(outcome));
  if (!consequential) return record(db, ended);
  return db.transaction().execute(async (tx) => {
    const attempted = await record(tx, ended);
    for (const [index, one] of ended.entries()) if (attempted[index] !== 'skipped') await follow(tx, one);
    return attempted;
  });
}

async function record(db: LedgerDatabase | Transaction<Database>, ended: readonly Ended[]): Promise<Attempted[]> {
  const judged = ended.map((one) => judge(one));
  const of = <T>(value: (row: Updateable<DeliveryTable>) => T): T[] => judged.map(([, row]) => value(row));
  const { rows } = await sql<{ claim: string }>`
    update delivery
    set state = ended.state, sent_at = ended.sent_at, last_error = ended.last_error,
      next_attempt_at = coalesce(ended.next_attempt_at, delivery.next_attempt_at),
      response_code = ended.response_code, claim = null, claimed_until = null
    from unnest(
      ${ended.map(({ attempt }) => attempt.delivery.id)}::uuid[],
      ${ended.map(({ attempt }) => attempt.delivery.claim)}::uuid[],
      ${of(({ state }) => state)}::text[],
      ${of(({ sent_at }) => sent_at ?? null)}::timestamptz[],
      ${of(({ last_error }) => last_error ?? null)}::text[],
      ${of(({ next_attempt_at }) => next_attempt_at ?? null)}::timestamptz[],
      ${ended.map(({ outcome }) => outcome.code)}::int[]
    ) as ended (id, claim, state, sent_at, last_error, next_attempt_at, response_code)
    where delivery.id = ended.id and delivery.claim = ended.claim
    returning ended.claim
  `.execute(db);
  const held = new Set(rows.map(({ claim }) => claim));
  return ended.map(({ attempt }, index) => (held.has(attempt.delivery.claim) && judged[index]?.[0]) || 'skipped');
}

function judge({ attempt, outcome, at }: Ended): [Attempted, Updateable<DeliveryTable>] {
  if (outcome.result === 'delivered') return ['sent', { state: 'sent', sent_at: at }];
  const last_error = outcome.error.slice(0, LONGEST_ERROR).replaceAll('\0', '').toWellFormed();
  const { attempts } = attempt.delivery;
  const wait =
    outcome.result === 'rejected' ? undefined : waitAfter(attempts, outcome.retryAfterMs ?? 0, Math.random());
  if (wait === undefined) return ['failed', { state: 'failed', last_error }];
  return ['retry', { state: 'planned', next_attempt_at: new Date(at.getTime() + wait), last_error }];
}

const hasConsequences = (outcome: Outcome): boolean =>
  (outcome.result === 'delivered' && outcome.confirmed === true) ||
  (outcome.result === 'rejected' && outcome.gone === true);

/** An echoed challenge confirms; an endpoint that is gone is left alone. */
async function follow(tx: Transaction<Database>, { attempt, outcome, at }: Ended): Promise<void> {
  const { message } = attempt.delivery;
  const { id } = attempt.subscription;
  if (outcome.result === 'delivered' && outcome.confirmed && message.type === 'subscription.verification')
    await activate(tx, id, message.data.round, at);
  if (outcome.result === 'rejected' && outcome.gone)
    await tx
      .updateTable('subscription')
      .set({ state: 'disabled', disabled_because: 'gone', ended_at: at })
      .where('id', '=', id)
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

/** Gives back a claim whose attempt was not begun: somebody else may take it at once. */
export async function release(db: LedgerDatabase, { id, claim }: Held): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ state: 'planned', claim: null, claimed_until: null })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .execute();
}
