import { Logger } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Batcher } from '#concurrency/batcher.js';
import { retry } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isRejectedStatement } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { activate, disable, reportBlocked } from './subscription-states.js';
import { recordBounce } from './bounces.js';
import { cancelClaimed, postponeClaim, recordResults, releaseClaims } from './delivery-states.js';
import { type Attempt, type AttemptStatus, errorColumns, errorOf, type FinishedAttempt } from './attempt.js';
import { retryAnew, retryNow } from './planned-deliveries.js';
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
    const attempted = await recordResults(db, ended, logged);
    await recordSuccesses(db, recorded(ended, attempted));
    return attempted;
  }
  return db.transaction().execute(async (tx) => {
    const attempted = await recordResults(tx, ended, logged);
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
    const { params } = outcome.error;
    const detail = params && 'answer' in params ? params.answer : ''; // in the words of the mail server
    await recordBounce(tx, { delivery: attempt.delivery.id, address: target, kind, detail, at });
  }
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

export interface Withheld {
  reason: Reason;
  suppressed: boolean;
}

/**
 * Cancels outdated confirmation requests and deliveries of ended or pending subscriptions; holds the others until the
 * subscription is resumed. If the address was suppressed after the claim, the subscription is disabled here; otherwise the
 * delivery would be claimed again and again.
 */
export async function withhold(
  db: LedgerDatabase,
  attempt: Attempt,
  { reason: why, suppressed }: Withheld,
  now: Date,
): Promise<void> {
  const { delivery, subscription } = attempt;
  const isHeld = !isForPending(attempt) && (suppressed || subscription.state === 'disabled');
  await db.transaction().execute(async (tx) => {
    if (isHeld) {
      if (suppressed) await disable(tx, subscription.id, 'bounced', now);
      return releaseClaims(tx, [delivery], 1);
    }
    await cancelClaimed(tx, delivery, why);
  });
}

/** Confirmation requests and mails to the person of an account are sent while their subscription is pending, others later. */
const isForPending = ({ delivery, subscription }: Attempt): boolean =>
  delivery.message.type === 'subscription.verification' ||
  (subscription.account !== null && subscription.report === null);

/** Why a delivery may not be sent. Checked at each attempt: the subscription may have ended since the last one. */
export function refusalToSend(attempt: Attempt, now: Date): Reason | undefined {
  const { message } = attempt.delivery;
  const { state, confirm_round, confirm_until } = attempt.subscription;
  if (!isForPending(attempt)) return state === 'active' ? undefined : reason('subscription-not-active', { state });
  if (state !== 'pending') return reason('confirmation-not-needed', { state });
  if (confirm_until <= now) return reason('confirmation-expired');
  return message.type !== 'subscription.verification' || message.data.round === confirm_round
    ? undefined
    : reason('confirmation-superseded');
}
