import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Clock } from '#database/clock.js';
import { removedCounts } from '#database/removed-rows.js';
import { LedgerDatabase } from '#database/connection.js';
import { degradationsOf } from '#health/degradations.js';
import { ListRegisters } from '#registers/get-register.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { RegisterFigures } from './register-metrics.js';

/**
 * Metrics of this process, the lag of the projections, pending reminders and deliveries, and the age of registers, in the
 * Prometheus text format.
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
  readonly #registers = new RegisterFigures(this.#registry);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly queries: QueryBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
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
      this.#registers.forget();
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
    this.#lag.reset(); // a projection that was replaced has another label
    for (const { name, version, position } of followers)
      this.#lag.labels(`${name} v${version}`).set(Math.max(0, head - position));
    const degradations = await degradationsOf(this.db.health);
    this.#failures.reset();
    this.#conditions.reset();
    for (const one of degradations)
      if (one.code === 'projection-failures') this.#failures.labels(one.projection).set(one.count);
      else this.#conditions.labels(one.code).inc();
    const views = await this.queries.execute(new ListRegisters());
    await this.#registers.ask(this.db, views, this.clock.today(this.settings.JALON_TIMEZONE));
  }
}

const KEPT_MS = 10_000;

/** Rows that are counted of each state at most. */
const MOST_COUNTED = 100_000;

const FAILED_WITHIN_MS = 86_400_000;

interface Counted {
  of: 'reminder' | 'delivery';
  state: string;
  count: number;
}

/**
 * Counts what is pending, and what has failed in the last day. Each count reads an index that has no other rows: its cost
 * depends neither on what was sent before nor, beyond a limit, on what is pending.
 */
export const pendingCounts = (now: Date) => {
  const since = new Date(now.getTime() - FAILED_WITHIN_MS);
  const count = (of: Counted['of'], state: string, within = sql``) => sql`
    select ${of} as of, ${state} as state, count(*) from (
      select from ${sql.table(of)} where state = ${sql.lit(state)} ${within} limit ${MOST_COUNTED}
    ) counted
  `;
  const counts = [
    ...[count('reminder', 'planned'), count('reminder', 'claimed')],
    count('reminder', 'failed', sql`and fire_at > ${since}`),
    ...[count('delivery', 'planned'), count('delivery', 'claimed')],
    count('delivery', 'failed', sql`and created_at > ${since}`),
  ];
  return sql<Counted>`${sql.join(counts, sql` union all `)}`;
};

/** Pending work of the worker, recent failures, and its delay. Recipients are not exposed. */
class OwedFigures {
  readonly #reminders: Gauge<'state'>;
  readonly #deliveries: Gauge<'state'>;
  readonly #removed: Gauge<'kind'>;
  readonly #due: Gauge;
  readonly #lag: Gauge;
  #countedAt = -Infinity;
  #counting: Promise<void> | undefined;

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ['state'] as const;
    this.#reminders = new Gauge({
      name: 'jalon_reminders',
      help: `Pending reminders of deadlines, and those of the last day that failed; at most ${MOST_COUNTED}.`,
      ...{ labelNames, registers },
    });
    this.#deliveries = new Gauge({
      name: 'jalon_deliveries',
      help: `Pending messages to subscribers, and those of the last day that failed; at most ${MOST_COUNTED}.`,
      ...{ labelNames, registers },
    });
    this.#removed = new Gauge({
      name: 'jalon_removed_total',
      help: 'What retention has removed: settled deliveries, past reminders, ended subscriptions, and held messages.',
      labelNames: ['kind'] as const,
      registers,
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
   * Counts are cached for ten seconds. The delay is read at each request.
   */
  async ask(db: LedgerDatabase, now: Date): Promise<void> {
    const { rows } = await sql<{ due: number; since: Date | null }>`
      select count(*) as due, min(fire_at) as since from (
        select fire_at from reminder where state = 'planned' and fire_at <= ${now} order by fire_at limit ${MOST_COUNTED}
      ) due
    `.execute(db);
    const { due = 0, since = null } = rows[0] ?? {};
    this.#due.set(due);
    this.#lag.set(since === null ? 0 : (now.getTime() - since.getTime()) / 1000);
    if (performance.now() - this.#countedAt < KEPT_MS) return;
    this.#counting ??= this.#count(db, now).finally(() => (this.#counting = undefined));
    await this.#counting;
  }

  forget(): void {
    for (const gauge of [this.#reminders, this.#deliveries, this.#removed, this.#due, this.#lag]) gauge.reset();
    this.#countedAt = -Infinity;
  }

  async #count(db: LedgerDatabase, now: Date): Promise<void> {
    const { rows } = await pendingCounts(now).execute(db);
    for (const { of, state, count } of rows)
      (of === 'reminder' ? this.#reminders : this.#deliveries).labels(state).set(count);
    for (const { kind, count } of await removedCounts(db)) this.#removed.labels(kind).set(count);
    this.#countedAt = performance.now();
  }
}
