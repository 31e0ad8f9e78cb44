import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { LedgerDatabase } from '#database/connection.js';
import { degradationsOf } from '../degradations.js';

interface Follower {
  name: string;
  version: number;
  /** Events that it has not followed, and when the first of them was recorded. */
  behind: number;
  since: Date | null;
}

/** How far the projections are behind the ledger, and what hinders them and the workers. */
export class ProjectionMetrics {
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
