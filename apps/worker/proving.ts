import { Inject, Injectable, Optional } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import type { WorkerCondition } from '#health/degradations.js';
import { firstMismatch, integrate } from '#proof/ledger-log.js';
import { TILE_WIDTH } from '#proof/merkle-tree.js';
import { ForkRefused, LogSigner } from '#proof/signing.js';
import { askWitness } from '#proof/witnesses.js';
import { FirstOfItsKind, LOG, type Log } from './log.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

const COMPLAIN_MS = 600_000;

/** Keeps the log that proves the ledger, and compares recorded events with it, again and again. */
@Injectable()
export class Proving {
  readonly #complaints = new FirstOfItsKind(COMPLAIN_MS);
  /** The tile of events that is compared next. */
  #next = 0;
  #changed: number | undefined;
  #forked: number | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    @Optional() @Inject(LogSigner) private readonly signer: LogSigner | undefined,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Adds what was recorded to the tree, and signs its head. */
  async prove(stopping: AbortSignal): Promise<void> {
    await integrate(this.db, stopping);
    try {
      const signed = await this.signer?.sign(this.db);
      this.#forked = undefined;
      if (!signed) return;
      for (const witness of this.settings.JALON_WITNESSES)
        await askWitness(this.db, signed, witness).catch((error: unknown) => {
          if (this.#complaints.isNews(witness.url))
            this.log.warn(
              { err: error, witness: witness.url },
              'Checkpoint not witnessed; the next one is offered again',
            );
        });
    } catch (error) {
      if (!(error instanceof ForkRefused)) throw error;
      this.#forked = error.size;
    }
  }

  /** Compares the next events with their hashes in the tree: all in turn, a small part at a time. */
  async scrub(): Promise<void> {
    const found = await firstMismatch(this.db, this.#next);
    if (found.position !== undefined) this.#changed = found.position;
    else if (this.#changed !== undefined && Math.floor((this.#changed - 1) / TILE_WIDTH) === this.#next)
      this.#changed = undefined;
    this.#next = found.isLast ? 0 : this.#next + 1;
  }

  get conditions(): WorkerCondition[] {
    return [
      ...(this.#changed === undefined
        ? []
        : [{ code: 'ledger-changed' as const, detail: { position: this.#changed } }]),
      ...(this.#forked === undefined ? [] : [{ code: 'log-forked' as const, detail: { size: this.#forked } }]),
    ];
  }
}
