import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Agent } from 'undici';
import { forEachConcurrent } from '#concurrency/async-iteration.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { AddressGuard } from '#delivery/webhook/address-guard.js';
import { guardedAgent } from '#delivery/webhook/webhook-sender.js';
import { reason, Refusal } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { Attempts, type KeptDocument, sha256Of } from './attempts.js';
import { download, DownloadFailed } from './download.js';
import {
  claimFetch,
  type FetchClaim,
  type FetchedRegister,
  isFetched,
  releaseFetch,
  settleFailed,
  settleFetched,
} from './fetch-schedule.js';
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
