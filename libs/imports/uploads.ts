import { createHash } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type Kysely, type Selectable, sql, type Updateable } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { UploadTable } from '#database/tables/work.js';
import { Refusal } from '#domain/refusal.js';
import { canonicalJson, uuidOf } from '#event-store/encoding.js';

type Kind = UploadTable['kind'];

/** Access to files stored with a key, or to all. */
export type UploadAccess = { key: string } | 'all';

/** @template About what was said of the file */
interface NewUpload<About extends object> {
  kind: Kind;
  name: string;
  bytes: Buffer;
  about: About;
  /** Whether its preview has problems. */
  isInvalid?: boolean;
}

/** A stored file and the state of its recording. @template Result what is stored of the outcome */
export interface Upload<Result extends object, About extends object = object> {
  id: string;
  name: string;
  about: About;
  createdAt: Date;
  state:
    | { is: 'waiting' | 'invalid' | 'refused' | 'unfinished' }
    | { is: 'running'; step: UploadStep; beganAt: Date }
    | { is: 'done'; result: Result };
}

export type UploadStep = NonNullable<UploadTable['step']>;

/** What reads a kind of files: all or nothing. Resolves with what is stored of the outcome. */
export type RecordUpload = (bytes: Buffer, onStep: (step: UploadStep) => void) => Promise<object>;

/** Files per key and kind; the oldest is deleted. */
const MAX_PER_KEY = 5;

const RETENTION_MS = 24 * 3_600_000;

/** A recording without a heartbeat for this long has stopped. */
const HEARTBEAT_TIMEOUT_MS = 20_000;
const HEARTBEAT_MS = 2_000;

const keptSince = (now: Date): Date => new Date(now.getTime() - RETENTION_MS);

/** Deletes files past their retention, unless one is being recorded. Cheap if there are none: uses an index. */
export async function deleteOldUploads(db: Kysely<Database>, now: Date): Promise<void> {
  const old = keptSince(now);
  await sql`
    delete from upload where created_at < ${old} and (state <> 'running' or began_at < ${old})
  `.execute(db);
}

interface Run {
  id: string;
  beganAt: Date;
}

/**
 * Files that were uploaded to the console. Each is kept for a day, and recorded in the background once confirmed: one run per
 * file at a time, whichever process was asked. If the process stops in the middle, the heartbeat ends; the file then counts as
 * unfinished and can be recorded again, which records nothing twice.
 */
