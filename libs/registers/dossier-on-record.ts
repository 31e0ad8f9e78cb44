import { dependenciesFrom } from '#domain/dossier/dependency.js';
import { isOfEntry } from '#event-store/events.js';
import { sql } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { LedgerDatabase } from '#database/connection.js';
import { END_OF_TIME } from '#domain/date/day.js';
import { dependenciesOnRecord } from '#domain/dossier/dependency-graph.js';
import { type DossierFacts, dossierModel, type DossierRecord, factsOf, inRole } from '#domain/dossier/facts.js';
import { serviceOf } from '#domain/dossier/standing.js';
import { holderFrom, movesBy } from '#domain/dossier/transfer.js';
import { type DossierEventAs, is } from '#domain/event/dossier-events.js';
import { type LedgerEvent, streamId } from '#domain/event/ledger-event.js';
import type { Register } from '#domain/register/register.js';
import type { Source } from '#domain/source/source.js';
import type { EventStore } from '#event-store/event-store.js';
import { amendedIn, type SaidOfEntry } from './told-history.js';

export interface LedgerAccess {
  db: LedgerDatabase;
  events: EventStore<LedgerEvent>;
}

/** A dossier as a register is compared with it. */
export interface DossierOnRecord {
  id: string;
  /** Of its stream. */
  version: number;
  /** Id of the provider that holds the service. */
  provider: string;
  /** Providers that held it before. */
  former: readonly string[];
  /** As the register last named it, else as it is named: what an officer has renamed is not renamed back. */
  service: { name: string; kinds: readonly string[] } | null;
  /** What the register said last; `undefined` if it never listed it, or all is retracted. */
  listed: { entry: string; data: Observation; position: number } | undefined;
  said: SaidOfEntry;
  dependsOn: readonly string[];
  /** The dependencies that the register declared and did not end. */
  declared: ReadonlySet<string>;
}

/** One that the register lists or listed. */
export type EntryOnRecord = DossierOnRecord & { listed: NonNullable<DossierOnRecord['listed']> };

type Observation = DossierEventAs<'observation'>['data'];

/** Dossiers per query; bounds memory. */
const AT_ONCE = 1_000;

/**
 * The entries of a register by key. Their dossiers are found by the index `event_of_entry` and replayed, so that corrections
 * and names are those of now.
 *
 * @param unreadable see `dossiersOnRecord`
 */
export async function entriesOnRecord(
  ledger: LedgerAccess,
  register: Register,
  unreadable = new Set<string>(),
): Promise<Map<string, EntryOnRecord>> {
  const found = new Map<string, EntryOnRecord>();
  const streams = await streamsObserved(ledger.db, register.slug);
  for await (const dossier of dossiersOnRecord(ledger, register, streams, unreadable)) {
    const { listed } = dossier;
    if (listed && listed.position > (found.get(listed.entry)?.listed.position ?? 0))
      found.set(listed.entry, { ...dossier, listed });
  }
  return found;
}

/** @param unreadable is given the streams that are left out, with an event that this version of Jalon cannot read */
export async function* dossiersOnRecord(
  { db, events }: LedgerAccess,
  register: Register,
  streams: readonly string[],
  unreadable: Set<string>,
): AsyncGenerator<DossierOnRecord> {
  const slice = new TimeSlice();
  for (let start = 0; start < streams.length; start += AT_ONCE) {
    const some = streams.slice(start, start + AT_ONCE);
    const records = await events.loadAll(some, dossierModel, { skipUnreadable: true });
    const missing = some.filter((stream) => !records.has(stream));
    const { rows } = await sql<{ stream: string }>`
      select stream from event where stream = any(${missing}) and version = 1
    `.execute(db.ledger);
    for (const { stream } of rows) unreadable.add(stream);
    for (const [stream, record] of records) {
      if (slice.isOver) await slice.yield();
      const facts = factsOf(record);
      if (facts) yield dossierOnRecord(streamId(stream), record, facts, register);
    }
  }
}

/** Keys of the entries that some streams were observed as, with the ids of these dossiers. */
export async function keysOf(db: LedgerDatabase, slug: string, streams: ReadonlySet<string>) {
  if (streams.size === 0) return new Map<string, string>();
  const { rows } = await sql<{ stream: string; entry: string }>`
    select distinct stream, data ->> 'entry' as entry from event
    where ${isOfEntry} and stream = any(${[...streams]}) and data ->> 'registerSlug' = ${slug}
  `.execute(db.ledger);
  return new Map(rows.map(({ stream, entry }) => [entry, streamId(stream)]));
}

async function streamsObserved(db: LedgerDatabase, slug: string): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select distinct stream from event
    where ${isOfEntry} and data ->> 'registerSlug' = ${slug}
  `.execute(db.ledger);
  return rows.map(({ stream }) => stream);
}

function dossierOnRecord(id: string, record: DossierRecord, facts: DossierFacts, register: Register): DossierOnRecord {
  const observed = observationsBy(facts, register.slug);
  const last = observed.at(-1);
  const dependsOn = dependenciesOnRecord(record);
  return {
    id,
    version: record.at(-1)?.version ?? 0,
    provider: holderFrom(facts, facts.dated),
    former: movesBy(facts, END_OF_TIME).map(({ from }) => from),
    service: namedBy(facts, register) ?? serviceOf(facts.dated, facts.undated),
    listed: last && { entry: last.event.data.entry ?? '', data: last.event.data, position: last.position },
    said: { observed, ...amendedIn(record, observed, register.slug, (event) => isBy(event, register)) },
    dependsOn,
    declared: declaredBy(facts, register),
  };
}

/** The observations of a register in order of recording. */
export const observationsBy = ({ dated }: DossierFacts, slug: string) =>
  byPosition(inRole(dated, 'observation')).filter(
    ({ event: { data } }) => data.registerSlug === slug && data.entry !== undefined,
  );

function namedBy({ dated, undated }: DossierFacts, register: Register): DossierOnRecord['service'] {
  const opened = undated.find(({ event }) => is(event, 'scope') && isBy(event, register));
  const declared = inRole(dated, 'scope').filter(({ event }) => isBy(event, register));
  const event = (byPosition(declared).at(-1) ?? opened)?.event as DossierEventAs<'scope'> | undefined;
  return event?.data.service === undefined ? null : { name: event.data.service, kinds: event.data.serviceKinds ?? [] };
}

function declaredBy({ dated }: DossierFacts, register: Register): ReadonlySet<string> {
  return new Set(dependenciesFrom(byPosition(dated.filter(({ event }) => isBy(event, register)))));
}

/** Whether the publisher of the register says it. */
export const isBy = ({ source }: { source?: Source | undefined }, { publisher, kind }: Register): boolean =>
  source?.publisher === publisher && source.kind === kind;

const byPosition = <T extends { position: number }>(facts: readonly T[]): T[] =>
  facts.toSorted((a, b) => a.position - b.position);
