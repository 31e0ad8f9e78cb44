import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { aheadOfDatabase, Clock, CLOCK_TOLERANCE_MS } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { pendingMigrations } from '#database/migrator.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { outdatedAmong } from '#event-store/checkpoint.js';
import { degradationsOf, outdatedProjection, tellConditions, type WorkerCondition } from '#health/degradations.js';
import { OwnPort, type Shown } from '#health/own-port.js';
import type { FinishedAttempt } from '#subscriptions/sending/attempt.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { LedgerMetrics, processMetrics } from '#health/metrics/ledger-metrics.js';
import { Followers } from './followers.js';
import { LOG, type Log, SETTINGS, type WorkerSettings } from './settings.js';
import { Proving } from './proving.js';
import { Queues, type FinishedJob, JOB_STATES } from './queues.js';

/** Metrics of this worker, of the queues and of the installation, in the Prometheus text format. */
@Injectable()
export class WorkerMetrics {
  readonly #registry: Registry;
  readonly #ledger: LedgerMetrics;
  readonly #queue: ReturnType<typeof queueMetrics>;

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
    this.#queue = queueMetrics(this.#registry);
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
function queueMetrics(registry: Registry) {
  const registers = [registry];
  const labelNames = ['queue'] as const;
  const jobs = new Gauge({
    name: 'jalon_queue_jobs',
    help: 'Jobs in a queue, by state: waiting, active, or delayed until they are due.',
    labelNames: ['queue', 'state'] as const,
    registers,
  });
  const oldest = new Gauge({
    name: 'jalon_queue_oldest_waiting_seconds',
    help: 'For how long the first waiting job could have begun; 0 when none waits.',
    ...{ labelNames, registers },
  });
  const failures = new Counter({
    name: 'jalon_queue_jobs_failed_total',
    help: 'Jobs of this worker that failed. What they should have done is found again within a minute.',
    ...{ labelNames, registers },
  });
  const durations = new Histogram({
    name: 'jalon_queue_job_duration_seconds',
    help: 'How long jobs of this worker took. One job sends all that is due.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
    ...{ labelNames, registers },
  });
  return {
    finished({ queue, seconds, failed }: FinishedJob): void {
      durations.observe({ queue }, seconds);
      failures.inc({ queue }, failed ? 1 : 0);
    },
    /** Without them while a queue is unavailable. */
    async ask(queues: Queues, now: Date): Promise<void> {
      const figures = await queues.figures(now).catch(() => []);
      jobs.reset();
      oldest.reset();
      for (const { queue, counts, oldestMs } of figures) {
        for (const state of JOB_STATES) jobs.set({ queue, state }, counts[state] ?? 0);
        oldest.set({ queue }, oldestMs / 1000);
      }
    },
  };
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

/**
 * Finds what impairs this worker, and reports it: once in the log, and in the database, for `/readyz`, as long as it lasts. In
 * the database it says each time that it is there, too.
 */
@Injectable()
export class SelfCheck {
  readonly #worker = randomUUID();
  #reported: readonly WorkerCondition[] = [];

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly queues: Queues,
    private readonly deliveries: Deliveries,
    private readonly proving: Proving,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @returns whether an impairment has ended */
  async check(): Promise<boolean> {
    const found = await this.#conditions();
    const [before, now] = [codesOf(this.#reported), codesOf(found)];
    for (const { code, detail } of found)
      if (!before.has(code)) this.log.warn({ condition: code, ...detail }, 'Worker impaired');
    const ended = [...before].filter((code) => !now.has(code));
    for (const code of ended) this.log.info({ condition: code }, 'Worker no longer impaired');
    this.#reported = found;
    await tellConditions(this.db, this.#worker, found);
    return ended.length > 0;
  }

  async #conditions(): Promise<WorkerCondition[]> {
    const aheadMs = await aheadOfDatabase(this.db, this.clock);
    const { unrecorded: count } = this.deliveries;
    const found = this.proving.conditions;
    if (Math.abs(aheadMs) > CLOCK_TOLERANCE_MS)
      found.push({ code: 'worker-clock', detail: { aheadSeconds: Math.round(aheadMs / 1000) } });
    if (!(await this.queues.areReachable())) found.push({ code: 'queue-unreachable', detail: {} });
    if (count > 0) found.push({ code: 'attempts-unrecorded', detail: { count } });
    return found;
  }
}

const codesOf = (conditions: readonly WorkerCondition[]) => new Set(conditions.map(({ code }) => code));

/** Why a worker does nothing, or not all of its work. */
type Unready =
  | { code: 'database-unreachable' | 'database-read-only' | 'migrations-pending' | 'queue-unreachable' }
  | { code: 'followers-stopped'; projections: string[] };

type WorkerState = { status: 'ready'; degraded?: object[] } | { status: 'unavailable'; problems: Unready[] };

@Injectable()
export class WorkerReadiness {
  #checking: Promise<WorkerState> | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly queues: Queues,
    private readonly followers: Followers,
  ) {}

  /** Concurrent checks are one. */
  async check(): Promise<WorkerState> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async #check(): Promise<WorkerState> {
    const problems: Unready[] = await this.#ofDatabase().catch(() => [{ code: 'database-unreachable' as const }]);
    if (!(await this.queues.areReachable())) problems.push({ code: 'queue-unreachable' });
    const { stopped } = this.followers;
    if (stopped.length > 0) problems.push({ code: 'followers-stopped', projections: stopped });
    if (problems.length > 0) return { status: 'unavailable', problems };
    const { health } = this.db;
    const outdated = await outdatedAmong(health, this.followers.versions);
    const degraded = [...outdated.map(outdatedProjection), ...(await degradationsOf(health))];
    return { status: 'ready', ...(degraded.length > 0 && { degraded }) };
  }

  async #ofDatabase(): Promise<Unready[]> {
    const { health } = this.db;
    if ((await pendingMigrations(health)).length > 0) return [{ code: 'migrations-pending' }];
    const { rows } = await sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(health);
    return rows[0]?.transaction_read_only === 'on' ? [{ code: 'database-read-only' }] : [];
  }
}

/** Serves `/healthz`, `/readyz` and `/metrics` of the worker. */
@Injectable()
export class HealthListener implements OnApplicationBootstrap, OnApplicationShutdown {
  #port: OwnPort | undefined;

  constructor(
    private readonly readiness: WorkerReadiness,
    private readonly metrics: WorkerMetrics,
    @Inject(SETTINGS) private readonly settings: WorkerSettings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** `undefined` while it is not served. */
  get address(): string | undefined {
    return this.#port?.address;
  }

  /** @throws BadSettings if the address is not available */
  async onApplicationBootstrap(): Promise<void> {
    const { WORKER_PORT: address } = this.settings;
    if (address === undefined) return;
    this.#port = await OwnPort.open(
      { ...address, setting: 'WORKER_PORT' },
      {
        '/healthz': () => Promise.resolve(json({ status: 'ok' })),
        '/readyz': async () => {
          const state = await this.readiness.check();
          return { ...json(state), status: state.status === 'ready' ? 200 : 503 };
        },
        '/metrics': () => this.metrics.show(),
      },
    );
    this.log.info({ address: this.address }, 'Health and metrics available');
  }

  onApplicationShutdown(): void {
    this.#port?.close();
  }
}

const json = (body: object): Shown => ({ contentType: 'application/json; charset=utf-8', text: JSON.stringify(body) });
