import { setImmediate } from 'node:timers/promises';
import type { LedgerDatabase } from '#database/connection.js';
import { isLostConnection, isRefusedValue } from '#database/database-error.js';
import type { EncodedEvent } from './encoded-append.js';
import { Unstorable } from './errors.js';
import { ledgerAppend, type Outcome } from './ledger-append.js';

const eventsPerBatch = 1000;

interface Pending {
  rows: readonly EncodedEvent[];
  settle: (outcome: Outcome) => void;
  fail: (error: unknown) => void;
}

/**
 * The queue of one process: while a batch is committing, the next one fills. Batches hold up to 1000 events; a larger
 * append travels alone. A crash loses what is queued, and nobody was told otherwise.
 */
export class GroupCommit {
  private queue: Pending[] = [];
  private running = false;

  constructor(private readonly db: LedgerDatabase) {}

  async submit(rows: readonly EncodedEvent[]): Promise<Exclude<Outcome, { kind: 'refused' }>> {
    const outcome = await new Promise<Outcome>((settle, fail) => {
      this.queue.push({ rows, settle, fail });
      if (!this.running) void this.drain();
    });
    if (outcome.kind === 'refused') throw outcome.error;
    return outcome;
  }

  private async drain(): Promise<void> {
    this.running = true;
    await Promise.resolve(); // appends of the same tick travel together
    while (this.queue.length > 0) {
      await this.commit(this.takeBatch());
      await setImmediate(); // callers that were just answered may join the next batch
    }
    this.running = false;
  }

  private takeBatch(): Pending[] {
    let events = 0;
    let count = 0;
    for (const { rows } of this.queue) {
      events += rows.length;
      if (count > 0 && events > eventsPerBatch) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async commit(batch: Pending[]): Promise<void> {
    try {
      const outcomes = await this.sendTwice(batch.map(({ rows }) => rows));
      batch.forEach(({ settle, fail }, index) => {
        const outcome = outcomes[index];
        if (outcome) settle(outcome);
        else fail(new Error('ledger_append left an append unanswered'));
      });
    } catch (error) {
      if (isRefusedValue(error)) await this.commitAlone(batch, error);
      else for (const { fail } of batch) fail(error);
    }
  }

  /** A value that does not even reach the function (a NUL in a text) refuses the call: the neighbours go again, alone. */
  private async commitAlone(batch: Pending[], error: Error): Promise<void> {
    const [only] = batch;
    if (batch.length === 1) only?.settle({ kind: 'refused', error: new Unstorable(error.message, { cause: error }) });
    else for (const pending of batch) await this.commit([pending]);
  }

  /**
   * After a lost connection nobody knows whether the batch was committed. Sending it again is safe: what is on record is
   * answered as a replay. When that fails too, the callers get the error and the same freedom.
   */
  private async sendTwice(batch: (readonly EncodedEvent[])[]): Promise<Outcome[]> {
    try {
      return await ledgerAppend(this.db, batch);
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      return ledgerAppend(this.db, batch);
    }
  }
}
