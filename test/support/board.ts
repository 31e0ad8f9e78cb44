import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codec } from '#domain/event/codec.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { boardProjection } from '#board/board-projection.js';
import { ListDeadlines, ListDeadlinesHandler, type DeadlinesAsked } from '#board/list-deadlines.js';
import { ListDossiers, ListDossiersHandler, type DossiersAsked } from '#board/list-dossiers.js';
import { ListProviders, ListProvidersHandler, type ProvidersAsked } from '#board/list-providers.js';
import type { LedgerDatabase } from '#database/connection.js';
import { EventStore } from '#event-store/event-store.js';
import { ImportCsv, ImportCsvHandler, type Imported } from '#imports/import-csv.js';

/** The real ledger, as a first start shows it. */
export const realLedger = (): Promise<Buffer> => readFile(join(import.meta.dirname, '../../samples/ledger.csv'));

/** Import and lists by hand, without a server around them. The board stands where `project` has brought it. */
export function boardOn(db: LedgerDatabase) {
  const events = new EventStore<LedgerEvent>(db, codec);
  const all = { limit: 200 };
  return {
    events,
    import: (csv: Buffer | string): Promise<Imported> =>
      new ImportCsvHandler(db, events).execute(new ImportCsv(Buffer.from(csv), { actor: 'test' })),
    project: (batchSize = 1000): Promise<number> => project(db, events, batchSize),
    dossiers: async (asked: Partial<DossiersAsked> & { asOf: string }) =>
      new ListDossiersHandler(db, events).execute(new ListDossiers({ ...all, ...asked })),
    providers: async (asked: Partial<ProvidersAsked> & { asOf: string }) =>
      new ListProvidersHandler(db, events).execute(new ListProviders({ ...all, ...asked })),
    deadlines: async (asked: Partial<DeadlinesAsked> & { asOf: string }) =>
      new ListDeadlinesHandler(db, events).execute(new ListDeadlines({ ...all, state: 'open', within: 180, ...asked })),
  };
}

/** Brings the board from its checkpoint to the end of the ledger, as a follower does. */
async function project(db: LedgerDatabase, events: EventStore<LedgerEvent>, batchSize: number): Promise<number> {
  const projection = boardProjection(events, builtInSchemes);
  const { name, version } = projection;
  for (;;) {
    const row = await db
      .selectFrom('checkpoint')
      .select('position')
      .where('name', '=', name)
      .where('version', '=', version)
      .executeTakeFirst();
    const after = row?.position ?? 0;
    const batch = await events.readAll({ after, limit: batchSize });
    const position = batch.at(-1)?.position;
    if (position === undefined) return after;
    await db.transaction().execute(async (tx) => {
      await projection.handle(batch, tx);
      await tx
        .insertInto('checkpoint')
        .values({ name, version, position })
        .onConflict((conflict) => conflict.columns(['name', 'version']).doUpdateSet({ position }))
        .execute();
    });
  }
}
