import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventStore } from '#event-store/event-store.js';
import { RELEASE } from '#settings/in-package.js';

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
  if (!db.replica) return;
  new Gauge({
    name: 'jalon_database_replica_usable',
    help: '1 if lists can be read from the replica, 0 if it is lost or behind and the primary is read in its place.',
    registers,
    async collect() {
      this.set(Number(await db.replica?.compare()));
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
