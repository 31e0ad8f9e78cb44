import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { claimReminder } from '#deadlines/claim-reminder.js';
import { deadlines } from '#deadlines/deadlines-projection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { waitUntilSeen } from '#event-store/seen.js';
import { Deliveries } from '#subscriptions/delivery/deliveries.js';
import type { Handler } from './queue/handler.js';
import { reminderMessage } from './reminder-message.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

const PATIENCE_MS = 10_000;

/**
 * Turns a due reminder into a delivery, in one transaction: a crash leaves either the plan or what follows from it. It
 * waits until all that is on record now has been planned from, so nobody is reminded of what the ledger knows better.
 */
@Injectable()
export class ReminderHandler implements Handler {
  readonly queue = 'reminder';

  constructor(
    @Inject(LedgerDatabase) private readonly db: LedgerDatabase,
    @Inject(EventStore) private readonly events: EventStore<LedgerEvent>,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
  ) {}

  /** When the follower is far behind, the reminder stays planned, and the reconciler comes back to it. */
  async handle(id: string): Promise<void> {
    const head = await this.events.head();
    if (!(await waitUntilSeen(this.db, deadlines, head, PATIENCE_MS))) return;
    const { JALON_TIMEZONE: zone, PUBLIC_URL: publicUrl } = this.settings;
    await this.db.transaction().execute(async (tx) => {
      const claimed = await claimReminder(tx, id, this.clock.now());
      if (!claimed) return;
      const message = await reminderMessage(this.events, claimed, { today: this.clock.today(zone), publicUrl });
      await this.deliveries.plan(tx, [
        { cause: `reminder:${claimed.id}`, subscription: claimed.subscription, message },
      ]);
    });
  }
}