@Injectable()
export class Uploads implements BeforeApplicationShutdown {
  readonly #running = new Set<Promise<void>>();
  readonly #log = new Logger(Uploads.name);

  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a file until it is confirmed. The same one again resets its state, unless it is being recorded.
   *
   * @param replaces the id of a file of the key that it replaces
   */
  async store<About extends object>(upload: NewUpload<About>, key: string, replaces?: string): Promise<string> {
    const { kind, name, bytes, about, isInvalid } = upload;
    const state = isInvalid ? 'invalid' : 'waiting';
    const id = uuidOf('upload', kind, key, createHash('sha256').update(bytes).digest('hex'), canonicalJson(about));
    const now = this.clock.now();
    await this.db.transaction().execute(async (tx) => {
      await deleteOldUploads(tx, now);
      await sql`
        delete from upload where state <> 'running' and api_key = ${key} and kind = ${kind} and id <> ${id} and (
          id = ${replaces ?? null} and state <> 'done'
          or id in (
            select id from upload where api_key = ${key} and kind = ${kind} and id <> ${id}
            order by created_at desc offset ${MAX_PER_KEY - 1}
          )
        )
      `.execute(tx);
      await tx
        .insertInto('upload')
        .values({ id, kind, api_key: key, name, about: JSON.stringify(about), bytes, created_at: now, state })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ name, created_at: now, state, step: null, result: null })
            .where('upload.state', '<>', 'running'),
        )
        .execute();
    });
    return id;
  }

  /** A file with its bytes; `undefined` if there is none or access is denied. */
  async find<Result extends object, About extends object>(
    kind: Kind,
    id: string,
    access: UploadAccess,
  ): Promise<(Upload<Result, About> & { bytes: Buffer }) | undefined> {
    const now = this.clock.now();
    let query = this.db
      .selectFrom('upload')
      .selectAll()
      .where('id', '=', id)
      .where('kind', '=', kind)
      .where('created_at', '>', keptSince(now));
    if (access !== 'all') query = query.where('api_key', '=', access.key);
    const row = await query.executeTakeFirst();
    return row && { ...viewOf<Result, About>(row, now), bytes: row.bytes };
  }

  /** The files of a key, newest first. */
  async list<Result extends object>(kind: Kind, key: string): Promise<Upload<Result>[]> {
    const now = this.clock.now();
    const rows = await this.db
      .selectFrom('upload')
      .select(['id', 'name', 'about', 'created_at', 'state', 'step', 'began_at', 'beat_at', 'result'])
      .where('kind', '=', kind)
      .where('api_key', '=', key)
      .where('created_at', '>', keptSince(now))
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map((row) => viewOf(row, now));
  }

  /** Starts to record a file: not if that goes on already, it is recorded, or access is denied. */
  async start(id: string, access: UploadAccess, record: RecordUpload): Promise<void> {
    const beganAt = this.clock.now();
    const timedOutBefore = new Date(beganAt.getTime() - HEARTBEAT_TIMEOUT_MS);
    const { rows } = await sql<{ bytes: Buffer }>`
      update upload set state = 'running', step = 'reading', began_at = ${beganAt}, beat_at = ${beganAt}
      where id = ${id} and ${access === 'all' ? sql`true` : sql`api_key = ${access.key}`}
        and (state in ('waiting', 'invalid', 'refused', 'unfinished') or state = 'running' and beat_at < ${timedOutBefore})
      returning bytes
    `.execute(this.db);
    const bytes = rows[0]?.bytes;
    if (!bytes) return;
    const run = this.#run({ id, beganAt }, bytes, record);
    this.#running.add(run);
    void run.finally(() => this.#running.delete(run));
  }

  /** Waits for what is being recorded. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(run: Run, bytes: Buffer, record: RecordUpload): Promise<void> {
    let step: UploadStep = 'reading';
    const heartbeat = setInterval(() => void this.#update(run, { beat_at: this.clock.now(), step }), HEARTBEAT_MS);
    try {
      const result = await record(bytes, (at) => {
        step = at;
      });
      clearInterval(heartbeat);
      await this.#update(run, { state: 'done', result: JSON.stringify(result) });
    } catch (error) {
      clearInterval(heartbeat);
      const isRefused = error instanceof Refusal;
      if (!isRefused) this.#log.error(error);
      await this.#update(run, { state: isRefused ? 'refused' : 'unfinished' });
    }
  }

  /** No-op if another run has started since. If the update fails, the missing heartbeat shows it. */
  async #update({ id, beganAt }: Run, set: Updateable<UploadTable>): Promise<void> {
    await this.db
      .updateTable('upload')
      .set(set)
      .where('id', '=', id)
      .where('state', '=', 'running')
      .where('began_at', '=', beganAt)
      .execute()
      .catch((error: unknown) => {
        this.#log.error(error);
      });
  }
}

type Row = Omit<Selectable<UploadTable>, 'bytes' | 'kind' | 'api_key'>;

const viewOf = <Result extends object, About extends object>(row: Row, now: Date): Upload<Result, About> => ({
  id: row.id,
  name: row.name,
  about: row.about as About,
  createdAt: row.created_at,
  state: stateOf<Result>(row, now),
});

function stateOf<Result extends object>(
  { state, step, began_at: beganAt, beat_at: beatAt, result }: Row,
  now: Date,
): Upload<Result>['state'] {
  if (state === 'done') return { is: 'done', result: result as Result };
  if (state !== 'running') return { is: state };
  const hasStopped = beatAt === null || now.getTime() - beatAt.getTime() > HEARTBEAT_TIMEOUT_MS;
  return hasStopped || !step || !beganAt ? { is: 'unfinished' } : { is: 'running', step, beganAt };
}
