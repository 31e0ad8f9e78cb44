import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { statusProjection } from '#projections/status-projection.js';
import { agendaProjection } from '#projections/agenda-projection.js';
import { searchProjection } from '#projections/search/search-projection.js';
import { Search, SearchHandler } from '#projections/search/search.js';
import { ListBoard, ListBoardHandler, type BoardAsked } from '#projections/list-board.js';
import { ListDeadlines, ListDeadlinesHandler, type DeadlinesAsked } from '#projections/list-deadlines.js';
import { ListDossiers, ListDossiersHandler, type DossiersAsked } from '#projections/list-dossiers.js';
import { ListProviders, ListProvidersHandler, type ProvidersAsked } from '#projections/list-providers.js';
import { Clock } from '#database/clock.js';
import type { LedgerDatabase } from '#database/connection.js';
import { advanceCheckpoint, openCheckpoint } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import type { RangeProjection } from '#event-store/follow.js';
import { FourEyes } from '#schemes/four-eyes.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Imported, Imports } from '#imports/imports.js';
import { NamesOnRecord } from '#imports/name-registry.js';

/** The real ledger, as a first start shows it. */
export const realLedger = (): Promise<Buffer> => readFile(join(import.meta.dirname, '../../samples/ledger.csv'));

/** Import and lists by hand, without a server around them. The board stands where `project` has brought it. */
export function boardOn(db: LedgerDatabase) {
  const events = new EventStore<LedgerEvent>(db, codec);
  const schemes = new SchemeCatalogue(db, events);
  const imports = new Imports(db, events, schemes, new NamesOnRecord(db, events), new FourEyes(db), new Clock());
  const projections = [statusProjection(events, schemes), agendaProjection(events, schemes)];
  const search = searchProjection(events);
  const tables = projections.flatMap((projection) => projection.tables);
  const all = { limit: 200 };
  return {
    events,
    schemes,
    /** Those that it is made of. */
    tables,
    import: (csv: Buffer | string): Promise<Imported> => imports.record(Buffer.from(csv), { actor: 'test' }),
    project: (reach = 1000): Promise<number> => project(db, events, projections, reach),
    /** What search finds, once it has followed the ledger. */
    search: async (text: string, asOf = '2026-11-25', reach = 1000) => {
      await project(db, events, [search], reach);
      return new SearchHandler(db, schemes).execute(new Search({ text, limit: 10, asOf }));
    },
    /** Empties it, as before the first `project`. */
    forget: async (owner: LedgerDatabase): Promise<void> => {
      await sql`truncate ${sql.join([...tables, 'checkpoint'].map((table) => sql.table(table)))}`.execute(owner);
    },
    lines: async (asked: Partial<BoardAsked> & { asOf: string }) =>
      new ListBoardHandler(db, events).execute(new ListBoard({ ...all, sort: 'urgency', page: 1, ...asked })),
    dossiers: async (asked: Partial<DossiersAsked> & { asOf: string }) =>
      new ListDossiersHandler(db, events, schemes).execute(new ListDossiers({ ...all, ...asked })),
    providers: async (asked: Partial<ProvidersAsked> & { asOf: string }) =>
      new ListProvidersHandler(db, events).execute(new ListProviders({ ...all, ...asked })),
    deadlines: async (asked: Partial<DeadlinesAsked> & { asOf: string }) =>
      new ListDeadlinesHandler(db, events).execute(new ListDeadlines({ ...all, state: 'open', within: 180, ...asked })),
  };
}

/** Brings the board and its deadlines from their checkpoints to the end of the ledger, as followers do. */
async function project(
  db: LedgerDatabase,
  events: EventStore<LedgerEvent>,
  projections: readonly RangeProjection[],
  reach: number,
): Promise<number> {
  const head = await events.head();
  for (const projection of projections) {
    let from = await openCheckpoint(db, projection);
    while (from < head) {
      const to = Math.min(from + reach, head);
      from = await advanceCheckpoint(db, projection, { from, to }, (tx) => projection.advance(from, to, tx));
    }
  }
  return head;
}
