import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Gauge, Histogram, type Registry } from 'prom-client';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { LedgerMetrics, processMetrics } from '#health/metrics/ledger-metrics.js';
import { ListRegisters } from '#registers/get-register.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { RegisterFigures } from './register-metrics.js';

/** Metrics of this process and of the installation, in the Prometheus text format. */
@Injectable()
export class Metrics {
  readonly #registry: Registry;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #streams: Gauge;
  readonly #ledger: LedgerMetrics;
  readonly #registers: RegisterFigures;

  constructor(
    private readonly db: LedgerDatabase,
    events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    private readonly queries: QueryBus,
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
    this.#streams = new Gauge({ name: 'jalon_event_streams', help: 'Event streams that are open.', registers });
    this.#ledger = new LedgerMetrics(this.#registry, db);
    this.#registers = new RegisterFigures(this.#registry);
  }

  /** @param route its pattern, not the address, which may contain ids and names */
  observe(method: string, route: string, status: number, seconds: number): void {
    this.#requests.labels(method, route, String(status)).observe(seconds);
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
    const views = await this.queries.execute(new ListRegisters());
    this.#registers.ask(views, this.clock.today(this.settings.JALON_TIMEZONE));
  }
}
