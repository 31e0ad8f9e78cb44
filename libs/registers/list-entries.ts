import { isOfEntry } from '#event-store/events.js';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, END_OF_TIME } from '#domain/date/day.js';
import { dossierModel, type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { serviceOf } from '#domain/dossier/standing.js';
import { holderFrom } from '#domain/dossier/transfer.js';
import { type LedgerEvent, providerStream, streamId } from '#domain/event/ledger-event.js';
import { providerModel, providerRefOf } from '#domain/provider/provider.js';
import type { Entry } from '#domain/register/entry.js';
import { hasMoved } from '#domain/register/judgement.js';
import { fold } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { observationsBy } from './dossier-on-record.js';
import { KnownRegisters } from './known-registers.js';

/** An entry of a register as it was last read. */
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
