import { createHash } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { uuidOf } from '#event-store/id.js';
import { deleteOldImports } from './delete-old-imports.js';

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
