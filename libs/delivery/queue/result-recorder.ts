import { Logger } from '@nestjs/common';
import { Batcher } from '#concurrency/batcher.js';
import { retry } from '#concurrency/retry.js';
import type { LedgerDatabase } from '#database/connection.js';
import { isRejectedStatement } from '#database/errors.js';
import { postponeClaim } from './leases.js';
import type { AttemptStatus, FinishedAttempt } from './outcome.js';
import { settle } from './settle.js';

/**
 * Records the results of attempts, in batches. A message whose result is not recorded is sent again, so a result that
 * PostgreSQL rejects, for example because the log of attempts has no partition or rights are missing, is recorded without
 * its log entry. If that fails, too, the claim is kept for a growing time before the message is sent again.
 */
export class ResultRecorder {
  readonly #log = new Logger(ResultRecorder.name);
  readonly #batcher: Batcher<FinishedAttempt, AttemptStatus>;
  /** How many results could not be logged since the last one that could. */
  unrecorded = 0;

  constructor(private readonly db: LedgerDatabase) {
    this.#batcher = new Batcher((ended) => settle(db, ended), { isItemError: isRejectedStatement });
  }

  /** @throws when the database is unavailable for half a minute, or rejects everything */
  async record(ended: FinishedAttempt): Promise<AttemptStatus> {
    try {
      const attempted = await retry(
        () => this.#batcher.add(ended),
        (error) => !isRejectedStatement(error),
      );
      this.unrecorded = 0;
      return attempted ?? 'skipped';
    } catch (error) {
      if (!isRejectedStatement(error)) throw error;
      return this.#recordUnlogged(ended, error);
    }
  }

  async #recordUnlogged(ended: FinishedAttempt, error: Error): Promise<AttemptStatus> {
    this.unrecorded += 1;
    const { delivery } = ended.attempt;
    if (this.unrecorded === 1)
      this.#log.error(`the result of delivery ${delivery.id} cannot be logged: ${error.message}`);
    try {
      const [attempted] = await settle(this.db, [ended], { logged: false });
      return attempted ?? 'skipped';
    } catch (again) {
      if (!isRejectedStatement(again)) throw again;
      await postponeClaim(this.db, delivery);
      return 'skipped';
    }
  }
}
