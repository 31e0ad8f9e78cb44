import { Logger } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import type { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { Refusal } from '#domain/refusal.js';

/** Tables of files that were uploaded to the console. Each is kept for a day, and recorded in the background once confirmed. */
const UPLOADS = ['pending_import', 'register_upload'] as const;

/** Access to files stored with a key, or to all. */
export type UploadAccess = { key: string } | 'all';

/** Files per key and table; the oldest is deleted. */
export const MAX_PER_KEY = 5;

const RETENTION_MS = 24 * 3_600_000;

/** A recording without a heartbeat for this long has stopped. */
const HEARTBEAT_TIMEOUT_MS = 20_000;
const HEARTBEAT_MS = 2_000;

/** The instant after which a file that is still kept was uploaded. */
export const keptSince = (now: Date): Date => new Date(now.getTime() - RETENTION_MS);

/** Whether a recording has stopped without an outcome. @param beatAt its last heartbeat */
export const hasTimedOut = (beatAt: Date | null, now: Date): boolean =>
  beatAt === null || now.getTime() - beatAt.getTime() > HEARTBEAT_TIMEOUT_MS;

/** Deletes files past their retention, unless one is being recorded. Cheap if there are none: uses an index. */
export async function deleteOldUploads(db: Kysely<Database>, now: Date): Promise<void> {
  const old = keptSince(now);
  for (const table of UPLOADS)
    await sql`
      delete from ${sql.table(table)} where created_at < ${old} and (state <> 'running' or began_at < ${old})
    `.execute(db);
}

/** Values by column of the table. */
type Columns = Readonly<Record<string, unknown>>;

interface Recording {
  /** All or nothing. Resolves with what is stored of the outcome. */
  record: (bytes: Buffer) => Promise<Columns>;
  /** What is stored at the start and with each heartbeat. */
  progress?: () => Columns;
}

interface Run {
  id: string;
  beganAt: Date;
}

/**
 * Records uploaded files in the background, one run per file at a time, whichever process was asked. If the process stops in
 * the middle, the heartbeat ends; the file then counts as unfinished and can be recorded again.
 */
export class UploadRuns {
  readonly #running = new Set<Promise<void>>();
  readonly #log = new Logger(UploadRuns.name);

  constructor(
    private readonly table: (typeof UPLOADS)[number],
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Returns whether this call started the run: not if one goes on, the file is recorded, or access is denied. */
  async start(id: string, access: UploadAccess, recording: Recording): Promise<boolean> {
    const beganAt = this.clock.now();
    const timedOutBefore = new Date(beganAt.getTime() - HEARTBEAT_TIMEOUT_MS);
    const begun = { state: 'running', began_at: beganAt, beat_at: beganAt, ...recording.progress?.() };
    const { rows } = await sql<{ bytes: Buffer }>`
      update ${sql.table(this.table)} set ${assigned(begun)}
      where id = ${id} and ${access === 'all' ? sql`true` : sql`api_key = ${access.key}`}
        and (state in ('waiting', 'invalid', 'refused', 'unfinished') or state = 'running' and beat_at < ${timedOutBefore})
      returning bytes
    `.execute(this.db);
    const bytes = rows[0]?.bytes;
    if (!bytes) return false;
    const run = this.#run({ id, beganAt }, bytes, recording);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
    return true;
  }

  /** Waits for those that go on. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(run: Run, bytes: Buffer, { record, progress }: Recording): Promise<void> {
    const beat = () => this.#update(run, { beat_at: this.clock.now(), ...progress?.() });
    const heartbeat = setInterval(() => void beat(), HEARTBEAT_MS);
    try {
      const outcome = await record(bytes);
      clearInterval(heartbeat);
      await this.#update(run, { state: 'done', ...outcome });
    } catch (error) {
      clearInterval(heartbeat);
      const isRefused = error instanceof Refusal;
      if (!isRefused) this.#log.error(error);
      await this.#update(run, { state: isRefused ? 'refused' : 'unfinished' });
    }
  }

  /** No-op if another run has started since. If the update fails, the missing heartbeat shows it. */
  async #update({ id, beganAt }: Run, set: Columns): Promise<void> {
    await sql`
      update ${sql.table(this.table)} set ${assigned(set)}
      where id = ${id} and state = 'running' and began_at = ${beganAt}
    `
      .execute(this.db)
      .catch((error: unknown) => {
        this.#log.error(error);
      });
  }
}

const assigned = (set: Columns) =>
  sql.join(Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`));
