import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { PLANNING, type Planning } from '#deadlines/planning.js';
import { Deliveries } from '#delivery/queue/deliveries.js';
import { planRecoveries, type RecoveryMeans } from '#subscriptions/plan-recoveries.js';
import { SETTINGS, type WorkerSettings } from './settings.js';

/** Plans what subscriptions are to receive of the past. */
@Injectable()
export class Recoveries {
  readonly #means: RecoveryMeans;

  constructor(
    db: LedgerDatabase,
    @Inject(PLANNING) { events, schemes, zone }: Planning,
    clock: Clock,
    deliveries: Deliveries,
    @Inject(SETTINGS) { JALON_NEWS_DAYS: newsDays }: WorkerSettings,
  ) {
    this.#means = { db, events, schemes, deliveries, zone, newsDays, now: () => clock.now() };
  }

  /** @param stopping stops between two commits */
  plan(stopping: AbortSignal): Promise<void> {
    return planRecoveries(this.#means, stopping);
  }
}
