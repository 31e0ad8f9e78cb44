import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { boardProjection } from '#projections/board-projection.js';
import { Search } from '#projections/search/search.js';
import { type BoardAsked, BoardLists } from '#projections/list-board.js';
import { DeadlineLists, type DeadlinesAsked } from '#projections/list-deadlines.js';
import { DossierLists, type DossiersAsked } from '#projections/list-dossiers.js';
import { ProviderLists, type ProvidersAsked } from '#projections/list-providers.js';
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
  const projection = boardProjection(events, schemes);
  const { tables } = projection;
  const all = { limit: 200 };
  return {
    events,
    schemes,
    /** Those that it is made of. */
    tables,
    import: (csv: Buffer | string): Promise<Imported> => imports.record(Buffer.from(csv), { actor: 'test' }),
    project: (reach = 1000): Promise<number> => project(db, events, projection, reach),
    /** What search finds, once it has followed the ledger. */
    search: async (text: string, asOf = '2026-11-25', reach = 1000) => {
      await project(db, events, projection, reach);
      return new Search(db, schemes).find({ text, limit: 10, asOf });
    },
    /** Empties it, as before the first `project`. */
    forget: async (owner: LedgerDatabase): Promise<void> => {
      await sql`truncate ${sql.join([...tables, 'checkpoint'].map((table) => sql.table(table)))}`.execute(owner);
    },
    lines: async (asked: Partial<BoardAsked> & { asOf: string }) =>
      new BoardLists(db, events).page({ ...all, sort: 'urgency', page: 1, ...asked }),
    dossiers: async (asked: Partial<DossiersAsked> & { asOf: string }) =>
      new DossierLists(db, events, schemes).page({ ...all, ...asked }),
    providers: async (asked: Partial<ProvidersAsked> & { asOf: string }) =>
      new ProviderLists(db, events).page({ ...all, ...asked }),
    deadlines: async (asked: Partial<DeadlinesAsked> & { asOf: string }) =>
      new DeadlineLists(db, events).page({ ...all, state: 'open', within: 180, ...asked }),
  };
}

/** Brings the lists from their checkpoint to the end of the ledger, as a follower does. */
async function project(
  db: LedgerDatabase,
  events: EventStore<LedgerEvent>,
  projection: RangeProjection,
  reach: number,
): Promise<number> {
  const head = await events.head();
  let from = await openCheckpoint(db, projection);
  while (from < head) {
    const to = Math.min(from + reach, head);
    from = await advanceCheckpoint(db, projection, { from, to }, (tx) => projection.advance(from, to, tx));
  }
  return head;
}
