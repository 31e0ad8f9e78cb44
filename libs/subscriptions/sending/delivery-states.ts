import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { asynchronousCommit } from '#database/transactions.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import {
  type Attempt,
  type AttemptStatus,
  errorColumns,
  errorOf,
  type FinishedAttempt,
  type SubscriptionRow,
} from './attempt.js';
import { retryAt } from './retry-schedule.js';

/*
 * The states of a delivery, and every statement that changes them, but the inserts in `planned-deliveries.ts`:
 *
 *   -        planned    is sent from `next_attempt_at` on                         planDeliveries, planAgain
 *   -        claimed    reminders, which the process that plans them sends        planClaimed, also a cancelled one
 *   planned  claimed    an attempt is counted and begins                          claimDeliveries
 *   claimed  claimed    so does the first one after planClaimed                   beginHeld
 *   claimed  claimed    another process takes over: the claim has expired         claimDeliveries
 *   claimed  planned    no attempt was begun, or nothing may be sent for now      releaseClaims, replanLapsed
 *   claimed  sent       the recipient has accepted it                             recordResults
 *   claimed  planned    it is retried later, or held while disabled               recordResults
 *   claimed  failed     it was rejected, or its retry schedule is over            recordResults
 *   claimed  cancelled  it must not be sent                                       cancelClaimed
 *   planned  cancelled  its reminder or subscription is over                      cancelUnsent, cancelPlanned
 *   sent     failed     the email has come back                                   `bounces.ts`
 */

/** A claim on a delivery: only the holder of the token may record its result. */
export interface Claim {
  id: string;
  claim: string;
}

/**
 * When a claim expires that is taken or renewed now. By the clock of the database, which all processes share: a machine with
 * a wrong clock, or a test that moves the application's clock, does not expire valid claims.
 */
export const leaseEnd = sql<Date>`clock_timestamp() + interval '20 seconds'`;

/** The columns of an `Attempt`, for updates that begin attempts. */
const attemptColumns = sql`
  delivery.*, case when delivery.attempts > 10 then delivery.attempts - 1 -
    (select count(*) from delivery_attempt where delivery_attempt.delivery = delivery.id) else 0 end::int as died
`;

export interface Limits {
  now: Date;
  most: number;
}

/** Claims due deliveries, and those with expired claims, and begins their attempts. Skips locked rows. @param from candidates */
export async function claimDeliveries(
  db: Kysely<Database>,
  subscription: SubscriptionRow,
  from: RawBuilder<unknown>,
  { now, most }: Limits,
): Promise<Attempt[]> {
  const { rows } = await sql<Attempt['delivery']>`
    with due as materialized (
      select id from delivery
      where id = any(array(
          select id from ${from} candidate
          where next_attempt_at <= ${now} order by next_attempt_at, ordinal limit ${most}
        ))
        and (state = 'planned' or state = 'claimed' and claimed_until <= clock_timestamp())
      for update skip locked
    )
    update delivery
    set state = 'claimed', claim = gen_random_uuid(), claimed_until = ${leaseEnd}, attempts = attempts + 1,
      began_at = coalesce(began_at, ${now})
    from due where delivery.id = due.id and ${asynchronousCommit}
    returning ${attemptColumns}
  `.execute(db);
  return rows.sort(byDueTime).map((delivery) => ({ delivery, subscription }));
}

const byDueTime = (one: Attempt['delivery'], other: Attempt['delivery']): number =>
  one.next_attempt_at.getTime() - other.next_attempt_at.getTime() || one.ordinal - other.ordinal;

/** Begins the first attempts at deliveries that were planned as claimed, except those that were cancelled or taken over since. */
export async function beginHeld(
  db: Kysely<Database>,
  held: readonly Claim[],
  now: Date,
): Promise<Attempt['delivery'][]> {
  const { rows } = await sql<Attempt['delivery']>`
    update delivery
    set claimed_until = ${leaseEnd}, attempts = attempts + 1, began_at = coalesce(began_at, ${now})
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and delivery.claim = held.claim and ${asynchronousCommit}
    returning ${attemptColumns}
  `.execute(db);
  return rows;
}

interface Settlement {
  attempted: AttemptStatus;
  state: 'sent' | 'planned' | 'failed';
  sentAt: Date | null;
  /** `null`: unchanged. */
  nextAttemptAt: Date | null;
  error: Reason | null;
  code: number | null;
}

