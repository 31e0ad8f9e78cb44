import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Controller,
  Get,
  Header,
  Logger,
  Res,
} from '@nestjs/common';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { daysBetween } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { OwnPort } from '#health/own-port.js';
import { LedgerMetrics, processMetrics } from '#health/metrics/ledger-metrics.js';
import { RegisterViews } from '#registers/register-views.js';
import { outageOf } from '#database/errors.js';
import { pendingMigrations } from '#database/migrator.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import { outdatedAmong, unfinishedAmong } from '#event-store/checkpoint.js';
import { degradationsOf, outdatedProjection } from '#health/degradations.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { CHANGES } from '#subscriptions/planning/fan-out.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { Route } from '../openapi/route.js';
import { type Failure, outages, unavailable } from '../problem/problem.filter.js';
import { Rejection } from '../problem/rejection.js';

const DAY_SECONDS = 86_400;

const registerGauges = (registry: Registry) => {
  const gauge = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['register'] as const, registers: [registry] });
  return {
    age: gauge('jalon_register_age_seconds', 'Time since the day of the last reading of a register.'),
    stale: gauge('jalon_register_stale', '1 if a register was not read in time.'),
    frozen: gauge('jalon_register_frozen', '1 if a register has listed the same for too long.'),
    held: gauge('jalon_register_held', 'Readings of a register that wait for an officer.'),
    failures: gauge('jalon_register_fetch_failures', 'Failed fetches of a register since the last success.'),
  };
};

/** Metrics of this process and of the installation, in the Prometheus text format. */
@Injectable()
export class Metrics {
  readonly #registry: Registry;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #streams: Gauge;
  readonly #kept: Counter<'from'>;
  readonly #ledger: LedgerMetrics;
  readonly #registers: ReturnType<typeof registerGauges>;

  constructor(
    private readonly db: LedgerDatabase,
    events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    private readonly registerViews: RegisterViews,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {
    this.#registry = processMetrics(db, events);
    const registers = [this.#registry];
    this.#requests = new Histogram({
      name: 'jalon_http_request_seconds',
      help: 'How long requests took, by method, route and status.',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    });
    this.#kept = new Counter({
      name: 'jalon_kept_answers_total',
      help: 'Answers that may be kept, from memory or computed.',
      labelNames: ['from'] as const,
      registers,
    });
    this.#streams = new Gauge({ name: 'jalon_event_streams', help: 'Event streams that are open.', registers });
    this.#ledger = new LedgerMetrics(this.#registry, db);
    this.#registers = registerGauges(this.#registry);
  }

  /** @param route its pattern, not the address, which may contain ids and names */
  observe(method: string, route: string, status: number, seconds: number): void {
    this.#requests.labels(method, route, String(status)).observe(seconds);
  }

  answered(from: 'memory' | 'computed'): void {
    this.#kept.labels(from).inc();
  }

  streaming(open: number): void {
    this.#streams.set(open);
  }

  /** Without those of the installation while the database is unreachable. */
  async show(): Promise<{ contentType: string; text: string }> {
    await this.#ledger.ask(this.clock.now());
    await this.#askRegisters();
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  async #askRegisters(): Promise<void> {
    const views = await this.registerViews.all().catch(() => []);
    const today = this.clock.today(this.settings.JALON_TIMEZONE);
    const { age, stale, frozen, held, failures } = this.#registers;
    for (const gauge of [age, stale, frozen, held, failures]) gauge.reset();
    for (const {
      register: { slug },
      lastRead,
      ...view
    } of views) {
      if (lastRead !== null) age.labels(slug).set(daysBetween(lastRead, today) * DAY_SECONDS);
      stale.labels(slug).set(view.stale ? 1 : 0);
      frozen.labels(slug).set(view.frozen === null ? 0 : 1);
      held.labels(slug).set(view.held);
      failures.labels(slug).set(view.failures);
    }
  }
}

/** Serves `/metrics` at an address of its own. */
@Injectable()
export class MetricsListener implements OnApplicationBootstrap, OnApplicationShutdown {
  #port: OwnPort | undefined;

