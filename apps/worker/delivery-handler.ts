import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { isRefusedValue, LedgerDatabase } from '#database/connection.js';
import { Batcher } from '#concurrency/batcher.js';
import { settleReminders } from '#deadlines/claim-reminders.js';
import { Deliveries, type OnOver } from '#delivery/queue/deliveries.js';
import type { Handler, WakeUp } from './queues.js';

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

/** The reconciler looks every minute. */
const SOON_MS = 120_000;
const CARRIES_REMINDERS = /^(reminder|digest):/;

/**
 * Sends what is due to a subscription, once at a time in this process: whoever is woken for it meanwhile has it looked at once
 * more. What is due later is queued by whoever was at work, and again by the reconciler.
 */
@Injectable()
export class DeliveryHandler implements Handler {
  readonly queue = 'delivery';
  readonly #working = new Map<string, { again: boolean }>();

  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(ReminderSettling) private readonly reminders: ReminderSettling,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(subscription: string): Promise<WakeUp | undefined> {
    const other = this.#working.get(subscription);
    if (other) {
      other.again = true;
      return undefined;
    }
    const turn = { again: false };
    this.#working.set(subscription, turn);
    try {
      const next = await this.deliveries.work(subscription, this.#settle);
      return this.#wakeUp(subscription, turn.again ? this.clock.now() : next);
    } finally {
      this.#working.delete(subscription);
    }
  }

  /** What is due at once is another occasion than the one that is just being handled, whose name is taken until it is over. */
  #wakeUp(id: string, at: Date | undefined): WakeUp | undefined {
    const delayMs = at ? at.getTime() - this.clock.now().getTime() : Infinity;
    if (!at || delayMs > SOON_MS) return undefined;
    return {
      jobId: `delivery-${delayMs > 0 ? 'next' : randomUUID()}-${id}-${at.getTime()}`,
      id,
      delayMs: Math.max(0, delayMs),
    };
  }

  /** Reminders become what their delivery became; the reconciler makes good for those that do not. */
  #settle: OnOver = async ({ id, cause }, attempted) => {
    if (attempted === 'retry' || !CARRIES_REMINDERS.test(cause)) return;
    await this.reminders.settle(id).catch(() => undefined);
  };
}
