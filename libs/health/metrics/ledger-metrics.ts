import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { collectDefaultMetrics, Gauge, Histogram, Registry, Counter } from 'prom-client';
import type { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { removedCounts } from '#database/removed-rows.js';
import type { EventStore } from '#event-store/event-store.js';
import { RELEASE } from '#settings/in-package.js';
import { type LogFigures, logFigures } from '#proof/ledger-log.js';
import { degradationsOf } from '../degradations.js';

/** Counted by the library under names that Prometheus reserves for counters; the event loop and file descriptors tell more. */
const MISNAMED = ['handles', 'requests', 'resources'].map((kind) => `jalon_nodejs_active_${kind}_total`);

/** The registry of a process, with the metrics that api and worker have in common. */
export function processMetrics(db: LedgerDatabase, events: EventStore<unknown>): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'jalon_' });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
  new Gauge({
    name: 'jalon_build_info',
    help: 'Always 1; the labels tell the release and the version of Node.js.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version: RELEASE, node: process.version }, 1);
  addPools(registry, db);
  addAppends(registry, events);
  return registry;
}

/** Read when they are asked for: what is in use between two scrapes does not show, what waits for long does. */
function addPools(registry: Registry, db: LedgerDatabase): void {
  const registers = [registry];
  new Gauge({
    name: 'jalon_database_pool_connections',
    help: 'Open connections to PostgreSQL, by pool and state (busy or idle).',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const { pool, busy, idle } of db.poolFigures) {
        this.set({ pool, state: 'busy' }, busy);
        this.set({ pool, state: 'idle' }, idle);
      }
    },
  });
  new Gauge({
    name: 'jalon_database_pool_max_connections',
    help: 'Connections that a pool opens at most.',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const { pool, most } of db.poolFigures) this.set({ pool }, most);
    },
  });
  new Gauge({
    name: 'jalon_database_pool_waiting',
    help: 'Statements and transactions that wait for a connection of a pool.',
    labelNames: ['pool'],
    registers,
    collect() {
      for (const { pool, waiting } of db.poolFigures) this.set({ pool }, waiting);
    },
  });
}

