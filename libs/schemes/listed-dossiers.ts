import { isOfEntry } from '#event-store/events.js';
import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import { type DossierEvent, is } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';

/** The streams of the dossiers that a register had listed before a position, or at all. */
export async function streamsListedBy(
  db: Kysely<Database>,
  register: string,
  before = Number.MAX_SAFE_INTEGER,
): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select distinct stream from event
    where ${isOfEntry}
      and data ->> 'registerSlug' = ${register} and position < ${before}
  `.execute(db);
  return rows.map(({ stream }) => stream);
}

/** By register, the position from which it lists a dossier: later readings concern it. Equal to what `streamsListedBy` finds. */
export function listedSince(record: readonly OnRecord<DossierEvent>[]): ReadonlyMap<string, number> {
  const since = new Map<string, number>();
  for (const { position, event } of record) {
    const register = is(event, 'observation') ? event.data.registerSlug : undefined;
    if (register !== undefined && !since.has(register)) since.set(register, position);
  }
  return since;
}
