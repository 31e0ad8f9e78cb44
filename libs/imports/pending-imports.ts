import { createHash } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { PendingImportTable } from '#database/tables/pending-import.js';
import { uuidOf } from '#event-store/encoding.js';
import type { DossierChange } from './import-preview.js';
import type { Imported, ImportStep } from './import-csv.js';

/** Of one key; the oldest makes room for another. */
const MOST = 5;

/**
 * Keeps a file for a day, until somebody confirms it. The same file of the same key, kept again, is the same one, and begins
 * anew unless it is being recorded.
 */
export class KeepImport extends Command<string> {
  constructor(
    readonly file: { name: string; bytes: Buffer },
    readonly key: string,
    /** The one that it takes the place of. */
    readonly instead?: string,
  ) {
    super();
  }
}

@CommandHandler(KeepImport)
export class KeepImportHandler implements ICommandHandler<KeepImport> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ file: { name, bytes }, key, instead }: KeepImport): Promise<string> {
    const id = uuidOf('pending-import', key, createHash('sha256').update(bytes).digest('hex'));
    const now = this.clock.now();
    await this.db.transaction().execute(async (tx) => {
      await deleteOldImports(tx, now);
      await makeRoom(tx, { key, instead: instead === id ? undefined : instead });
      await tx
        .insertInto('pending_import')
        .values({ id, api_key: key, name, bytes, created_at: now, state: 'waiting' })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ name, created_at: now, state: 'waiting', step: null, result: null })
            .where('pending_import.state', '<>', 'running'),
        )
        .execute();
    });
    return id;
  }
}

/** Deletes what is replaced, and what is one too many. Nothing that is being recorded. */
async function makeRoom(
  tx: Transaction<Database>,
  { key, instead = null }: { key: string; instead?: string | null | undefined },
): Promise<void> {
  await sql`
    delete from pending_import where state <> 'running' and (
      api_key = ${key} and id = ${instead} and state <> 'done'
      or id in (select id from pending_import where api_key = ${key} order by created_at desc offset ${MOST - 1})
    )
  `.execute(tx);
}

/** A file that waits, with its bytes; `undefined` when there is none, or it is out of reach. */
export class GetPendingImport extends Query<(PendingImport & { bytes: Buffer }) | undefined> {
  constructor(
    readonly id: string,
    readonly reach: ImportReach,
  ) {
    super();
  }
}

@QueryHandler(GetPendingImport)
export class GetPendingImportHandler implements IQueryHandler<GetPendingImport> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ id, reach }: GetPendingImport) {
    const now = this.clock.now();
    let query = this.db
      .selectFrom('pending_import')
      .selectAll()
      .where('id', '=', id)
      .where('created_at', '>', new Date(now.getTime() - KEPT_MS));
    if (reach !== 'all') query = query.where('api_key', '=', reach.key);
    const row = await query.executeTakeFirst();
    return row && { ...viewOf(row, now), bytes: row.bytes };
  }
}

function viewOf(row: Omit<Selectable<PendingImportTable>, 'bytes'>, now: Date): PendingImport {
  return { id: row.id, name: row.name, createdAt: row.created_at, state: stateOf(row, now) };
}

function stateOf(
  { state, step, began_at: beganAt, beat_at: beatAt, result }: Omit<Selectable<PendingImportTable>, 'bytes'>,
  now: Date,
): PendingImport['state'] {
  if (state === 'done') return { is: 'done', result: result as ImportResult };
  if (state !== 'running') return { is: state };
  const isSilent = beatAt === null || now.getTime() - beatAt.getTime() > SILENCE_MS;
  return isSilent || !step || !beganAt ? { is: 'unfinished' } : { is: 'running', step, beganAt };
}

/** Whose files one may see and record: those that came with a key, or everybody's. */
export type ImportReach = { key: string } | 'all';

/** What was recorded, and how it was to change the dossiers, as far as that is listed. */
export interface ImportResult extends Imported {
  changes: DossierChange[];
  /** How many got events, listed or not. */
  touched: number;
  /** Providers that rows are about. */
  about: { id: string; name: string }[];
}

/** A file that waits to be confirmed, or was. */
export interface PendingImport {
  id: string;
  /** What its sender calls the file. */
  name: string;
  createdAt: Date;
  state:
    | { is: 'waiting' | 'refused' | 'unfinished' }
    | { is: 'running'; step: ImportStep; beganAt: Date }
    | { is: 'done'; result: ImportResult };
}

/** Files are shown for so long; some time after that they are deleted. */
const KEPT_MS = 24 * 3_600_000;

/** Whoever records a file and has not said so for this long has stopped, however it ended. */
export const SILENCE_MS = 20_000;
export const BEAT_MS = 2_000;

/** The files of a key that are kept, the newest first. */
export class ListPendingImports extends Query<PendingImport[]> {
  constructor(readonly key: string) {
    super();
  }
}

@QueryHandler(ListPendingImports)
export class ListPendingImportsHandler implements IQueryHandler<ListPendingImports> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ key }: ListPendingImports): Promise<PendingImport[]> {
    const now = this.clock.now();
    const rows = await this.db
      .selectFrom('pending_import')
      .select(['id', 'api_key', 'name', 'created_at', 'state', 'step', 'began_at', 'beat_at', 'result'])
      .where('api_key', '=', key)
      .where('created_at', '>', new Date(now.getTime() - KEPT_MS))
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map((row) => viewOf(row, now));
  }
}

/** Deletes files that are shown no more, unless one is being recorded. An index makes it cheap when there is nothing to do. */
export async function deleteOldImports(db: Kysely<Database>, now: Date): Promise<void> {
  const old = new Date(now.getTime() - KEPT_MS);
  await sql`
    delete from pending_import where created_at < ${old} and (state <> 'running' or began_at < ${old})
  `.execute(db);
}