function addAppends(registry: Registry, events: EventStore<unknown>): void {
  const registers = [registry];
  const sizes = new Histogram({
    name: 'jalon_append_batch_events',
    help: 'Events per batch that was sent to PostgreSQL.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
    registers,
  });
  const durations = new Histogram({
    name: 'jalon_append_batch_duration_seconds',
    help: 'How long a batch took to commit, by result: answered, or failed as a whole.',
    labelNames: ['result'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  new Gauge({
    name: 'jalon_append_queue_waiting',
    help: 'Appends of this process that wait for the batch before them.',
    registers,
    collect() {
      this.set(events.queued);
    },
  });
  events.observeBatches(({ events: count, seconds, answered }) => {
    sizes.observe(count);
    durations.observe({ result: answered ? 'answered' : 'failed' }, seconds);
  });
}

interface Follower {
  name: string;
  version: number;
  /** Events that it has not followed, and when the first of them was recorded. */
  behind: number;
  since: Date | null;
}

/** How far the projections are behind the ledger, and what hinders them and the workers. */
class ProjectionMetrics {
  readonly #events: Gauge<'projection' | 'version'>;
  readonly #seconds: Gauge<'projection' | 'version'>;
  readonly #failures: Gauge<'projection'>;
  readonly #conditions: Gauge<'code'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const labelNames = ['projection', 'version'] as const;
    this.#events = new Gauge({
      name: 'jalon_projection_lag_events',
      help: 'Events that a projection has yet to follow.',
      ...{ labelNames, registers },
    });
    this.#seconds = new Gauge({
      name: 'jalon_projection_lag_seconds',
      help: 'Age of the first event that a projection has yet to follow; 0 when there is none.',
      ...{ labelNames, registers },
    });
    this.#failures = new Gauge({
      name: 'jalon_projection_failures',
      help: 'Streams or events that a projection could not process and retries.',
      labelNames: ['projection'] as const,
      registers,
    });
    this.#conditions = new Gauge({
      name: 'jalon_worker_conditions',
      help: 'Workers that are impaired, by cause.',
      labelNames: ['code'] as const,
      registers,
    });
  }

  async ask(db: LedgerDatabase, now: Date): Promise<void> {
    const { rows } = await sql<Follower>`
      select name, checkpoint.version, greatest(0, head.position - checkpoint.position) as behind,
        event.recorded_at as since
      from ledger_head head cross join checkpoint left join event on event.position = checkpoint.position + 1
    `.execute(db.health);
    const degradations = await degradationsOf(db.health);
    this.forget(); // a projection that was replaced has another version
    for (const { name: projection, version, behind, since } of rows) {
      const labels = { projection, version: String(version) };
      this.#events.set(labels, behind);
      this.#seconds.set(labels, since === null ? 0 : Math.max(0, (now.getTime() - since.getTime()) / 1000));
    }
    for (const one of degradations)
      if (one.code === 'projection-failures') this.#failures.set({ projection: one.projection }, one.count);
      else this.#conditions.inc({ code: one.code });
  }

  forget(): void {
    for (const gauge of [this.#events, this.#seconds, this.#failures, this.#conditions]) gauge.reset();
  }
}

const KEPT_MS = 10_000;

/** Rows that are counted of each state at most. */
const MOST_COUNTED = 100_000;

const FAILED_WITHIN_MS = 86_400_000;

/** Workers look for due reminders every minute, and one that died keeps its claims for some seconds. */
const LATE_MS = 300_000;

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
class PendingMetrics {
  readonly #reminders: Gauge<'state'>;
  readonly #deliveries: Gauge<'state'>;
  readonly #removed: Counter<'kind'>;
  readonly #stored: Gauge<'kind'>;
  readonly #due: Gauge;
  readonly #late: Gauge;
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
    this.#removed = new Counter({
      name: 'jalon_removed_total',
      help: 'What retention has removed: settled deliveries, past reminders, ended subscriptions, and held messages.',
      labelNames: ['kind'] as const,
      registers,
    });
    this.#stored = new Gauge({
      name: 'jalon_stored_bytes',
      help: 'Bytes of files of evidence, and of documents of registers.',
      labelNames: ['kind'] as const,
      registers,
    });
    this.#due = new Gauge({
      name: 'jalon_reminders_due',
      help: 'Reminders whose instant has come and that are not under way yet.',
      registers,
    });
    this.#late = new Gauge({
      name: 'jalon_reminders_late',
      help: 'Those of them that have been due for more than five minutes.',
      registers,
    });
    this.#lag = new Gauge({
      name: 'jalon_reminder_lag_seconds',
      help: 'For how long the oldest of them has been due; 0 when there is none.',
      registers,
    });
  }

  /** Counts are cached for ten seconds. The delay is read at each request. */
  async ask(db: LedgerDatabase, now: Date): Promise<void> {
    const lateBefore = new Date(now.getTime() - LATE_MS);
    const { rows } = await sql<{ due: number; late: number; since: Date | null }>`
      select count(*) as due, count(*) filter (where fire_at < ${lateBefore}) as late, min(fire_at) as since from (
        select fire_at from reminder where state = 'planned' and fire_at <= ${now} order by fire_at limit ${MOST_COUNTED}
      ) due
    `.execute(db);
    const { due = 0, late = 0, since = null } = rows[0] ?? {};
    this.#due.set(due);
    this.#late.set(late);
    this.#lag.set(since === null ? 0 : (now.getTime() - since.getTime()) / 1000);
    if (performance.now() - this.#countedAt < KEPT_MS) return;
    this.#counting ??= this.#count(db, now).finally(() => (this.#counting = undefined));
    await this.#counting;
  }

  forget(): void {
    for (const one of [this.#reminders, this.#deliveries, this.#removed, this.#stored]) one.reset();
    for (const one of [this.#due, this.#late, this.#lag]) one.remove(); // a reset would show 0
    this.#countedAt = -Infinity;
  }

  async #count(db: LedgerDatabase, now: Date): Promise<void> {
    const { rows } = await pendingCounts(now).execute(db);
    for (const { of, state, count } of rows)
      (of === 'reminder' ? this.#reminders : this.#deliveries).labels(state).set(count);
    const stored = await sql<{ kind: string; bytes: number }>`
      select 'evidence' as kind, coalesce(sum(size), 0)::float8 as bytes from evidence_file where removed_at is null
      union all select 'documents', coalesce(sum(octet_length(bytes)), 0)::float8 from register_document
    `.execute(db);
    for (const { kind, bytes } of stored.rows) this.#stored.labels(kind).set(bytes);
    const removed = await removedCounts(db);
    this.#removed.reset(); // the database counts
    for (const { kind, count } of removed) this.#removed.inc({ kind }, count);
    this.#countedAt = performance.now();
  }
}

/** Of the log that proves the ledger. */
class LogMetrics {
  readonly #gauges: Record<keyof LogFigures, Gauge>;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
    this.#gauges = {
      size: gauge('jalon_log_events', 'Events in the log.'),
      signed: gauge('jalon_log_signed_events', 'Events in the last signed head of the log.'),
      signedSecondsAgo: gauge('jalon_log_signed_age_seconds', 'Age of the last signed head of the log.'),
    };
  }

  async ask(db: LedgerDatabase): Promise<void> {
    const { size, signed, signedSecondsAgo } = await logFigures(db.health);
    this.forget();
    this.#gauges.size.set(size);
    if (signed !== null) this.#gauges.signed.set(signed);
    if (signedSecondsAgo !== null) this.#gauges.signedSecondsAgo.set(signedSecondsAgo);
  }

  forget(): void {
    for (const gauge of Object.values(this.#gauges)) gauge.remove();
  }
}

/** Metrics of the installation, not of a process: every process reports the same, read from the database at each request. */
export class LedgerMetrics {
  readonly #log = new Logger(LedgerMetrics.name);
  readonly #parts: readonly [ProjectionMetrics, PendingMetrics, LogMetrics];

  constructor(
    registry: Registry,
    private readonly db: LedgerDatabase,
  ) {
    this.#parts = [new ProjectionMetrics(registry), new PendingMetrics(registry), new LogMetrics(registry)];
  }

  /** Leaves out what it cannot read: a missing figure is better than an old one. */
  async ask(now: Date): Promise<void> {
    for (const part of this.#parts)
      await part.ask(this.db, now).catch((error: unknown) => {
        part.forget();
        if (outageOf(error) === undefined) this.#log.warn(`Metrics are incomplete: ${(error as Error).message}`);
      });
  }
}
