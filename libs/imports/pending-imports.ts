import { createHash } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Selectable, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { PendingImportTable } from '#database/tables/pending-import.js';
import { uuidOf } from '#event-store/encoding.js';
import type { DossierChange } from './import-preview.js';
import type { Imported, ImportStep } from './import-csv.js';
import { deleteOldUploads, hasTimedOut, keptSince, MAX_PER_KEY, type UploadAccess } from './uploads.js';

/**
 * Stores a file for a day until it is confirmed. Storing the same file with the same key again resets its state, unless it is
 * being imported.
 */
export class StoreImport extends Command<string> {
  constructor(
    readonly file: { name: string; bytes: Buffer },
    /** Whether its preview has problems. */
    readonly isInvalid: boolean,
    readonly key: string,
    /** The id of a pending import to replace. */
    readonly replaces?: string,
  ) {
    super();
  }
}

@CommandHandler(StoreImport)
export class StoreImportHandler implements ICommandHandler<StoreImport> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  async execute({ file: { name, bytes }, isInvalid, key, replaces }: StoreImport): Promise<string> {
    const state = isInvalid ? 'invalid' : 'waiting';
    const id = uuidOf('pending-import', key, createHash('sha256').update(bytes).digest('hex'));
    const now = this.clock.now();
    await this.db.transaction().execute(async (tx) => {
      await deleteOldUploads(tx, now);
      await evictImports(tx, { key, replaces: replaces === id ? undefined : replaces });
      await tx
        .insertInto('pending_import')
        .values({ id, api_key: key, name, bytes, created_at: now, state })
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ name, created_at: now, state, step: null, result: null })
            .where('pending_import.state', '<>', 'running'),
        )
        .execute();
    });
    return id;
  }
}

/** Deletes the replaced file and the oldest ones beyond the limit, except files being imported. */
async function evictImports(
  tx: Transaction<Database>,
  { key, replaces = null }: { key: string; replaces?: string | null | undefined },
): Promise<void> {
  await sql`
    delete from pending_import where state <> 'running' and (
      api_key = ${key} and id = ${replaces} and state <> 'done'
      or id in (select id from pending_import where api_key = ${key} order by created_at desc offset ${MAX_PER_KEY - 1})
    )
  `.execute(tx);
}

/** A pending import with its bytes; `undefined` if there is none or access is denied. */
export class GetPendingImport extends Query<(PendingImport & { bytes: Buffer }) | undefined> {
  constructor(
    readonly id: string,
    readonly access: UploadAccess,
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

  async execute({ id, access }: GetPendingImport) {
    const now = this.clock.now();
    let query = this.db
      .selectFrom('pending_import')
      .selectAll()
      .where('id', '=', id)
      .where('created_at', '>', keptSince(now));
    if (access !== 'all') query = query.where('api_key', '=', access.key);
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
  if (state === 'done') return { is: 'done', result: result as ImportResult | ImportProposed };
  if (state !== 'running') return { is: state };
  return hasTimedOut(beatAt, now) || !step || !beganAt ? { is: 'unfinished' } : { is: 'running', step, beganAt };
}

/** The result of an import, with the changes that its preview listed. */
export interface ImportResult extends Imported {
  changes: DossierChange[];
  /** Number of dossiers with new events, listed or not. */
  touched: number;
  /** Providers that rows are about. */
  about: { id: string; name: string }[];
}

/** Nothing is recorded until a second person approves it. */
export interface ImportProposed {
  /** Id of the proposal. */
  proposal: string;
}

/** A stored file and the state of its import. */
export interface PendingImport {
  id: string;
  /** File name. */
  name: string;
  createdAt: Date;
  state:
    | { is: 'waiting' | 'invalid' | 'refused' | 'unfinished' }
    | { is: 'running'; step: ImportStep; beganAt: Date }
    | { is: 'done'; result: ImportResult | ImportProposed };
}

/** The pending imports of a key, newest first. */
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
      .where('created_at', '>', keptSince(now))
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    return rows.map((row) => viewOf(row, now));
  }
}
