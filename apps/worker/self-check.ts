import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { aheadOfDatabase, Clock, CLOCK_TOLERANCE_MS } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { Deliveries } from '#delivery/queue/deliveries.js';
import { tellConditions, type WorkerCondition } from '#health/degradations.js';
import { LOG, type Log } from './log.js';
import { Queues } from './queues.js';

/**
 * Finds what impairs this worker, and reports it: once in the log, and in the database, for `/readyz`, as long as it lasts. In
 * the database it says each time that it is there, too.
 */
@Injectable()
export class SelfCheck {
  readonly #worker = randomUUID();
  #told: readonly WorkerCondition[] = [];

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly deliveries: Deliveries,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @returns whether an impairment has ended */
  async check(): Promise<boolean> {
    const found = await this.#conditions();
    const [before, now] = [codesOf(this.#told), codesOf(found)];
    for (const { code, detail } of found)
      if (!before.has(code)) this.log.warn({ condition: code, ...detail }, 'Worker impaired');
    const ended = [...before].filter((code) => !now.has(code));
    for (const code of ended) this.log.info({ condition: code }, 'Worker no longer impaired');
    this.#told = found;
    await tellConditions(this.db, this.#worker, found);
    return ended.length > 0;
  }

  async #conditions(): Promise<WorkerCondition[]> {
    const aheadMs = await aheadOfDatabase(this.db, this.clock);
    const { unrecorded: count } = this.deliveries;
    const found: WorkerCondition[] = [];
    if (Math.abs(aheadMs) > CLOCK_TOLERANCE_MS)
      found.push({ code: 'worker-clock', detail: { aheadSeconds: Math.round(aheadMs / 1000) } });
    if (!(await this.queues.areReachable())) found.push({ code: 'queue-unreachable', detail: {} });
    if (count > 0) found.push({ code: 'attempts-unrecorded', detail: { count } });
    return found;
  }
}

const codesOf = (conditions: readonly WorkerCondition[]) => new Set(conditions.map(({ code }) => code));
