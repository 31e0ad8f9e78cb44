import { Inject, Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { settleReminders } from '#deadlines/settle-reminders.js';
import { Together } from '#database/together.js';

/** Makes reminders what became of their deliveries, at once for all who ask at the same time. */
@Injectable()
export class ReminderSettling {
  readonly #rounds: Together<readonly string[], undefined>;

  constructor(@Inject(LedgerDatabase) db: LedgerDatabase) {
    this.#rounds = new Together<readonly string[], undefined>(async (deliveries) => {
      await settleReminders(db, deliveries.flat());
      return [];
    });
  }

  /** @param deliveries whose attempts are over */
  async settle(deliveries: readonly string[]): Promise<void> {
    await this.#rounds.do(deliveries);
  }
}
