import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, confirmedTime } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { planningCheckpoint, replanDossiers } from '#deadlines/plan/plan-dossiers.js';
import { expireGrants } from '#deadlines/expire-grants.js';
import { extendHorizon, planSubscriptions } from '#deadlines/plan/plan-days.js';
import { PLANNING, type Planning } from '#deadlines/planning.js';
import { settleReminders, wakeTimes } from '#deadlines/claim-reminders.js';
import { type Day, dayIn } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';
import { deleteOldUploads } from '#imports/uploads.js';
import { CHANGES } from '#subscriptions/fan-out.js';
import { announceEpochs } from '#subscriptions/announce-epochs.js';
import { planSummaries } from '#subscriptions/import-summaries.js';
import { planDigests } from '#subscriptions/digests.js';
import { dueSubscriptions, tracesOf } from '#delivery/queue/due.js';
import { watchFailing } from '#delivery/queue/disable.js';
import { deliveryWakeUp, reminderWakeUps } from './wake-ups.js';
import { withAdvisoryLock } from '#database/transactions.js';
import { Retention } from './retention.js';
import { Queues } from './queues.js';
import { RegisterWatch } from './register-watch.js';

const MOST = 5_000;

/** So long, deadlines may take to follow the expiries that were just recorded. */
const FOLLOWED_WITHIN_MS = 1_000;

/**
 * Compares what is due with what is planned and queued, and adds what is missing. Idempotent, and safe to run
 * concurrently.
 */
@Injectable()
export class Reconciler {
  /** Identifies this run of the process. */
  readonly #boot = randomUUID();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    @Inject(PLANNING) private readonly planning: Planning,
    private readonly queues: Queues,
    private readonly retention: Retention,
    private readonly registers: RegisterWatch,
  ) {}

  /**
   * With a wrong clock, only what does not depend on the time. What cannot be undone goes by the time that was checked, even
   * if the clock is set meanwhile.
   *
   * @param stopping stops between two commits
   */
  async reconcile(stopping = new AbortController().signal): Promise<void> {
    await withAdvisoryLock(this.db, 'jalon reconciler', stopping, async (signal) => {
      const now = await confirmedTime(this.db, this.clock);
      if (!now) return settleReminders(this.db);
      const today = dayIn(this.planning.zone, now);
      await eachInTurn(
        signal,
        () => extendHorizon(this.db, this.planning, signal),
        () => planSubscriptions(this.db, this.planning, signal),
        () => replanDossiers(this.db, this.planning, signal),
        () => settleReminders(this.db),
        () => this.#expire(today, signal),
        () => watchFailing(this.db, now),
        () => this.registers.look(now, today),
        () => this.#digest(now, signal),
        () => this.retention.remove(now, today, signal),
        () => announceEpochs(this.db, now),
        () => deleteOldUploads(this.db, now),
      );
    });
  }

  async #expire(today: Day, signal: AbortSignal): Promise<void> {
    const followed = async () => {
      const head = await this.events.head();
      const isSeen = !signal.aborted && (await waitUntilSeen(this.db, planningCheckpoint, head, FOLLOWED_WITHIN_MS));
      return isSeen ? head : undefined;
    };
    await expireGrants(this.db, this.planning, today, followed);
  }

  /** Only when all changes are fanned out; otherwise a digest would be incomplete until the next day. */
  async #digest(now: Date, signal: AbortSignal): Promise<void> {
    if (!(await waitUntilSeen(this.db, CHANGES, await this.events.head(), 0))) return;
    const noticesFor = (address: string) => this.registers.noticesFor(address);
    await planDigests(this.db, now, this.planning.zone, { noticesFor, signal });
    await planSummaries(this.db, now, signal);
  }

  /** Queues jobs for what is due within a time. Rejects while the queue is unavailable. */
  async queue(horizonMs: number): Promise<void> {
    const now = this.clock.now();
    const until = new Date(now.getTime() + horizonMs);
    const times = await wakeTimes(this.db, until);
    const owed = await dueSubscriptions(this.db, until, MOST);
    const traces = await tracesOf(this.db, owed);
    await this.queues.everyMinute('register');
    await this.queues.wake('reminder', reminderWakeUps(times, now, randomUUID()));
    await this.queues.wake(
      'delivery',
      owed.map((one) => deliveryWakeUp({ ...one, traceparent: traces.get(one.id) }, now, this.#boot)),
    );
  }
}

/** A failing step does not prevent the others. */
async function eachInTurn(signal: AbortSignal, ...steps: (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) if (!signal.aborted) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors.length === 1 ? errors[0] : new AggregateError(errors);
}
