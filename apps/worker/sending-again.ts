import { NEWS_DAYS } from '#subscriptions/matching-messages.js';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { PLANNING, type Planning } from '#deadlines/planning.js';
import { Deliveries } from '#delivery/queue/deliveries.js';
import { planSendingAgain, type SendingMeans } from '#subscriptions/plan-sending-again.js';

/** Plans what subscriptions are sent again. */
@Injectable()
export class SendingAgain {
  readonly #means: SendingMeans;

  constructor(
    db: LedgerDatabase,
    @Inject(PLANNING) { events, schemes, zone }: Planning,
    clock: Clock,
    deliveries: Deliveries,
  ) {
    this.#means = { db, events, schemes, deliveries, zone, newsDays: NEWS_DAYS, now: () => clock.now() };
  }

  /** @param stopping stops between two commits */
  plan(stopping: AbortSignal): Promise<void> {
    return planSendingAgain(this.#means, stopping);
  }
}
