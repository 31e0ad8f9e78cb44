import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { OwedFigures } from './owed-figures.js';

/**
 * Figures of this process, of how far projections have followed the ledger and of what subscribers are owed, in Prometheus'
 * text format.
 */
@Injectable()
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'jalon_http_request_seconds',
    help: 'How long requests took, by method, route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [this.#registry],
  });
  readonly #lag = new Gauge({
    name: 'jalon_projection_lag',
    help: 'How many events a projection has yet to follow.',
    labelNames: ['projection'],
    registers: [this.#registry],
  });

  readonly #streams = new Gauge({
    name: 'jalon_event_streams',
    help: 'How many event streams are open.',
    registers: [this.#registry],
  });

  readonly #owed = new OwedFigures(this.#registry);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {
    collectDefaultMetrics({ register: this.#registry, prefix: 'jalon_' });
  }

  /** @param route its pattern, never the address: what is in an address is nobody's metric */
  observe(method: string, route: string, status: number, seconds: number): void {
    this.#requests.labels(method, route, String(status)).observe(seconds);
  }

  streaming(open: number): void {
    this.#streams.set(open);
  }

  /** Without the ledger's figures while the database is out of reach. */
  async show(): Promise<{ contentType: string; text: string }> {
    await this.#askLedger().catch(() => {
      this.#lag.reset();
      this.#owed.forget();
    });
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  async #askLedger(): Promise<void> {
    const { position: head } = await this.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    const followers = await this.db.selectFrom('checkpoint').select(['name', 'version', 'position']).execute();
    for (const { name, version, position } of followers)
      this.#lag.labels(`${name} v${version}`).set(Math.max(0, head - position));
    await this.#owed.ask(this.db, this.clock.now());
  }
}
