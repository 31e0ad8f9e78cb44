import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { inTurn } from '#database/transactions.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { attemptIn, Attempts } from './attempts.js';
import { KnownRegisters } from './known-registers.js';
import { interrupted } from './outcome.js';
import { RecordReading } from './record-reading.js';

/** One reading after the other, each after what a process has left when it stopped. */
@Injectable()
export class ReadingTurns implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #resuming: Promise<void> = Promise.resolve();
  readonly #log = new Logger(ReadingTurns.name);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
    private readonly readings: RecordReading,
  ) {}

  /** Does not wait: a process starts whatever was left. */
  onApplicationBootstrap(): void {
    this.#resuming = this.#resumeAtStart().catch((error: unknown) => {
      this.#log.error(error);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#resuming;
  }

  /**
   * One reading at a time, in this process or another: what is judged is what is recorded on. First ends what a process has
   * left when it stopped.
   */
  async inTurn<T>(work: () => Promise<T> | T): Promise<T> {
    return inTurn(this.db, 'readings', async () => {
      await this.#resume();
      return work();
    });
  }

  async #resumeAtStart(): Promise<void> {
    if ((await this.attempts.applying()).length > 0) await this.inTurn(() => undefined);
  }

  /** Ends the attempts that a process has left: those whose events are on record are recorded, the others are judged again. */
  async #resume(): Promise<void> {
    for (const row of await this.attempts.applying()) {
      const attempt = attemptIn(row);
      if (row.event !== null && (await this.events.find(row.event))) {
        await this.attempts.save({ ...attempt, state: 'recorded' });
        continue;
      }
      try {
        const kept = row.sha256 === null ? undefined : await this.attempts.document(row.sha256);
        if (!kept) throw new Error(`the document of reading ${row.id} is missing`);
        const known = await this.registers.get(row.register);
        const document = await this.readings.read(known, kept.bytes, kept.mediaType, row.day ?? undefined);
        await this.readings.conclude(attempt, document, { actor: row.actor });
      } catch (error) {
        if (outageOf(error) !== undefined) throw error;
        this.#log.error(error);
        await this.attempts.save({ ...attempt, state: 'failed', event: null, result: { problem: interrupted } });
      }
    }
  }
}
