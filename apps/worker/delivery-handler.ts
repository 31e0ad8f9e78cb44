import { Inject, Injectable } from '@nestjs/common';
import { Deliveries } from '#subscriptions/delivery/deliveries.js';
import type { Handler } from './queue/handler.js';
import { ReminderSettling } from './reminder-settling.js';

/** Attempts a delivery. When another attempt is due, the row says so, and its change wakes the reconciler. */
@Injectable()
export class DeliveryHandler implements Handler {
  readonly queue = 'delivery';

  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(ReminderSettling) private readonly reminders: ReminderSettling,
  ) {}

  async handle(id: string): Promise<void> {
    const attempted = await this.deliveries.attempt(id);
    if (attempted !== 'retry') await this.reminders.settle(id);
  }
}
