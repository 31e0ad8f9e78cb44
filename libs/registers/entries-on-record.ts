import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, END_OF_TIME } from '#domain/date/day.js';
import { dependenciesOnRecord } from '#domain/dossier/dependency-graph.js';
import { dependenciesFrom } from '#domain/dossier/dependency.js';
import { type DossierFacts, dossierModel, type DossierRecord, factsOf, inRole } from '#domain/dossier/facts.js';
import { serviceOf } from '#domain/dossier/standing.js';
import { holderFrom, movesBy } from '#domain/dossier/transfer.js';
import { type DossierEventAs, is } from '#domain/event/dossier-events.js';
import { type LedgerEvent, providerStream, streamId } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import type { Entry } from '#domain/register/entry.js';
import { hasMoved } from '#domain/register/judgement.js';
import type { Register } from '#domain/register/register.js';
import type { Source } from '#domain/source/source.js';
import { fold } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { isOfEntry } from '#event-store/events.js';
import { KnownRegisters } from './known-registers.js';
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
  provider: string;
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

export interface EntryView {
  /** Its key. */
  entry: string;
  dossier: string;
  provider: { id: string; slug: string; name: string };
  service: string | null;
  listing: Entry['listing'];
  milestone: string | null;
  level: string | null;
  /** Day of the reading that listed it so first. */
  since: Day;
}

export interface EntryPage {
  entries: EntryView[];
  /** Of those that have an event that this version of Jalon cannot read: their keys, and the ids of their dossiers. */
  unreadable: { entry: string; dossier: string }[];
  /** The `after` of the next page. */
  next: string | null;
}

interface EntryFilter {
  /** Part of the key, the provider or the service. */
  search?: string | undefined;
  listing?: Entry['listing'] | undefined;
  /** The key of an entry. */
  after?: string | undefined;
  limit: number;
}

@Injectable()
export class RegisterEntries {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
  ) {}

  /**
   * By key, those that are gone included. The page is found in the index of entries, and by name in the projections; what it
   * shows is replayed.
   *
   * @throws Refusal not-found
   */
  async page(slug: string, filter: EntryFilter): Promise<EntryPage> {
    await this.registers.get(slug);
    const { limit } = filter;
    const rows = await this.#rows(slug, filter);
    const shown = rows.slice(0, limit);
    const records = await this.events.loadAll(
      shown.map(({ stream }) => stream),
      dossierModel,
      { skipUnreadable: true },
    );
    const found = shown.flatMap(({ entry, stream }) =>
      outlineOf(entry, streamId(stream), records.get(stream) ?? [], slug),
    );
    const holders = [...new Set(found.map(({ holder }) => providerStream(holder)))];
    const providers = await this.events.loadAll(holders, providerModel, { skipUnreadable: true });
    return {
      entries: found.map(({ holder, ...entry }) => ({
        ...entry,
        provider: providerRefOf(holder, providers.get(providerStream(holder))),
      })),
      unreadable: shown
        .filter(({ stream }) => !records.has(stream))
        .map(({ entry, stream }) => ({ entry, dossier: streamId(stream) })),
      next: rows.length > limit ? (shown.at(-1)?.entry ?? null) : null,
    };
  }

  async #rows(
    slug: string,
    { search, listing, after, limit }: EntryFilter,
  ): Promise<{ entry: string; stream: string }[]> {
    const { rows } = await sql<{ entry: string; stream: string }>`
      select last.entry, last.stream
      from (
        select distinct on (data ->> 'entry') data ->> 'entry' as entry, stream, data ->> 'listing' as listing
        from event
        where ${isOfEntry} and data ->> 'registerSlug' = ${slug}
          and ${after === undefined ? sql`data ? 'entry'` : sql`data ->> 'entry' > ${after}`}
          and not exists (
            select from event as amended
            where amended.stream = event.stream and amended.type = 'EventRetracted'
              and amended.data ->> 'event' = event.id::text
          )
        order by data ->> 'entry', position desc
      ) as last
      where ${listing === undefined ? sql`true` : sql`last.listing = ${listing}`}
        and ${search === undefined ? sql`true` : matches(search)}
      order by last.entry
      limit ${limit + 1}
    `.execute(this.db);
    return rows;
  }
}

/** The dossiers that entries of a register belong to now, by key; without those that were never recorded. */
export async function dossiersOfEntries(
  db: LedgerDatabase,
  register: string,
  entries: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (entries.length === 0) return new Map();
  const { rows } = await sql<{ entry: string; stream: string }>`
    select distinct on (data ->> 'entry') data ->> 'entry' as entry, stream from event
    where ${isOfEntry} and data ->> 'registerSlug' = ${register}
      and data ->> 'entry' = any(${[...entries]})
    order by data ->> 'entry', position desc
  `.execute(db);
  return new Map(rows.map(({ entry, stream }) => [entry, streamId(stream)]));
}

/** Names are compared as everywhere; a key is found by any part of it. */
function matches(search: string): RawBuilder<unknown> {
  const name = `%${fold(search)}%`;
  const byName = sql`exists (
    select from dossier_span as span join provider on provider.id = span.provider
    where span.dossier = substr(last.stream, 9)::uuid and span.known_to is null and span.to_day = ${END_OF_TIME}
      and (provider.folded like ${name} or span.service like ${name})
  )`;
  const byKey = sql`strpos(lower(last.entry), ${search.trim().toLowerCase()}) > 0`;
  return name === '%%' ? byKey : sql`(${byKey} or ${byName})`;
}

/** Nothing if the dossier goes by another key now. */
function outlineOf(entry: string, dossier: string, record: DossierRecord, slug: string) {
  const facts = factsOf(record);
  const observed = facts ? observationsBy(facts, slug) : [];
  const last = observed.at(-1)?.event.data;
  if (!facts || !last || last.entry !== entry) return [];
  const other = observed.findLastIndex(({ event: { data } }) => hasMoved(data, last));
  const first = observed[other + 1];
  return [
    {
      ...{ entry, dossier, holder: holderFrom(facts, facts.dated) },
      service: serviceOf(facts.dated, facts.undated)?.name ?? null,
      listing: last.listing,
      milestone: last.milestone ?? null,
      level: last.level ?? null,
      since: first?.day ?? '',
    },
  ];
}
