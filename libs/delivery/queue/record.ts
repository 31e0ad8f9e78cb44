import { sql, type Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import { type Attempted, type Ended, judge, remarkOn } from './judge.js';

/**
 * Records what became of attempts, and notes each in the log, with one statement. Each only while its claim still holds: when
 * the lease ran out and somebody else took over, nothing is recorded, and theirs counts. Doing it twice is doing it once.
 */
export async function record(db: Kysely<Database>, ended: readonly Ended[]): Promise<Attempted[]> {
  const judged = ended.map((one) => ({ ...one, verdict: judge(one), said: said(one) }));
  const of = <T>(value: (one: (typeof judged)[number]) => T): T[] => judged.map(value);
  const { rows } = await sql<{ claim: string }>`
    with ended as (
      select * from unnest(
        ${of(({ attempt }) => attempt.delivery.id)}::uuid[],
        ${of(({ attempt }) => attempt.delivery.claim)}::uuid[],
        ${of(({ verdict }) => verdict.state)}::text[],
        ${of(({ verdict }) => verdict.sentAt)}::timestamptz[],
        ${of(({ verdict }) => verdict.nextAttemptAt)}::timestamptz[],
        ${of(({ verdict }) => verdict.lastError)}::text[],
        ${of(({ verdict }) => verdict.code)}::int[],
        ${of(({ said }) => (said ? 1 : 0))}::int[],
        ${of(({ triedAt }) => triedAt)}::timestamptz[],
        ${of(({ tookMs }) => Math.round(tookMs))}::int[],
        ${of(({ said }) => said?.result ?? null)}::text[],
        ${of(({ said }) => said?.error ?? null)}::text[],
        ${of(({ said }) => said?.headers ?? null)}::jsonb[],
        ${of(({ said }) => said?.body ?? null)}::text[]
      ) as ended (id, claim, state, sent_at, next_attempt_at, last_error, code, made, at, took_ms, result, error, headers, body)
    ), recorded as (
      update delivery
      set state = ended.state, sent_at = ended.sent_at, last_error = ended.last_error, response_code = ended.code,
        next_attempt_at = coalesce(ended.next_attempt_at, delivery.next_attempt_at),
        attempts = attempts - 1 + made, claim = null, claimed_until = null,
        began_at = case when attempts - 1 + made = 0 then null else began_at end -- one that was put off has not begun
      from ended where delivery.id = ended.id and delivery.claim = ended.claim
      returning delivery.attempts, ended.*
    ), logged as (
      insert into delivery_attempt (delivery, number, at, took_ms, result, code, error, headers, body)
      select id, attempts, at, took_ms, result, code, error, headers, body from recorded where result is not null
      on conflict (delivery, number) do update -- one that was taken back and planned anew counts from the beginning
        set at = excluded.at, took_ms = excluded.took_ms, result = excluded.result, code = excluded.code,
          error = excluded.error, headers = excluded.headers, body = excluded.body
    )
    select claim from recorded
  `.execute(db);
  const held = new Set(rows.map(({ claim }) => claim));
  return judged.map(({ attempt, verdict }) => (held.has(attempt.delivery.claim) ? verdict.attempted : 'skipped'));
}

/** What the log says of an attempt; nothing of one that was put off. */
function said({ outcome }: Ended) {
  if (outcome.result === 'postponed') return undefined;
  return {
    result: outcome.result,
    error: remarkOn(outcome),
    headers: outcome.answer ? JSON.stringify(outcome.answer.headers) : null,
    body: outcome.answer?.body ?? null,
  };
}
