import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/event.js';
import { liveEvents } from '#domain/correction/live.js';
import { DossierEventSchema, type DossierEvent } from '#domain/event/dossier-events.js';
import { streamId, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import type { OnRecord } from '#domain/event/recorded.js';
import { providerOf } from '#domain/provider/provider.js';
import { fold } from '#domain/text/fold.js';
import type { Codec } from '#event-store/codec.js';
import { decodeRow } from '#event-store/event-row.js';
import { NameBook, providerId, type BookedDossier } from './name-book.js';

/**
 * All providers' names, and the dossiers of those that some names may mean; from the ledger itself, so that what was
 * recorded a moment ago counts.
 */
export async function readNames(
  db: LedgerDatabase,
  codec: Codec<LedgerEvent>,
  names: readonly string[],
): Promise<NameBook> {
  const book = new NameBook();
  for (const [id, record] of await providerRecords(db, codec))
    for (const name of providerOf(record)?.names ?? []) book.addName(id, name);
  const meant = new Set(names.flatMap((name) => [providerId(name), ...book.providersCalled(name)]));
  for (const [id, record] of await dossierRecords(db, codec, [...meant])) {
    const dossier = bookedDossier(id, record);
    if (dossier) book.addDossier(dossier);
  }
  return book;
}

/** The events that name providers, and whatever amends any; the types are spelled out for the sake of the partial index. */
async function providerRecords(db: LedgerDatabase, codec: Codec<LedgerEvent>) {
  const { rows } = await sql<EventTable>`
    select * from event
    where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')
      and stream like 'provider-%'
    order by position
  `.execute(db);
  return byId<ProviderEvent>(rows, codec);
}

async function dossierRecords(db: LedgerDatabase, codec: Codec<LedgerEvent>, providers: string[]) {
  const { rows } = await sql<EventTable>`
    select * from event
    where stream in (select stream from event where type = 'DossierOpened' and data ->> 'provider' = any(${providers}))
      and type in ('DossierOpened', 'ScopeDeclared', 'EventCorrected', 'EventRetracted')
    order by position
  `.execute(db);
  return byId<DossierEvent>(rows, codec);
}

function byId<E extends LedgerEvent>(rows: EventTable[], codec: Codec<LedgerEvent>): Map<string, OnRecord<E>[]> {
  const records = new Map<string, OnRecord<E>[]>();
  for (const row of rows) {
    const id = streamId(row.stream);
    const record = records.get(id) ?? [];
    record.push(decodeRow(codec, row) as OnRecord<E>);
    records.set(id, record);
  }
  return records;
}

function bookedDossier(id: string, record: OnRecord<DossierEvent>[]): BookedDossier | undefined {
  const opened = record[0]?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const { provider, scheme } = opened.data;
  const services = new Set<string>();
  let openedWithout = opened.data.service === undefined;
  for (const { event } of liveEvents(record, DossierEventSchema)) {
    if (event.type === 'DossierOpened') openedWithout = event.data.service === undefined;
    if (event.type !== 'DossierOpened' && event.type !== 'ScopeDeclared') continue;
    if (event.data.service !== undefined) services.add(fold(event.data.service));
  }
  return { id, provider, scheme, services, openedWithout };
}
