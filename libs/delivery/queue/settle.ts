import { Logger } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Batcher } from '#concurrency/batcher.js';
import { retry } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isRejectedStatement } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import type { Reason } from '#domain/reasons.js';
import { say } from '#language/phrases.js';
import { activate } from './activate.js';
import { recordBounce } from '../bounces.js';
import { disable, reportBlocked } from './disable.js';
import { postponeClaim } from './leases.js';
import { type AttemptStatus, errorColumns, errorOf, type FinishedAttempt, settlementOf } from './outcome.js';
import { retryAnew, retryNow } from '../planned-deliveries.js';
import { afterFailures, BREAKER_THRESHOLD, throttledMs } from './retry-schedule.js';

/**
 * Records the results of attempts and their consequences: endpoint health, confirmed and disabled subscriptions, bounces.
 * Idempotent. If all attempts succeeded, two statements without a transaction suffice: after a crash between them, the next
 * success updates the endpoint health.
 *
 * @param options.logged false: without entries in the log of attempts
 */
export async function settle(
  db: LedgerDatabase,
  ended: readonly FinishedAttempt[],
  { logged = true } = {},
): Promise<AttemptStatus[]> {
  if (ended.every(isPlain)) {
    const attempted = await record(db, ended, logged);
    await recordSuccesses(db, recorded(ended, attempted));
    return attempted;
  }
  return db.transaction().execute(async (tx) => {
    const attempted = await record(tx, ended, logged);
    const counting = recorded(ended, attempted);
    await recordSuccesses(tx, counting);
    await recordFailures(tx, counting);
    for (const one of counting) await applyConsequences(tx, one);
    return attempted;
  });
}

const recorded = (ended: readonly FinishedAttempt[], attempted: readonly AttemptStatus[]): FinishedAttempt[] =>
  ended.filter((_, index) => attempted[index] !== 'skipped');

const isPlain = ({ outcome }: FinishedAttempt): boolean => outcome.result === 'delivered' && outcome.confirmed !== true;

/** A returned challenge confirms the subscription, 410 disables it, a blocked address is reported, and a bounce is recorded. */
async function applyConsequences(tx: Transaction<Database>, { attempt, outcome, at }: FinishedAttempt): Promise<void> {
  const { message } = attempt.delivery;
  const { id, target } = attempt.subscription;
  if (outcome.result === 'delivered' && outcome.confirmed && message.type === 'subscription.verification')
    await activate(tx, id, message.data.round, at);
  if (outcome.result === 'rejected' && outcome.gone) await disable(tx, id, 'gone', at);
  if (outcome.result === 'unavailable' && outcome.blocked) await reportBlocked(tx, id, at);
  if (outcome.result === 'rejected' && outcome.bounce) {
    const { bounce: kind } = outcome;
    const detail = answerIn(outcome.error);
    await recordBounce(tx, { delivery: attempt.delivery.id, address: target, kind, detail, at });
  }
}

/**
 * Records the results of attempts and logs each, in one statement. Results whose claim has been taken over by another process
 * are ignored. Idempotent.
 */
