import { Injectable, Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { migrationFiles } from '#database/migrator.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#language/reason.js';
import { Rejection } from '../problem/rejection.js';

/** Whether this process can serve. */
@Injectable()
export class Readiness {
  readonly #log = new Logger(Readiness.name);

  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Rejection unavailable, while the database is out of reach or older than this program */
  async assert(): Promise<void> {
    const applied = await this.#applied();
    const missing = Object.keys(await migrationFiles.getMigrations()).filter((name) => !applied.has(name));
    if (missing.length > 0) throw unavailable(reason('migrations-pending'));
  }

  async #applied(): Promise<ReadonlySet<string>> {
    try {
      const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(this.db);
      return new Set(rows.map(({ name }) => name));
    } catch (error) {
      this.#log.warn(`not ready: ${error instanceof Error ? error.message : 'the database does not answer'}`);
      throw unavailable(reason('database-unreachable'));
    }
  }
}

const unavailable = (why: Reason): Rejection => new Rejection('unavailable', why, [], { 'Retry-After': '2' });
