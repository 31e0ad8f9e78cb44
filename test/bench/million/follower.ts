import { statusProjection } from '#projections/status-projection.js';
import { agendaProjection } from '#projections/agenda-projection.js';
import { searchProjection } from '#projections/search/search-projection.js';
import { openDatabase } from '#database/connection.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { follow } from '#event-store/follow.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** A process that follows the ledger up to its head, for one projection; says how far it came and in how many ms. */
const projections = { board: statusProjection, agenda: agendaProjection, search: searchProjection };

const db = openDatabase({ url: process.env['DATABASE_URL'] ?? '', applicationName: 'bench follower' });
const events = new EventStore<LedgerEvent>(db, codec);
const projection = projections[process.argv[2] as keyof typeof projections](events, new SchemeCatalogue(db, events));
const ending = new AbortController();
const start = performance.now();
await follow(events, db, projection, {
  signal: ending.signal,
  onCaughtUp: (position) => {
    console.log(JSON.stringify({ position, ms: performance.now() - start }));
    ending.abort();
  },
  onError: (error) => {
    console.error(error);
    process.exit(1);
  },
});
await db.destroy();
process.disconnect();
