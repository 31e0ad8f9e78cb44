import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { deadlines } from '#deadlines/deadlines-projection.js';
import { dueReminders } from '#deadlines/due-reminders.js';
import { expireGrants } from '#deadlines/expire-grants.js';
import { planAudience } from '#deadlines/plan-audience.js';
import { planTurns } from '#deadlines/plan-turns.js';
import type { Planning } from '#deadlines/planning.js';
import { settleReminders } from '#deadlines/settle-reminders.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { waitUntilSeen } from '#event-store/seen.js';
import { Deliveries } from '#subscriptions/delivery/deliveries.js';
import { oneAtATime } from './one-at-a-time.js';
import { PLANNING } from './planning-of-subscribers.js';
import { Queues } from './queue/queues.js';

const MOST = 5_000;

/**
 * Compares what is owed with what is planned and queued, and makes good what is missing. Run it at any time, any number
 * of times, in any number of processes: the rows say what is owed, and everything it adds has a name of its own.
 */
@Injectable()
export class Reconciler {
  constructor(
    @Inject(LedgerDatabase) private readonly db: LedgerDatabase,
    @Inject(EventStore) private readonly events: EventStore<LedgerEvent>,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(PLANNING) private readonly planning: Planning,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Queues) private readonly queues: Queues,
  ) {}

  /** @param horizonMs how far ahead wake-ups are queued */
  async reconcile(horizonMs: number): Promise<void> {
    await oneAtATime(this.db, 'jalon reconciler', async () => {
      await eachInTurn(
        () => planAudience(this.db, this.planning),
        () => planTurns(this.db, this.planning),
        () => settleReminders(this.db),
        () => this.#expire(),
        () => this.#queue(horizonMs),
      );
    });
  }

  /** Only from deadlines that all of the ledger went into: an end that was corrected since has not passed. */
  async #expire(): Promise<void> {
    if (!(await waitUntilSeen(this.db, deadlines, await this.events.head(), 0))) return;
    await expireGrants(this.db, this.events, this.clock.today(this.planning.zone));
  }

  async #queue(horizonMs: number): Promise<void> {
    const now = this.clock.now().getTime();
    const until = new Date(now + horizonMs);
    const delayMs = (fireAt: Date) => Math.max(0, fireAt.getTime() - now);
    const reminders = await dueReminders(this.db, until, MOST);
    const deliveries = await this.deliveries.due(until, MOST);
    await this.queues.wake(
      'reminder',
      reminders.map(({ id, fireAt }) => ({ jobId: `reminder-${id}`, id, delayMs: delayMs(fireAt) })),
    );
    await this.queues.wake(
      'delivery',
      deliveries.map(({ id, fireAt }) => ({
        jobId: `delivery-${id}-${fireAt.getTime()}`,
        id,
        delayMs: delayMs(fireAt),
      })),
    );
  }
}

/** One that fails does not keep the others from being done. */
async function eachInTurn(...steps: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
}
