import { Inject, Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { Together } from '#database/together.js';
import { settleReminders } from '#deadlines/claiming/settle-reminders.js';

/** Makes reminders what became of their deliveries, at once for all who ask at the same time. */
@Injectable()
export class ReminderSettling {
  readonly #rounds: Together<string, undefined>;

  constructor(@Inject(LedgerDatabase) db: LedgerDatabase) {
    this.#rounds = new Together<string, undefined>(async (deliveries) => {
      await settleReminders(db, deliveries);
      return [];
    });
  }

  /** @param id of a delivery whose attempt is over */
  async settle(id: string): Promise<void> {
    await this.#rounds.do(id);
  }
}
