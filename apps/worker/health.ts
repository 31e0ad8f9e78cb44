import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import { aheadOfDatabase, Clock, CLOCK_TOLERANCE_MS } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { pendingMigrations } from '#database/migrator.js';
import { Deliveries } from '#subscriptions/sending/deliveries.js';
import { outdatedAmong } from '#event-store/checkpoint.js';
import { degradationsOf, outdatedProjection, tellConditions, type WorkerCondition } from '#health/degradations.js';
import { OwnPort, type Shown } from '#health/own-port.js';
import { Followers } from './followers.js';
import { LOG, type Log } from './log.js';
import { Proving } from './proving.js';
import { Queues } from './queues.js';
import { SETTINGS, type WorkerSettings } from './settings.js';
import { WorkerMetrics } from './worker-metrics.js';

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
