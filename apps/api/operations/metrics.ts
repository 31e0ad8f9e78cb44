import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { degradationsOf } from '#health/degradations.js';

/**
 * Metrics of this process, the lag of the projections, and pending reminders and deliveries, in the Prometheus text format.
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

  readonly #failures = new Gauge({
    name: 'jalon_projection_failures',
    help: 'How many streams or events a projection could not process and retries.',
    labelNames: ['projection'],
    registers: [this.#registry],
  });
  readonly #conditions = new Gauge({
    name: 'jalon_worker_conditions',
    help: 'How many workers are hindered, by what.',
    labelNames: ['code'],
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

  /** @param route its pattern, not the address, which may contain ids and names */
  observe(method: string, route: string, status: number, seconds: number): void {
    this.#requests.labels(method, route, String(status)).observe(seconds);
  }

  streaming(open: number): void {
    this.#streams.set(open);
  }

  /** Without ledger metrics while the database is unreachable. */
  async show(): Promise<{ contentType: string; text: string }> {
    await this.#askLedger().catch(() => {
      for (const gauge of [this.#lag, this.#failures, this.#conditions]) gauge.reset();
    });
    await this.#owed.ask(this.db, this.clock.now()).catch(() => {
      this.#owed.forget();
    });
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  async #askLedger(): Promise<void> {
    const { position: head } = await this.db.health
      .selectFrom('ledger_head')
      .select('position')
      .executeTakeFirstOrThrow();
    const followers = await this.db.health.selectFrom('checkpoint').select(['name', 'version', 'position']).execute();
    for (const { name, version, position } of followers)
      this.#lag.labels(`${name} v${version}`).set(Math.max(0, head - position));
    const degradations = await degradationsOf(this.db.health);
    this.#failures.reset();
    this.#conditions.reset();
    for (const one of degradations)
      if (one.code === 'projection-failures') this.#failures.labels(one.projection).set(one.count);
      else this.#conditions.labels(one.code).inc();
  }
}

const KEPT_MS = 10_000;

interface Counted {
  of: 'reminder' | 'delivery';
  state: string;
  count: number;
}

/** Pending and completed work of the worker, and its delay. Recipients are not exposed. */
class OwedFigures {
  readonly #reminders: Gauge<'state'>;
  readonly #deliveries: Gauge<'state'>;
  readonly #due: Gauge;
  readonly #lag: Gauge;
  #countedAt = -Infinity;
  #counting: Promise<void> | undefined;

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ['state'] as const;
    this.#reminders = new Gauge({
      name: 'jalon_reminders',
      help: 'Reminders of deadlines, by state.',
      ...{ labelNames, registers },
    });
    this.#deliveries = new Gauge({
      name: 'jalon_deliveries',
      help: 'Messages to subscribers, by state.',
      ...{ labelNames, registers },
    });
    this.#due = new Gauge({
      name: 'jalon_reminders_due',
      help: 'Reminders whose instant has come and that are not under way yet.',
      registers,
    });
    this.#lag = new Gauge({
      name: 'jalon_reminder_lag_seconds',
      help: 'Since when the oldest of them is due; 0 when there is none.',
      registers,
    });
  }

  /**
   * Counts are cached for ten seconds, because they read whole tables and the endpoint is public. The delay is read at each
   * request.
   */
  async ask(db: LedgerDatabase, now: Date): Promise<void> {
    const { rows } = await sql<{ due: number; since: Date | null }>`
      select count(*) as due, min(fire_at) as since from reminder where state = 'planned' and fire_at <= ${now}
    `.execute(db);
    const { due = 0, since = null } = rows[0] ?? {};
    this.#due.set(due);
    this.#lag.set(since === null ? 0 : (now.getTime() - since.getTime()) / 1000);
    if (performance.now() - this.#countedAt < KEPT_MS) return;
    this.#counting ??= this.#count(db).finally(() => (this.#counting = undefined));
    await this.#counting;
  }

  forget(): void {
    for (const gauge of [this.#reminders, this.#deliveries, this.#due, this.#lag]) gauge.reset();
    this.#countedAt = -Infinity;
  }

  async #count(db: LedgerDatabase): Promise<void> {
    const { rows } = await sql<Counted>`
      select 'reminder' as of, state, count(*) as count from reminder group by state
      union all
      select 'delivery', state, count(*) from delivery group by state
    `.execute(db);
    this.#reminders.reset();
    this.#deliveries.reset();
    for (const { of, state, count } of rows)
      (of === 'reminder' ? this.#reminders : this.#deliveries).labels(state).set(count);
    this.#countedAt = performance.now();
  }
}
