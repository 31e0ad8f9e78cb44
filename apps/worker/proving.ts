import { Inject, Injectable, Optional } from '@nestjs/common';
import { PeriodicTask } from '#concurrency/periodic-task.js';
import { LedgerDatabase } from '#database/connection.js';
import type { WorkerCondition } from '#health/degradations.js';
import { firstMismatch, integrate } from '#proof/ledger-log.js';
import { ForkRefused, LogSigner } from '#proof/signing.js';
import { askWitness } from '#proof/witnesses.js';
import { FirstOfItsKind, LOG, type Log, SETTINGS, type WorkerSettings } from './settings.js';

const PROVE_MS = 1_000;
const SCRUB_MS = 5_000;
/** A head is signed at least so often while many events are added. */
const LONGEST_MS = 10_000;
const COMPLAIN_MS = 600_000;

/** Keeps the log that proves the ledger, and compares recorded events with it, again and again. */
@Injectable()
export class Proving {
  readonly #complaints = new FirstOfItsKind(COMPLAIN_MS);
  /** The tile of events that is compared next. */
  #next = 0;
  /** The position up to which events were compared in this round. */
  comparedUpTo = 0;
  /** The last one that differed. */
  #found: number | undefined;
  readonly #conditions = new Map<WorkerCondition['code'], WorkerCondition>();

  constructor(
    private readonly db: LedgerDatabase,
    @Optional() @Inject(LogSigner) private readonly signer: LogSigner | undefined,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Until the signal aborts. A witness that does not answer holds up neither the log nor other witnesses. */
  async run(stopping: AbortSignal): Promise<void> {
    const every = (ms: number, failure: string, work: () => Promise<void>): Promise<void> =>
      new PeriodicTask(ms, work, (err) => {
        if (!stopping.aborted && this.#complaints.isNews(`${failure}: ${String(err)}`))
          this.log.error({ err }, failure);
      }).run(stopping);
    await Promise.all([
      every(PROVE_MS, 'Log not brought up to date; retrying', () => this.#prove(stopping)),
      every(SCRUB_MS, 'Events not compared with the log; retrying', () => this.#scrub()),
      ...this.settings.JALON_WITNESSES.map((witness) =>
        every(PROVE_MS, `Not witnessed by ${witness.url}; retrying`, () => askWitness(this.db, witness, stopping)),
      ),
    ]);
  }

  /** Adds what was recorded to the tree, and signs its head. */
  async #prove(stopping: AbortSignal): Promise<void> {
    await integrate(this.db, AbortSignal.any([stopping, AbortSignal.timeout(LONGEST_MS)]));
    try {
      await this.signer?.sign(this.db);
      this.#conditions.delete('log-forked');
    } catch (error) {
      if (!(error instanceof ForkRefused)) throw error;
      this.#conditions.set('log-forked', { code: 'log-forked', detail: { size: error.size } });
    }
  }

  /** Compares the next events with their hashes in the tree: all in turn, a small part at a time. */
  async #scrub(): Promise<void> {
    const { position, upTo, isLast } = await firstMismatch(this.db, this.#next);
    if (position !== undefined) {
      this.#conditions.set('ledger-changed', { code: 'ledger-changed', detail: { position } });
      this.#found = this.#next;
    } else if (this.#found === this.#next) this.#conditions.delete('ledger-changed');
    this.#next = isLast ? 0 : this.#next + 1;
    this.comparedUpTo = upTo;
  }

  get conditions(): WorkerCondition[] {
    return [...this.#conditions.values()];
  }
}
