import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { daysBetween, type Day } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { OwnPort } from '#health/own-port.js';
import { LedgerMetrics, processMetrics } from '#health/metrics/ledger-metrics.js';
import { type RegisterView, RegisterViews } from '#registers/get-register.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

const DAY_SECONDS = 86_400;

class RegisterFigures {
  readonly #age: Gauge<'register'>;
  readonly #stale: Gauge<'register'>;
  readonly #frozen: Gauge<'register'>;
  readonly #held: Gauge<'register'>;
  readonly #failures: Gauge<'register'>;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) =>
      new Gauge({ name, help, labelNames: ['register'] as const, registers: [registry] });
    this.#age = gauge('jalon_register_age_seconds', 'Time since the day of the last reading of a register.');
    this.#stale = gauge('jalon_register_stale', '1 if a register was not read in time.');
    this.#frozen = gauge('jalon_register_frozen', '1 if a register has listed the same for too long.');
    this.#held = gauge('jalon_register_held', 'Readings of a register that wait for an officer.');
    this.#failures = gauge('jalon_register_fetch_failures', 'Failed fetches of a register since the last success.');
  }

  ask(views: readonly RegisterView[], today: Day): void {
    this.forget();
    for (const { register, lastRead, stale, frozen, held, failures } of views) {
      const { slug } = register;
      if (lastRead !== null) this.#age.labels(slug).set(daysBetween(lastRead, today) * DAY_SECONDS);
      this.#stale.labels(slug).set(stale ? 1 : 0);
      this.#frozen.labels(slug).set(frozen === null ? 0 : 1);
      this.#held.labels(slug).set(held);
      this.#failures.labels(slug).set(failures);
    }
  }

  forget(): void {
    for (const gauge of [this.#age, this.#stale, this.#frozen, this.#held, this.#failures]) gauge.reset();
  }
}

/** Metrics of this process and of the installation, in the Prometheus text format. */
@Injectable()
export class Metrics {
  readonly #registry: Registry;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #streams: Gauge;
  readonly #kept: Counter<'from'>;
  readonly #ledger: LedgerMetrics;
  readonly #registers: RegisterFigures;

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
    this.#registers = new RegisterFigures(this.#registry);
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
    await this.#askRegisters().catch(() => {
      this.#registers.forget();
    });
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  async #askRegisters(): Promise<void> {
    const views = await this.registerViews.all();
    this.#registers.ask(views, this.clock.today(this.settings.JALON_TIMEZONE));
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
