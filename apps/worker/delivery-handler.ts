import { Inject, Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import { settleReminders } from '#deadlines/settle-reminders.js';
import { Deliveries } from '#subscriptions/delivery/deliveries.js';
import type { Handler } from './queue/handler.js';

/** Attempts a delivery. When another attempt is due, the row says so, and its change wakes the reconciler. */
@Injectable()
export class DeliveryHandler implements Handler {
  readonly queue = 'delivery';

  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(LedgerDatabase) private readonly db: LedgerDatabase,
  ) {}

  async handle(id: string): Promise<void> {
    await this.deliveries.attempt(id);
    await settleReminders(this.db);
  }
}
