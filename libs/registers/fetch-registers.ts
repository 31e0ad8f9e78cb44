import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Kysely, sql } from 'kysely';
import type { Agent } from 'undici';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import type { Reason } from '#domain/reasons.js';
import { reason, Refusal } from '#domain/refusal.js';
import type { Register } from '#domain/register/register.js';
import { AddressGuard } from '#subscriptions/sending/webhook/address-guard.js';
import { guardedAgent } from '#subscriptions/sending/webhook/webhook-sender.js';
import { Attempts, type KeptDocument, sha256Of } from './attempts.js';
import { download, DownloadFailed, type Validators } from './download.js';
import { type KnownRegister, KnownRegisters } from './known-registers.js';
import { ReadRegister } from './read-register.js';

/** Bounds memory: documents are large. */
const AT_ONCE = 4;

/** Whoever reads it is the worker, not a person. */
const ACTOR = 'worker';

/** A register to be fetched, as it is known. */
interface Fetch {
  register: FetchedRegister;
  known: KnownRegister;
  claim: FetchClaim;
}

/**
 * Fetches the registers that are due and reads what they publish. `register_fetch` says when each is due; a crash at any point
 * leaves a claim that lapses, or a reading that `ReadRegister` resumes.
 */
@Injectable()
export class FetchRegisters {
  readonly #log = new Logger(FetchRegisters.name);
  readonly #agent: Agent;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
    private readonly commands: CommandBus,
    guard: AddressGuard,
  ) {
    this.#agent = guardedAgent(guard);
  }

  /** Several registers at once: one whose server hangs holds nobody up. @param signal aborts the fetches in progress, which are due again then */
  fetchDue(signal: AbortSignal): Promise<void> {
    return forEachConcurrent(AT_ONCE, this.#due(signal), (fetch) => this.#fetch(fetch, signal));
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async *#due(signal: AbortSignal): AsyncGenerator<Fetch> {
    for (const known of await this.registers.all()) {
      if (signal.aborted) return;
      const { register } = known;
      const claim = isFetched(register) ? await claimFetch(this.db, register, this.clock.now()) : undefined;
      if (claim && isFetched(register)) yield { register, known, claim };
    }
  }

  async #fetch(fetch: Fetch, signal: AbortSignal): Promise<void> {
    const { register, claim } = fetch;
    try {
      await this.#attempt(fetch, signal);
    } catch (error) {
      // Another process is reading a register: nothing is wrong with this one.
      if (signal.aborted || outageOf(error) === 'busy') return releaseFetch(this.db, claim, this.clock.now());
      if (!(error instanceof DownloadFailed) && !(error instanceof Refusal)) throw error;
      this.#log.warn(`register ${register.slug} was not read: ${error.message}`);
      if (error instanceof DownloadFailed) await this.#put(fetch, 'failed', error.why);
      const retryAfterMs = error instanceof DownloadFailed ? error.retryAfterMs : 0;
      await settleFailed(this.db, claim, { now: this.clock.now(), retryAfterMs });
    }
  }

  async #attempt(fetch: Fetch, signal: AbortSignal): Promise<void> {
    const { register, claim } = fetch;
    const before = await this.#lastDocument(register.slug);
    const validators = before ? claim : { etag: null, lastModified: null };
    const found = await download(register.url, validators, {
      ...{ dispatcher: this.#agent, now: this.clock.now(), signal },
    });
    if (found.state === 'document') await this.#read(fetch, { ...found, sha256: sha256Of(found.bytes) }, found.address);
    else if (before) await this.#read(fetch, before, register.url);
    else throw new DownloadFailed(reason('register-status', { status: 304 }));
    const known = found.state === 'document' ? found : claim;
    await settleFetched(this.db, claim, { now: this.clock.now(), everyHours: register.everyHours, known });
  }

  /**
   * A document that is unchanged is read again: for a later day it confirms what it lists. One that waits for an officer, or
   * was discarded, is not.
   */
  async #read(fetch: Fetch, document: KeptDocument, address: string): Promise<void> {
    const { slug } = fetch.register;
    if (await this.#isDecidedOn(fetch, document.sha256)) return this.#put(fetch, 'same', null);
    const { bytes, mediaType } = document;
    await this.commands.execute(
      new ReadRegister(slug, { bytes, mediaType, address }, { how: 'fetch' }, { actor: ACTOR }),
    );
  }

  /** @returns whether the latest attempt with this document is held or discarded, and the register is as it was then */
  async #isDecidedOn({ known: { record }, register }: Fetch, sha256: string): Promise<boolean> {
    const last = await this.db
      .selectFrom('register_reading')
      .select(['state', 'at'])
      .where('register', '=', register.slug)
      .where('sha256', '=', sha256)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last?.state !== 'held' && last?.state !== 'discarded') return false;
    const published = record.findLast(({ event }) => event.type === 'RegisterPublished');
    return !published || published.recordedAt <= last.at;
  }

  /** The document that the server's validators are of. */
  async #lastDocument(register: string): Promise<KeptDocument | undefined> {
    const last = await this.db
      .selectFrom('register_reading')
      .select('sha256')
      .where('register', '=', register)
      .where('how', '=', 'fetch')
      .where('sha256', 'is not', null)
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last?.sha256 ? this.attempts.document(last.sha256) : undefined;
  }

  async #put({ register }: Fetch, state: 'same' | 'failed', why: Reason | null): Promise<void> {
    await this.attempts.save({
      ...{ id: randomUUID(), register: register.slug, actor: ACTOR, how: 'fetch', address: register.url },
      ...{ day: null, state, result: why && { problem: { why, problems: [] } }, event: null, decided: null },
    });
  }
}

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
const settleFetched = (
  db: Kysely<Database>,
  claim: FetchClaim,
  { now, everyHours, known }: { now: Date; everyHours: number; known: Validators },
): Promise<void> =>
  settle(db, claim, {
    ...{ etag: known.etag, last_modified: known.lastModified, failures: 0 },
    next_at: new Date(now.getTime() + everyHours * HOUR_MS),
  });

const settleFailed = (
  db: Kysely<Database>,
  claim: FetchClaim,
  { now, retryAfterMs }: { now: Date; retryAfterMs: number },
): Promise<void> => {
  const waitMs = Math.max(backoffMs(claim.failures, Math.random()), Math.min(retryAfterMs, DAY_MS));
  return settle(db, claim, { next_at: new Date(now.getTime() + waitMs) });
};

/** Gives a claim back that nothing was done for. */
const releaseFetch = (db: Kysely<Database>, claim: FetchClaim, now: Date): Promise<void> =>
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