async function record(
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
 * Resets the failures of endpoints that accepted a message. If the breaker was open, deliveries waiting for a retry become due
 * now. A pause that the endpoint asked for remains. Healthy endpoints are not written.
 */
async function recordSuccesses(db: Kysely<Database>, ended: readonly FinishedAttempt[]): Promise<void> {
  const succeeded = endpointsOf(ended, ({ outcome }) => outcome.result === 'delivered');
  const at = latest(ended);
  if (succeeded.size === 0 || !at) return;
  const { rows } = await sql<{ id: string; was_open: boolean }>`
    with failing as materialized (
      select id, failures from subscription
      where id = any(${[...succeeded.keys()]}::uuid[])
        and (failures > 0 or failing_since is not null or failing_reason is not null or paused_until <= ${at})
      order by id for no key update
    )
    update subscription
    set failures = 0, failing_since = null, failing_reason = null, warned_hours = 0,
      paused_until = case when paused_until > ${at} then paused_until end
    from failing where subscription.id = failing.id
    returning subscription.id, failing.failures >= ${BREAKER_THRESHOLD} as was_open
  `.execute(db);
  for (const { id, was_open } of rows) if (was_open) await retryNow(db, id, at);
}

const latest = (ended: readonly FinishedAttempt[]): Date | undefined =>
  ended.map(({ at }) => at).reduce<Date | undefined>((last, at) => (last && last > at ? last : at), undefined);

/**
 * Counts the failures of endpoints without a success in this batch and pauses them when the breaker opens. An endpoint that
 * asked for a pause is paused in any case. Errors on this side and email do not count, nor do attempts that began before the
 * endpoint was resumed, which are repeated at once.
 */
async function recordFailures(tx: Transaction<Database>, ended: readonly FinishedAttempt[]): Promise<void> {
  const succeeded = endpointsOf(ended, ({ outcome }) => outcome.result === 'delivered');
  const failed = endpointsOf(ended, counts);
  const ids = [...failed.keys()].sort();
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom('subscription')
    .select(['id', 'failures', 'failing_since', 'paused_until', 'resumes'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  for (const { id, failures, failing_since, paused_until, resumes } of rows) {
    const all = failed.get(id) ?? [];
    const attempts = all.filter(({ attempt }) => attempt.subscription.resumes === resumes);
    const at = latest(all);
    if (at && attempts.length < all.length) await retryAnew(tx, id, at);
    if (!at || attempts.length === 0) continue;
    const before = { failures, failingSince: failing_since, pausedUntil: paused_until };
    const after = afterFailures(before, {
      failed: succeeded.has(id) ? 0 : attempts.length,
      at,
      throttledMs: longestPause(attempts),
    });
    await tx
      .updateTable('subscription')
      .set({
        ...{ failures: after.failures, failing_since: after.failingSince, paused_until: after.pausedUntil },
        ...(!succeeded.has(id) && { failing_reason: errorColumns(lastErrorOf(attempts)).json }),
      })
      .where('id', '=', id)
      .execute();
  }
}

const counts = ({ outcome }: FinishedAttempt): boolean =>
  outcome.result === 'rejected' || (outcome.result === 'unavailable' && outcome.ours !== true);

const lastErrorOf = (ended: readonly FinishedAttempt[]): Reason | null =>
  ended.reduce<Reason | null>((last, { outcome }) => (outcome.result === 'postponed' ? last : errorOf(outcome)), null);

function longestPause(ended: readonly FinishedAttempt[]): number | undefined {
  const pauses = ended.flatMap(({ outcome }) =>
    outcome.result === 'unavailable' ? (throttledMs(outcome.code, outcome.retryAfterMs) ?? []) : [],
  );
  return pauses.length > 0 ? Math.max(...pauses) : undefined;
}

function endpointsOf(
  ended: readonly FinishedAttempt[],
  which: (one: FinishedAttempt) => boolean,
): Map<string, FinishedAttempt[]> {
  const by = new Map<string, FinishedAttempt[]>();
  for (const one of ended) {
    const { id, channel } = one.attempt.subscription;
    if (channel === 'webhook' && which(one)) by.set(id, [...(by.get(id) ?? []), one]);
  }
  return by;
}

const answerIn = (error: Reason): string =>
  error.code === 'mail-server-answer' ? error.params.answer : say(error, 'en');

/**
 * Records the results of attempts, in batches. A message whose result is not recorded is sent again, so a result that
 * PostgreSQL rejects, for example because the log of attempts has no partition or rights are missing, is recorded without
 * its log entry. If that fails, too, the claim is kept for a growing time before the message is sent again.
 */
export class ResultRecorder {
  readonly #log = new Logger(ResultRecorder.name);
  readonly #batcher: Batcher<FinishedAttempt, AttemptStatus>;
  /** How many results could not be logged since the last one that could. */
  unrecorded = 0;

  constructor(private readonly db: LedgerDatabase) {
    this.#batcher = new Batcher((ended) => settle(db, ended), { isItemError: isRejectedStatement });
  }

  /** @throws when the database is unavailable for half a minute, or rejects everything */
  async record(ended: FinishedAttempt): Promise<AttemptStatus> {
    try {
      const attempted = await retry(
        () => this.#batcher.add(ended),
        (error) => !isRejectedStatement(error),
      );
      this.unrecorded = 0;
      return attempted ?? 'skipped';
    } catch (error) {
      if (!isRejectedStatement(error)) throw error;
      return this.#recordUnlogged(ended, error);
    }
  }

  async #recordUnlogged(ended: FinishedAttempt, error: Error): Promise<AttemptStatus> {
    this.unrecorded += 1;
    const { delivery } = ended.attempt;
    if (this.unrecorded === 1)
      this.#log.error(`the result of delivery ${delivery.id} cannot be logged: ${error.message}`);
    try {
      const [attempted] = await settle(this.db, [ended], { logged: false });
      return attempted ?? 'skipped';
    } catch (again) {
      if (!isRejectedStatement(again)) throw again;
      await postponeClaim(this.db, delivery);
      return 'skipped';
    }
  }
}
