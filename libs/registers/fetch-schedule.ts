import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Register } from '#domain/register/register.js';
import type { Validators } from './download.js';

/** A register that the worker fetches. */
export type FetchedRegister = Register & { url: string; everyHours: number };

export const isFetched = (register: Register): register is FetchedRegister =>
  register.url !== undefined && register.everyHours !== undefined;

/** A fetch that is this caller's, until the claim lapses. */
export interface FetchClaim extends Validators {
  register: string;
  /** Failures since the last success, this fetch included until it is settled. */
  failures: number;
  /** When it lapses. Identifies the claim. */
  until: Date;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FIRST_WAIT_MS = 5 * MINUTE_MS;

/** Longer than a fetch and the reading of its document take. */
const CLAIM_MS = 15 * MINUTE_MS;

/**
 * Claims the fetch of a register if it is due: one claim at a time, whichever worker asks. What was known of another address
 * is forgotten, and a shorter interval takes effect at once.
 *
 * It counts as failed until it is settled: a process that its document kills reads it again later and later.
 */
export async function claimFetch(
  db: Kysely<Database>,
  { slug, url, everyHours }: FetchedRegister,
  now: Date,
): Promise<FetchClaim | undefined> {
  const until = new Date(now.getTime() + CLAIM_MS);
  const latest = new Date(now.getTime() + everyHours * HOUR_MS);
  const { rows } = await sql<Omit<FetchClaim, 'until'>>`
    insert into register_fetch as known (register, address, next_at, claimed_until, failures)
    values (${slug}, ${url}, ${until}, ${until}, 1)
    on conflict (register) do update set
      claimed_until = excluded.claimed_until, address = excluded.address,
      next_at = case
        when known.address = excluded.address then greatest(
          ${until}, ${now}::timestamptz + least(power(2, least(known.failures, 20)) * ${`${FIRST_WAIT_MS} milliseconds`}::interval, interval '1 day'))
        else ${until} end,
      etag = case when known.address = excluded.address then known.etag end,
      last_modified = case when known.address = excluded.address then known.last_modified end,
      failures = case when known.address = excluded.address then known.failures else 0 end + 1
    where known.next_at <= ${now} or known.address is distinct from excluded.address
      or (known.failures = 0 and known.next_at > ${latest})
    returning register, etag, last_modified as "lastModified", failures
  `.execute(db);
  return rows[0] && { ...rows[0], until };
}

/** Ends a claim. It is no longer this caller's if it has lapsed and another worker has claimed it: then nothing changes. */
async function settle(
  db: Kysely<Database>,
  { register, until }: FetchClaim,
  set: Partial<{ etag: string | null; last_modified: string | null; failures: number }> & { next_at: Date },
): Promise<void> {
  await db
    .updateTable('register_fetch')
    .set({ ...set, claimed_until: null })
    .where('register', '=', register)
    .where('claimed_until', '=', until)
    .execute();
}

/** @param known what the server says of the document */
export const settleFetched = (
  db: Kysely<Database>,
  claim: FetchClaim,
  { now, everyHours, known }: { now: Date; everyHours: number; known: Validators },
): Promise<void> =>
  settle(db, claim, {
    ...{ etag: known.etag, last_modified: known.lastModified, failures: 0 },
    next_at: new Date(now.getTime() + everyHours * HOUR_MS),
  });

export const settleFailed = (
  db: Kysely<Database>,
  claim: FetchClaim,
  { now, retryAfterMs }: { now: Date; retryAfterMs: number },
): Promise<void> => {
  const waitMs = Math.max(backoffMs(claim.failures, Math.random()), Math.min(retryAfterMs, DAY_MS));
  return settle(db, claim, { next_at: new Date(now.getTime() + waitMs) });
};

/** Gives a claim back that nothing was done for. */
export const releaseFetch = (db: Kysely<Database>, claim: FetchClaim, now: Date): Promise<void> =>
  settle(db, claim, { failures: claim.failures - 1, next_at: now });

/** Failures since the last success, by register; without a fetch that is in progress. */
export async function fetchFailures(db: Kysely<Database>, now: Date): Promise<ReadonlyMap<string, number>> {
  const rows = await db.selectFrom('register_fetch').select(['register', 'failures', 'claimed_until']).execute();
  return new Map(
    rows.map(({ register, failures, claimed_until: until }) => [
      register,
      failures - Number(until !== null && until > now),
    ]),
  );
}
const JITTER = 0.2;

/**
 * Five minutes after the first failure, then twice as long each time, up to a day; up to a fifth less, so that installations
 * do not ask a server all at once.
 *
 * @param random from 0 to 1
 */
export const backoffMs = (failures: number, random: number): number =>
  Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), DAY_MS) * (1 - JITTER * random);
