import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { LedgerDatabase } from '#database/connection.js';

const KEPT_MS = 10_000;

interface Counted {
  of: 'reminder' | 'delivery';
  state: string;
  count: number;
}

/** What the worker owes and has done: counts, and how late it is. Who is told of what is nobody's metric. */
export class OwedFigures {
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
   * Counts all of them at most every ten seconds, however often they are asked for: anybody may ask, and the counting
   * reads whole tables. How late it is is looked up every time.
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
