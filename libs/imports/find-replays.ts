import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { Breather } from '#event-store/breather.js';
import { eventOf, idOf } from './event-of-row.js';
import type { NameBook } from './name-book.js';
import type { ImportRow } from './parse-row.js';
import { dependencyMeant, dossiersMeant } from './resolve-row.js';

/**
 * The rows that are on record already. Looked for in every stream that a row can mean, so that a file that was imported
 * once is recognised even when names in it have become ambiguous since.
 */
export async function findReplays(
  db: LedgerDatabase,
  rows: readonly ImportRow[],
  book: NameBook,
): Promise<ReadonlySet<ImportRow>> {
  const breather = new Breather();
  const candidates: { row: ImportRow; ids: string[] }[] = [];
  for (const row of rows) {
    candidates.push({ row, ids: possibleIds(row, book) });
    if (breather.due) await breather.rest();
  }
  const ids = candidates.flatMap((candidate) => candidate.ids);
  const found = await sql<{ id: string }>`select id from event where id = any(${ids}::uuid[])`.execute(db);
  const recorded = new Set(found.rows.map(({ id }) => id));
  return new Set(candidates.filter((candidate) => candidate.ids.some((id) => recorded.has(id))).map(({ row }) => row));
}

function possibleIds(row: ImportRow, book: NameBook): string[] {
  const providers = book.providersCalled(row.provider);
  if (row.about === 'provider') return providers.map((id) => idOf(providerStream(id), row.event));
  const dependsOn = dependencyMeant(row, book);
  if (typeof dependsOn === 'object') return [];
  const event = eventOf(row, dependsOn);
  return providers
    .flatMap((provider) => dossiersMeant(row, book.dossiersOf(provider, row.scheme)))
    .map(({ id }) => idOf(dossierStream(id), event));
}