/**
 * A rejected message has failed. If the endpoint is gone, its subscription is disabled and the message is held, unless it is a
 * confirmation request.
 */
function settlementOf({ attempt, outcome, triedAt, at }: FinishedAttempt): Settlement {
  const none = { sentAt: null, nextAttemptAt: null, error: null, code: null };
  if (outcome.result === 'postponed')
    return {
      ...none,
      attempted: 'retry',
      state: 'planned',
      nextAttemptAt: outcome.until,
      error: attempt.delivery.last_reason,
      code: attempt.delivery.response_code,
    };
  const { code } = outcome;
  const error = errorOf(outcome);
  if (outcome.result === 'delivered') return { ...none, attempted: 'sent', state: 'sent', sentAt: at, error, code };
  const { began_at: beganAt, message } = attempt.delivery;
  const held = outcome.result === 'rejected' && outcome.gone && message.type !== 'subscription.verification';
  if (held) return { ...none, attempted: 'retry', state: 'planned', error, code };
  const next =
    outcome.result === 'unavailable'
      ? retryAt({ beganAt, triedAt, at, retryAfterMs: outcome.retryAfterMs }, Math.random())
      : undefined;
  if (!next) return { ...none, attempted: 'failed', state: 'failed', error, code };
  return { ...none, attempted: 'retry', state: 'planned', nextAttemptAt: next, error, code };
}

/**
 * Records the results of attempts and logs each, in one statement. Results whose claim has been taken over by another process
 * are ignored. Idempotent.
 */
export async function recordResults(
  db: Kysely<Database>,
  ended: readonly FinishedAttempt[],
  isLogged: boolean,
): Promise<AttemptStatus[]> {
  const settled = ended.map((one) => ({ ...one, settlement: settlementOf(one), entry: logOf(one) }));
  const of = <T>(value: (one: (typeof settled)[number]) => T): T[] => settled.map(value);
  const { rows } = await sql<{ claim: string }>`
    with ended as (
      select * from unnest(
        ${of(({ attempt }) => attempt.delivery.id)}::uuid[],
        ${of(({ attempt }) => attempt.delivery.claim)}::uuid[],
        ${of(({ settlement }) => settlement.state)}::text[],
        ${of(({ settlement }) => settlement.sentAt)}::timestamptz[],
        ${of(({ settlement }) => settlement.nextAttemptAt)}::timestamptz[],
        ${of(({ settlement }) => errorColumns(settlement.error).text)}::text[],
        ${of(({ settlement }) => errorColumns(settlement.error).json)}::jsonb[],
        ${of(({ settlement }) => settlement.code)}::int[],
        ${of(({ entry }) => (entry ? 1 : 0))}::int[],
        ${of(({ triedAt }) => triedAt)}::timestamptz[],
        ${of(({ tookMs }) => Math.round(tookMs))}::int[],
        ${of(({ entry }) => entry?.result ?? null)}::text[],
        ${of(({ entry }) => entry?.error ?? null)}::text[],
        ${of(({ entry }) => entry?.reason ?? null)}::jsonb[],
        ${of(({ entry }) => entry?.headers ?? null)}::jsonb[],
        ${of(({ entry }) => entry?.body ?? null)}::text[]
      ) as ended (id, claim, state, sent_at, next_attempt_at, last_error, last_reason, code, made, at, took_ms, result, error, reason, headers,
        body)
    ), recorded as (
      update delivery
      set state = ended.state, sent_at = ended.sent_at, last_error = ended.last_error, last_reason = ended.last_reason, response_code = ended.code,
        next_attempt_at = coalesce(ended.next_attempt_at, delivery.next_attempt_at),
        attempts = attempts - 1 + made, claim = null, claimed_until = null,
        began_at = case when attempts - 1 + made = 0 then null else began_at end -- a postponed attempt has not begun
      from ended where delivery.id = ended.id and delivery.claim = ended.claim
      returning delivery.attempts, delivery.subscription, ended.*
    ), logged as (
      insert into delivery_attempt (delivery, subscription, number, at, took_ms, result, code, error, reason, headers, body)
      select id, subscription, attempts, at, took_ms, result, code, error, reason, headers, body from recorded where result is not null and ${isLogged}
      on conflict (delivery, number) do update -- a cancelled delivery that is planned again counts from 1
        set at = excluded.at, took_ms = excluded.took_ms, result = excluded.result, code = excluded.code,
          error = excluded.error, reason = excluded.reason, headers = excluded.headers, body = excluded.body
    )
    select claim from recorded
  `.execute(db);
  const held = new Set(rows.map(({ claim }) => claim));
  return settled.map(({ attempt, settlement }) =>
    held.has(attempt.delivery.claim) ? settlement.attempted : 'skipped',
  );
}

