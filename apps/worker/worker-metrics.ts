import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import type { FinishedAttempt } from '#subscriptions/sending/attempt.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { LedgerMetrics, processMetrics } from '#health/metrics/ledger-metrics.js';
import { Proving } from './proving.js';
import { type FinishedJob, JOB_STATES, Queues } from './queues.js';

/** Metrics of this worker, of the queues and of the installation, in the Prometheus text format. */
@Injectable()
export class WorkerMetrics {
  readonly #registry: Registry;
  readonly #ledger: LedgerMetrics;
  readonly #queue: QueueMetrics;

  constructor(
    db: LedgerDatabase,
    events: EventStore<LedgerEvent>,
    deliveries: Deliveries,
    private readonly clock: Clock,
    private readonly queues: Queues,
    proving: Proving,
  ) {
    this.#registry = processMetrics(db, events);
    this.#ledger = new LedgerMetrics(this.#registry, db);
    this.#queue = new QueueMetrics(this.#registry);
    new Gauge({
      name: 'jalon_log_compared_position',
      help: 'Position up to which this worker has compared events with the log in its current round.',
      registers: [this.#registry],
      collect() {
        this.set(proving.comparedUpTo);
      },
    });
    queues.onJob = (job) => {
      this.#queue.finished(job);
    };
    deliveries.onAttempt.push(attemptCounter(this.#registry));
  }

  async show(): Promise<{ contentType: string; text: string }> {
    await this.#ledger.ask(this.clock.now());
    await this.#queue.ask(this.queues, this.clock.system());
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

/** Jobs of all workers, as the queues tell them, and those that this worker finished. */
class QueueMetrics {
  readonly #jobs: Gauge<'queue' | 'state'>;
  readonly #oldest: Gauge<'queue'>;
  readonly #failed: Counter<'queue'>;
  readonly #durations: Histogram<'queue'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ['queue'] as const;
    this.#jobs = new Gauge({
      name: 'jalon_queue_jobs',
      help: 'Jobs in a queue, by state: waiting, active, or delayed until they are due.',
      labelNames: ['queue', 'state'] as const,
      registers,
    });
    this.#oldest = new Gauge({
      name: 'jalon_queue_oldest_waiting_seconds',
      help: 'For how long the first waiting job could have begun; 0 when none waits.',
      ...{ labelNames, registers },
    });
    this.#failed = new Counter({
      name: 'jalon_queue_jobs_failed_total',
      help: 'Jobs of this worker that failed. What they should have done is found again within a minute.',
      ...{ labelNames, registers },
    });
    this.#durations = new Histogram({
      name: 'jalon_queue_job_duration_seconds',
      help: 'How long jobs of this worker took. One job sends all that is due.',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
      ...{ labelNames, registers },
    });
  }

  finished({ queue, seconds, failed }: FinishedJob): void {
    this.#durations.observe({ queue }, seconds);
    this.#failed.inc({ queue }, failed ? 1 : 0);
  }

  /** Without them while a queue is unavailable. */
  async ask(queues: Queues, now: Date): Promise<void> {
    const figures = await queues.figures(now).catch(() => []);
    this.#jobs.reset();
    this.#oldest.reset();
    for (const { queue, counts, oldestMs } of figures) {
      for (const state of JOB_STATES) this.#jobs.set({ queue, state }, counts[state] ?? 0);
      this.#oldest.set({ queue }, oldestMs / 1000);
    }
  }
}

function attemptCounter(registry: Registry): (made: FinishedAttempt) => void {
  const registers = [registry];
  const attempts = new Counter({
    name: 'jalon_delivery_attempts_total',
    help: 'Attempts of this worker to deliver a message, by channel, message type and outcome.',
    labelNames: ['channel', 'type', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'jalon_delivery_duration_seconds',
    help: 'How long attempts to deliver a message took, by channel and outcome.',
    labelNames: ['channel', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
    registers,
  });
  return ({ attempt, outcome: { result: outcome }, tookMs }) => {
    const { channel } = attempt.subscription;
    attempts.inc({ channel, type: attempt.delivery.message.type, outcome });
    if (outcome !== 'postponed') durations.observe({ channel, outcome }, tookMs / 1000);
  };
}
