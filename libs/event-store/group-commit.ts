import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isLostConnection, isRefusedValue, isTimeJump, outageOf } from '#database/errors.js';
import type { EncodedEvent } from './encoding.js';
import { AppendQueueFull, TimeJumped, Unstorable } from './events.js';
import { appendStaged, ledgerAppend, type Outcome } from './ledger-append.js';
import type { Assumption } from './ledger-head.js';

const eventsPerBatch = 1000;

/** More than as many requests under way; a bound for memory and for the time that a queued append waits. */
export const MOST_QUEUED = 10_000;

/** A batch that was sent to PostgreSQL, for metrics. */
export interface CommittedBatch {
  events: number;
  seconds: number;
  /** PostgreSQL answered; single appends may have been refused. */
  answered: boolean;
}

interface Pending {
  rows: readonly EncodedEvent[];
  /** Of a single event, which is sent alone. */
  assumed: Assumption | undefined;
  settle: (outcome: Outcome) => void;
  fail: (error: unknown) => void;
}

/**
 * The queue of one process: while a batch is committing, the next one fills. Batches hold up to 1000 events; a larger
 * append is sent alone. A crash loses queued appends, which are not acknowledged yet. So does an outage: when a batch cannot
 * be sent, those behind it fail with it instead of waiting for their own timeout.
 */
export class GroupCommit {
  private queue: Pending[] = [];
  private running = false;
  onBatch: (batch: CommittedBatch) => void = () => undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly mostQueued: number,
    private readonly clock: Clock,
  ) {}

  /** Appends that wait for their turn. */
  get queued(): number {
    return this.queue.length;
  }

  /** @throws AppendQueueFull, and nothing was recorded */
  async submit(rows: readonly EncodedEvent[], assumed?: Assumption): Promise<Exclude<Outcome, { kind: 'refused' }>> {
    if (this.queue.length >= this.mostQueued) throw new AppendQueueFull();
    const outcome = await new Promise<Outcome>((settle, fail) => {
      this.queue.push({ rows, assumed, settle, fail });
      if (!this.running) void this.drain();
    });
    if (outcome.kind === 'refused') throw outcome.error;
    return outcome;
  }

  /**
   * Records what is staged, outside the queue. After a lost connection it is not sent again: what is staged may be lost as well.
   *
   * @returns the last position
   */
  async submitStaged(append: string, events: number): Promise<number> {
    try {
      return await appendStaged(this.db, append, events);
    } catch (error) {
      if (!isTimeJump(error)) throw error;
      await this.confirmClock(error);
      return appendStaged(this.db, append, events);
    }
  }

  private async drain(): Promise<void> {
    this.running = true;
    await Promise.resolve(); // batches appends of the same tick
    while (this.queue.length > 0) {
      const batch = this.takeBatch();
      // Whatever goes wrong, the queue goes on, and nobody waits for ever.
      await this.commit(batch).catch((error: unknown) => {
        for (const { fail } of batch) fail(error);
      });
      await setImmediate(); // lets callers that were just answered join the next batch
    }
    this.running = false;
  }

  private takeBatch(): Pending[] {
    let events = 0;
    let count = 0;
    for (const { rows, assumed } of this.queue) {
      events += rows.length;
      if (count > 0 && (assumed || events > eventsPerBatch)) break;
      count += 1;
      if (assumed) break;
    }
    return this.queue.splice(0, count);
  }

  private async commit(batch: Pending[]): Promise<void> {
    const began = performance.now();
    const tell = (answered: boolean): void => {
      const events = batch.reduce((sum, { rows }) => sum + rows.length, 0);
      this.onBatch({ events, seconds: (performance.now() - began) / 1000, answered });
    };
    try {
      const outcomes = await this.sendTwice(
        batch.map(({ rows }) => rows),
        batch[0]?.assumed,
      );
      batch.forEach(({ settle, fail }, index) => {
        const outcome = outcomes[index];
        if (outcome) settle(outcome);
        else fail(new Error('ledger_append left an append unanswered'));
      });
      if (outcomes[0]?.kind !== 'outdated') tell(true); // once they are answered: who watches takes nothing back
    } catch (error) {
      tell(isRefusedValue(error));
      if (isRefusedValue(error)) await this.commitAlone(batch, error);
      else for (const { fail } of this.failedWith(error, batch)) fail(error);
    }
  }

  private failedWith(error: unknown, batch: readonly Pending[]): readonly Pending[] {
    return outageOf(error) === undefined ? batch : [...batch, ...this.queue.splice(0)];
  }

  /** A value that PostgreSQL rejects before the function runs (a NUL in a text) fails the call; appends are then retried one by one. */
  private async commitAlone(batch: Pending[], error: Error): Promise<void> {
    const [only] = batch;
    if (batch.length === 1) only?.settle({ kind: 'refused', error: new Unstorable(error.message, { cause: error }) });
    else for (const pending of batch) await this.commit([pending]);
  }

  /**
   * After a lost connection it is unknown whether the batch was committed. Retrying is safe: recorded appends are returned
   * as replays. If the retry fails too, the callers get the error and can retry as well.
   */
  private async sendTwice(batch: (readonly EncodedEvent[])[], assumed?: Assumption): Promise<Outcome[]> {
    try {
      return await ledgerAppend(this.db, batch, assumed);
    } catch (error) {
      if (isTimeJump(error)) await this.confirmClock(error);
      else if (!isLostConnection(error)) throw error;
      return ledgerAppend(this.db, batch, assumed);
    }
  }

  /**
   * After a day without events, or when the clock of the database was set. On one machine, both clocks are set at once, and
   * only the time since the start of this process differs.
   *
   * @throws TimeJumped
   */
  private async confirmClock(error: Error): Promise<void> {
    const { rows } = await sql<{ confirmed: boolean }>`
      select ledger_confirm_clock(${this.clock.sinceStart()}) as confirmed
    `.execute(this.db.ledger);
    if (rows[0]?.confirmed !== true) throw new TimeJumped(error.message, { cause: error });
  }
}
