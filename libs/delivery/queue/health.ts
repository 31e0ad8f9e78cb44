import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { afterFailures, OPENS_AT, throttledMs } from './breaker.js';
import type { Ended } from './judge.js';

/**
 * An endpoint that takes a message is well: what failed before is forgotten, and so is that it was enabled just now; where the
 * breaker was open, what waits for its next attempt is tried now. A pause that the endpoint asked for goes on. Where all was
 * well before, nothing is written.
 */
export async function noteSuccesses(db: Kysely<Database>, ended: readonly Ended[]): Promise<void> {
  const taken = endpointsOf(ended, ({ outcome }) => outcome.result === 'delivered');
  const at = latest(ended);
  if (taken.size === 0 || !at) return;
  const { rows } = await sql<{ id: string; was_open: boolean }>`
    with ill as materialized (
      select id, failures from subscription
      where id = any(${[...taken.keys()]}::uuid[])
        and (failures > 0 or failing_since is not null or paused_until <= ${at})
      order by id for no key update
    )
    update subscription
    set failures = 0, failing_since = null, warned_hours = 0,
      paused_until = case when paused_until > ${at} then paused_until end
    from ill where subscription.id = ill.id
    returning subscription.id, ill.failures >= ${OPENS_AT} as was_open
  `.execute(db);
  for (const { id, was_open } of rows) if (was_open) await pullForward(db, id, at);
}

const latest = (ended: readonly Ended[]): Date | undefined =>
  ended.map(({ at }) => at).reduce<Date | undefined>((last, at) => (last && last > at ? last : at), undefined);

/** What was tried before and waits to be tried again, is tried now, in the order in which it was planned. */
async function pullForward(db: Kysely<Database>, subscription: string, now: Date): Promise<void> {
  await db
    .updateTable('delivery')
    .set({ next_attempt_at: now })
    .where('subscription', '=', subscription)
    .where('state', '=', 'planned')
    .where('attempts', '>', 0)
    .where('next_attempt_at', '>', now)
    .execute();
}

/**
 * Counts what failed of endpoints that took nothing meanwhile, and pauses them as the breaker says; one that asked for less is
 * paused whatever else it took. What is wrong on our side, and mail servers, do not count.
 */
export async function noteFailures(tx: Transaction<Database>, ended: readonly Ended[]): Promise<void> {
  const taken = endpointsOf(ended, ({ outcome }) => outcome.result === 'delivered');
  const failed = endpointsOf(ended, counts);
  const ids = [...failed.keys()].sort();
  if (ids.length === 0) return;
  const rows = await tx
    .selectFrom('subscription')
    .select(['id', 'failures', 'failing_since', 'paused_until'])
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  for (const { id, failures, failing_since, paused_until } of rows) {
    const its = failed.get(id) ?? [];
    const at = latest(its);
    if (!at) continue;
    const before = { failures, failingSince: failing_since, pausedUntil: paused_until };
    const after = afterFailures(before, { failed: taken.has(id) ? 0 : its.length, at, throttledMs: longestPause(its) });
    await tx
      .updateTable('subscription')
      .set({ failures: after.failures, failing_since: after.failingSince, paused_until: after.pausedUntil })
      .where('id', '=', id)
      .execute();
  }
}

const counts = ({ outcome }: Ended): boolean =>
  outcome.result === 'rejected' || (outcome.result === 'unavailable' && outcome.ours !== true);

function longestPause(ended: readonly Ended[]): number | undefined {
  const pauses = ended.flatMap(({ outcome }) =>
    outcome.result === 'unavailable' ? (throttledMs(outcome.code, outcome.retryAfterMs) ?? []) : [],
  );
  return pauses.length > 0 ? Math.max(...pauses) : undefined;
}

function endpointsOf(ended: readonly Ended[], which: (one: Ended) => boolean): Map<string, Ended[]> {
  const by = new Map<string, Ended[]>();
  for (const one of ended) {
    const { id, channel } = one.attempt.subscription;
    if (channel === 'webhook' && which(one)) by.set(id, [...(by.get(id) ?? []), one]);
  }
  return by;
}