  constructor(
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws BadSettings if the address is not available */
  async onApplicationBootstrap(): Promise<void> {
    const { METRICS_PORT: address } = this.settings;
    if (address === undefined) return;
    this.#port = await OwnPort.open({ ...address, setting: 'METRICS_PORT' }, { '/metrics': () => this.metrics.show() });
  }

  onApplicationShutdown(): void {
    this.#port?.close();
  }
}

/** Whether this process can serve requests, of any kind. */
@Injectable()
export class Readiness {
  readonly #log = new Logger(Readiness.name);
  #checking: Promise<Failure | undefined> | undefined;
  /** `jalon start` is loading the sample ledger. */
  awaitsSample = false;

  constructor(private readonly db: LedgerDatabase) {}

  /**
   * @throws Rejection unavailable: the database is unreachable, not migrated, read-only or full, or the sample is being loaded,
   * or the lists are being filled
   */
  async assert(): Promise<void> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    const failure = await this.#checking;
    if (failure) throw new Rejection('unavailable', failure.why, [], failure.headers);
  }

  async #check(): Promise<Failure | undefined> {
    try {
      if ((await pendingMigrations(this.db.health)).length > 0) return unavailable('migrations-pending', 2);
      const state = await sql<{ transaction_read_only: 'on' | 'off' }>`show transaction_read_only`.execute(
        this.db.health,
      );
      // A process that is not ready gets no requests, whose success would tell that it is ready again.
      if (this.db.isFull || state.rows[0]?.transaction_read_only === 'on') await this.db.tryWriting();
      if (this.awaitsSample) return unavailable('sample-loading', 2);
      const [unfinished] = await unfinishedAmong(this.db.health, [boardCheckpoint]);
      return unfinished && unavailable('lists-building', 2, unfinished);
    } catch (error) {
      this.#log.warn(`not ready: ${error instanceof Error ? error.message : 'the database does not answer'}`);
      return outages[outageOf(error) ?? 'unreachable'];
    }
  }
}

const Alive = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Alive' });

const Ready = z
  .strictObject({
    status: z.literal('ready'),
    degraded: z
      .array(z.looseObject({ code: z.string() }))
      .optional()
      .describe('What does not work while the rest does; absent if there is nothing. See docs/operating.md.'),
  })
  .meta({ id: 'Ready' });

@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly db: LedgerDatabase,
  ) {}

  @Get('healthz')
  @Route({
    summary: 'Check that the process is running',
    description: 'Does not ask the database. For liveness probes.',
    needs: 'nothing',
    answers: Alive,
    example: { status: 'ok' },
  })
  getHealth() {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Route({
    summary: 'Check that requests can be served: the database is reachable, migrated and writable',
    description:
      'For readiness probes and load balancers. `degraded` lists what does not work while requests are served. 503 also while `jalon start` loads the sample ledger, and until lists that are built anew have reached what was on record when they began.',
    needs: 'nothing',
    answers: Ready,
    example: { status: 'ready' },
    problems: ['unavailable'],
  })
  async getReadiness() {
    await this.readiness.assert();
    const { health } = this.db;
    // Workers do not follow these, because their tables are those of another release.
    const outdated = await outdatedAmong(health, [boardCheckpoint, planningCheckpoint, CHANGES]);
    const degraded = [...outdated.map(outdatedProjection), ...(await degradationsOf(health))];
    return { status: 'ready', ...(degraded.length > 0 && { degraded }) };
  }

  @Get('metrics')
  @Header('Cache-Control', 'no-store')
  @Route({
    summary: 'Metrics for Prometheus',
    description:
      'In the text format of Prometheus. Needs a key with scope `metrics`, unless `METRICS_PORT` serves them apart.',
    needs: 'metrics',
    produces: 'text/plain',
  })
  async getMetrics(@Res() reply: FastifyReply) {
    const { contentType, text } = await this.metrics.show();
    await reply.type(contentType).send(text);
  }
}
