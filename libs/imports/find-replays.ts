import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { fold } from '#domain/text/fold.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { eventOf, idOf } from './event-of-row.js';
import { providerId, type NameBook } from './name-book.js';
import type { DossierRow, ImportRow } from './parse-row.js';
import { dependenciesEver } from './resolve-row.js';

const IDS_AT_ONCE = 20_000;

/**
 * The rows that are on record already. Looked for in every stream that a row can have meant, so that a file that was
 * imported once is recognised whatever has become of its names since. Of a row with a blank service that is every dossier
 * of the provider and the scheme: it counts as on record when any of them has it.
 */
export async function findReplays(
  db: LedgerDatabase,
  rows: readonly ImportRow[],
  book: NameBook,
): Promise<ReadonlySet<ImportRow>> {
  const slice = new TimeSlice();
  const replays = new Set<ImportRow>();
  let asked: Candidate[] = [];
  for (const row of rows) {
    for (const place of possiblePlaces(row, book)) asked.push({ ...place, row });
    if (asked.length > IDS_AT_ONCE) {
      await keepRecorded(db, asked, replays);
      asked = [];
    }
    if (slice.isOver) await slice.yield();
  }
  await keepRecorded(db, asked, replays);
  return replays;
}

/** Under which id an event is on record, if it is, and where. */
interface Place {
  stream: string;
  id: string;
}

interface Candidate extends Place {
  row: ImportRow;
}

async function keepRecorded(db: LedgerDatabase, asked: readonly Candidate[], replays: Set<ImportRow>): Promise<void> {
  const ids = asked.map(({ id }) => id);
  const found = await sql<Place>`select id, stream from event where id = any(${ids}::uuid[])`.execute(db);
  const streams = new Map(found.rows.map(({ id, stream }) => [id, stream]));
  for (const { id, stream, row } of asked) if (streams.get(id) === stream) replays.add(row);
}

/** A provider whose name was corrected since is found by the id that its first name gave it. */
function possiblePlaces(row: ImportRow, book: NameBook): Place[] {
  const providers = [...new Set([...book.providersCalled(row.provider), providerId(row.provider)])];
  if (row.about === 'provider') return providers.map((id) => placeOf(providerStream(id), row.event));
  const events =
    row.dependsOn === undefined ? [row.event] : dependenciesEver(row, book).map((dossier) => eventOf(row, dossier));
  const dossiers = new Set(providers.flatMap((provider) => dossiersEverMeant(row, provider, book)));
  return [...dossiers].flatMap((id) => events.map((event) => placeOf(dossierStream(id), event)));
}

const placeOf = (stream: string, event: ImportRow['event']): Place => ({ stream, id: idOf(stream, event) });

function dossiersEverMeant({ service, scheme }: DossierRow, provider: string, book: NameBook): string[] {
  const all = book.dossiersOf(provider, scheme);
  const meant = service === undefined ? all : all.filter(({ everCalled }) => everCalled.has(fold(service)));
  return meant.map(({ id }) => id);
}
