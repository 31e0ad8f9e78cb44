import { Inject, Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue } from '#database/database-error.js';
import { Batcher } from '#concurrency/batcher.js';
import { settleReminders } from '#deadlines/claiming/settle-reminders.js';

/** Gives reminders the outcome of their deliveries, in batches. */
@Injectable()
export class ReminderSettling {
  readonly #batcher: Batcher<string, undefined>;

  constructor(@Inject(LedgerDatabase) db: LedgerDatabase) {
    const settle = async (deliveries: readonly string[]): Promise<undefined[]> => {
      await settleReminders(db, deliveries);
      return [];
    };
    this.#batcher = new Batcher(settle, { isItemError: isRefusedValue });
  }

  /** @param id of a delivery whose attempt is over */
  async settle(id: string): Promise<void> {
    await this.#batcher.add(id);
  }
}
