import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { pendingMigrations } from '#database/migrator.js';
import { outdatedAmong } from '#event-store/checkpoint.js';
import { degradationsOf, outdatedProjection } from '#health/degradations.js';
import { Followers } from './followers.js';
import { Queues } from './queues.js';

/** Why a worker does nothing, or not all of its work. */
type Unready =
  | { code: 'database-unreachable' | 'database-read-only' | 'migrations-pending' | 'queue-unreachable' }
  | { code: 'followers-stopped'; projections: string[] };

export type WorkerState = { status: 'ready'; degraded?: object[] } | { status: 'unavailable'; problems: Unready[] };

/** Whether this worker does all of its work. */
@Injectable()
export class WorkerReadiness {
  #checking: Promise<WorkerState> | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly queues: Queues,
    private readonly followers: Followers,
  ) {}

  /** Concurrent checks are one. */
  async check(): Promise<WorkerState> {
    this.#checking ??= this.#check().finally(() => (this.#checking = undefined));
    return this.#checking;
  }

  async #check(): Promise<WorkerState> {
    const problems: Unready[] = await this.#ofDatabase().catch(() => [{ code: 'database-unreachable' as const }]);
    if (!(await this.queues.areReachable())) problems.push({ code: 'queue-unreachable' });
    const { stopped } = this.followers;
    if (stopped.length > 0) problems.push({ code: 'followers-stopped', projections: stopped });
    if (problems.length > 0) return { status: 'unavailable', problems };
    const { health } = this.db;
    const outdated = await outdatedAmong(health, this.followers.versions);
    const degraded = [...outdated.map(outdatedProjection), ...(await degradationsOf(health))];
    return { status: 'ready', ...(degraded.length > 0 && { degraded }) };
  }

  async #ofDatabase(): Promise<Unready[]> {
    const { health } = this.db;
    if ((await pendingMigrations(health)).length > 0) return [{ code: 'migrations-pending' }];
    const { rows } = await sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(health);
    return rows[0]?.transaction_read_only === 'on' ? [{ code: 'database-read-only' }] : [];
  }
}
