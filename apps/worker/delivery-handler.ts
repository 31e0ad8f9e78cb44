import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { isRefusedValue } from '#database/errors.js';
import type { DeliveryKind } from '#database/tables/subscription.js';
import { Batcher } from '#concurrency/batcher.js';
import { settleReminders } from '#deadlines/claim-reminders.js';
import { Deliveries, type OnFinished } from '#subscriptions/sending/deliveries.js';
import { writtenCause } from '#subscriptions/sending/planned-deliveries.js';
import { errorOf, type FinishedAttempt } from '#subscriptions/sending/outcome.js';
import { say } from '#language/phrases.js';
import { LOG, type Log } from './log.js';
import type { Handler, WakeUp } from './queues.js';

/** Gives reminders the outcome of their deliveries, in batches. */
@Injectable()
export class ReminderSettling {
  readonly #batcher: Batcher<string, undefined>;

  constructor(db: LedgerDatabase) {
    const settle = async (deliveries: readonly string[]): Promise<undefined[]> => {
      await settleReminders(db, deliveries);
      return [];
    };
    this.#batcher = new Batcher(settle, { isItemError: isRefusedValue });
  }

  /** What fails is made good for by the scheduler. @param id of a delivery whose attempt has ended */
  async settle(id: string): Promise<void> {
    await this.#batcher.add(id).catch(() => undefined);
  }
}

/** Longer delays are left to the scheduler, which runs every minute. */
const SOON_MS = 120_000;
const CARRY_REMINDERS: readonly DeliveryKind[] = ['reminder', 'digest'];

/**
 * Sends the due deliveries of a subscription, one at a time per process; a wake-up that arrives meanwhile causes
 * another pass. Later deliveries are queued again here and by the scheduler.
 */
@Injectable()
export class DeliveryHandler implements Handler {
  readonly queue = 'delivery';
  readonly #working = new Map<string, { again: boolean }>();

  constructor(
    private readonly deliveries: Deliveries,
    private readonly reminders: ReminderSettling,
    private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    deliveries.onAttempt.push((made) => {
      log.info(lineOf(made), 'Delivery attempted');
    });
  }

  async handle(subscription: string, release: () => void): Promise<WakeUp | undefined> {
    const other = this.#working.get(subscription);
    if (other) {
      other.again = true;
      return undefined;
    }
    const turn = { again: false };
    this.#working.set(subscription, turn);
    try {
      const next = await this.deliveries.work(subscription, this.#settle, release);
      return this.#wakeUp(subscription, turn.again ? this.clock.now() : next);
    } finally {
      this.#working.delete(subscription);
    }
  }

  /** An immediate wake-up gets a new job id, because the id of the current job is still in use. */
  #wakeUp(id: string, at: Date | undefined): WakeUp | undefined {
    const delayMs = at ? at.getTime() - this.clock.now().getTime() : Infinity;
    if (!at || delayMs > SOON_MS) return undefined;
    return {
      jobId: `delivery-${delayMs > 0 ? 'next' : randomUUID()}-${id}-${at.getTime()}`,
      id,
      delayMs: Math.max(0, delayMs),
    };
  }

  #settle: OnFinished = async ({ id, kind }, attempted) => {
    if (attempted !== 'retry' && CARRY_REMINDERS.includes(kind)) await this.reminders.settle(id);
  };
}

/** Not the address, which may be that of a person. `requestId`: of the request that caused the message. */
function lineOf({ attempt: { delivery, subscription }, outcome, tookMs }: FinishedAttempt) {
  const { result } = outcome;
  const error = result === 'postponed' ? null : errorOf(outcome);
  return {
    ...(delivery.request_id !== null && { requestId: delivery.request_id }),
    ...{ delivery: delivery.id, cause: writtenCause(delivery), type: delivery.message.type },
    ...{ subscription: subscription.id, channel: subscription.channel, attempt: delivery.attempts, result },
    ...(error && { error: say(error, 'en') }),
    tookMs: Math.round(tookMs),
  };
}