/** The log entry of an attempt; none for a postponed one. */
function logOf({ outcome }: FinishedAttempt) {
  if (outcome.result === 'postponed') return undefined;
  const error = errorColumns(errorOf(outcome));
  return {
    result: outcome.result,
    error: error.text,
    reason: error.json,
    headers: outcome.answer ? JSON.stringify(outcome.answer.headers) : null,
    body: outcome.answer?.body ?? null,
  };
}

/**
 * Releases claims whose attempts were not begun: the deliveries become planned again.
 *
 * @param counted number of attempts counted at the claim
 */
export async function releaseClaims(db: Kysely<Database>, held: readonly Claim[], counted: 0 | 1 = 0): Promise<void> {
  if (held.length === 0) return;
  await sql`
    update delivery
    set state = 'planned', claim = null, claimed_until = null, attempts = attempts - ${counted}::int,
      began_at = case when attempts = ${counted}::int then null else began_at end
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and delivery.claim = held.claim
  `.execute(db);
}

/** Makes deliveries with expired claims planned again, for a subscription to which nothing may be sent. */
export async function replanLapsed(tx: Transaction<Database>, subscription: string): Promise<void> {
  await sql`
    update delivery set state = 'planned', claim = null, claimed_until = null
    where id in (
      select id from delivery
      where state = 'claimed' and claimed_until <= clock_timestamp() and delivery.subscription = ${subscription}
      for update skip locked
    )
  `.execute(tx);
}

/** Keeps a claim whose result cannot be recorded: from a minute after the first attempt to a day. */
export async function postponeClaim(db: Kysely<Database>, { id, claim }: Claim): Promise<void> {
  await sql`
    update delivery
    set claimed_until = clock_timestamp() + least(interval '1 day', interval '1 minute' * power(4, least(attempts, 10) - 1))
    where id = ${id} and claim = ${claim}
  `.execute(db);
}

/** Cancels a delivery that may not be sent, for the holder of its claim. */
export async function cancelClaimed(db: Kysely<Database>, { id, claim }: Claim, why: Reason): Promise<void> {
  const error = errorColumns(why);
  await db
    .updateTable('delivery')
    .set({ state: 'cancelled', claim: null, claimed_until: null, last_error: error.text, last_reason: error.json })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .execute();
}

/**
 * Cancels deliveries that nobody has started to send. A delivery that waits for a retry may already have arrived: it
 * is cancelled only if its message is no longer needed. Deliveries being sent (locked) are not touched.
 *
 * @param isNeeded SQL condition on the id of a delivery
 * @returns the cancelled deliveries
 */
export async function cancelUnsent(
  tx: Transaction<Database>,
  deliveries: readonly string[],
  isNeeded: (delivery: RawBuilder<unknown>) => RawBuilder<unknown>,
): Promise<string[]> {
  if (deliveries.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update delivery set state = 'cancelled', claim = null, claimed_until = null
    where id in (
      select id from delivery
      where id = any(${[...deliveries]}::uuid[]) and (
        (attempts = 0 and state in ('planned', 'claimed'))
        or (state = 'planned' and not ${isNeeded(sql.ref('delivery.id'))})
      )
      order by id for update skip locked
    )
    returning id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** Cancels the deliveries of an ended subscription, except those being sent. */
export async function cancelPlanned(tx: Transaction<Database>, subscription: string): Promise<void> {
  const ended = errorColumns(reason('subscription-ended'));
  await sql`
    update delivery
    set state = 'cancelled', claim = null, claimed_until = null, last_error = ${ended.text}, last_reason = ${ended.json}::jsonb
    where id in (
      select id from delivery
      where delivery.subscription = ${subscription}
        and (state = 'planned' or state = 'claimed' and claimed_until <= clock_timestamp())
      for update skip locked
    )
  `.execute(tx);
}
