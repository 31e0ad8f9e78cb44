import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import { END_OF_TIME } from '#domain/date/day.js';
import { factsOf } from '#domain/dossier/facts.js';
import { movesBy } from '#domain/dossier/transfer.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { type LedgerEvent, type OnRecord, streamId } from '#domain/event/ledger-event.js';
import { fold } from '#domain/text/text.js';
import type { Codec } from '#event-store/events.js';
import { BEGINNING, type BookedDossier } from './name-book.js';
import { recordsIn } from './stream-drafts.js';

interface News {
  stream: string;
  provider: string | null;
  to: string | null;
}

/**
 * The dossiers of providers that were asked for. Kept in memory; whoever is touched by what the ledger has recorded since
 * is forgotten before every use and read again. It may forget any: it saves time, it decides nothing.
 */
export class DossierBookings {
  #position = 0;
  readonly #byProvider = new Map<string, readonly BookedDossier[]>();
  /** Who has to be read again when something happens to a dossier: whoever its record ever gave it to. */
  readonly #providersOf = new Map<string, readonly string[]>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<LedgerEvent>,
    /** Providers and dossiers, whether they are on record or not. */
    private readonly atMost = 50_000,
    /** Events: beyond, beginning anew is cheaper than looking through them. */
    private readonly catchUpAtMost = 50_000,
  ) {}

  /** How many providers and dossiers are kept. */
  get size(): number {
    return this.#byProvider.size + this.#providersOf.size;
  }

  /** By provider; empty for those who have none. One caller at a time. */
  async of(providers: readonly string[], head: number): Promise<ReadonlyMap<string, readonly BookedDossier[]>> {
    await this.#catchUp(head);
    await this.#read(providers.filter((id) => !this.#byProvider.has(id)));
    const found = new Map(providers.map((id) => [id, this.#byProvider.get(id) ?? []]));
    if (this.size > this.atMost) this.#forgetAll();
    return found;
  }

  async #catchUp(head: number): Promise<void> {
    if (head - this.#position > this.catchUpAtMost) this.#forgetAll();
    else if (head > this.#position) for (const news of await this.#news()) this.#forget(news);
    this.#position = head;
  }

  #forget({ stream, provider, to }: News): void {
    for (const former of this.#providersOf.get(streamId(stream)) ?? []) this.#byProvider.delete(former);
    if (provider !== null) this.#byProvider.delete(provider);
    if (to !== null) this.#byProvider.delete(to);
  }

  #forgetAll(): void {
    this.#byProvider.clear();
    this.#providersOf.clear();
  }

  async #read(providers: string[]): Promise<void> {
    if (providers.length === 0) return;
    const byProvider = new Map(providers.map((id) => [id, [] as BookedDossier[]]));
    for (const [stream, record] of await recordsIn<DossierEvent>(await this.#naming(providers), this.codec)) {
      const dossier = bookedDossier(streamId(stream), record);
      if (!dossier) continue;
      this.#providersOf.set(dossier.id, dossier.providers);
      for (const provider of dossier.providers) byProvider.get(provider)?.push(dossier);
    }
    for (const [provider, dossiers] of byProvider) this.#byProvider.set(provider, dossiers);
  }

  /** What may have changed who has which dossier, and under which names. */
  async #news(): Promise<News[]> {
    const { rows } = await sql<News>`
      select stream, data ->> 'provider' as provider, coalesce(data ->> 'to', data #>> '{changes,data,to}') as "to"
      from event
      where position > ${this.#position} and stream like 'dossier-%'
        and type in ('DossierOpened', 'ScopeDeclared', 'ServiceTransferred', 'EventCorrected', 'EventRetracted')
    `.execute(this.db);
    return rows;
  }

  /** Spelled as in the partial indexes `event_opening_dossier` and `event_moving_service`. */
  async #naming(providers: string[]): Promise<EventTable[]> {
    const { rows } = await sql<EventTable>`
      select * from event
      where stream in (
          select stream from event where type = 'DossierOpened' and data ->> 'provider' = any(${providers})
          union
          select stream from event
          where type in ('ServiceTransferred', 'EventCorrected')
            and coalesce(data ->> 'to', data #>> '{changes,data,to}') = any(${providers})
        )
        and type in ('DossierOpened', 'ScopeDeclared', 'ServiceTransferred', 'EventCorrected', 'EventRetracted')
      order by position
    `.execute(this.db);
    return rows;
  }
}

/** By what names a dossier is found. @param record of its naming events, with whatever amends any */
function bookedDossier(id: string, record: readonly OnRecord<DossierEvent>[]): BookedDossier | undefined {
  const facts = factsOf(record);
  if (!facts) return undefined;
  const { provider, scheme } = facts;
  const services = new Set<string>();
  let openedWithout = false;
  for (const { event } of [...facts.undated, ...facts.dated]) {
    if (event.type === 'DossierOpened') openedWithout = event.data.service === undefined;
    if (event.type !== 'DossierOpened' && event.type !== 'ScopeDeclared') continue;
    if (event.data.service !== undefined) services.add(fold(event.data.service));
  }
  const everCalled = new Set(everSaid(record, 'service').map(fold));
  return {
    id,
    scheme,
    providers: [...new Set([provider, ...everSaid(record, 'to')])],
    holdings: [
      { provider, from: BEGINNING },
      ...movesBy(facts, END_OF_TIME).map(({ to, fact }) => ({ provider: to, from: fact.day })),
    ],
    services,
    everCalled: everCalled.size === services.size ? services : everCalled,
    openedWithout,
  };
}

/** Every value that a record ever gave a field, in an event or in a correction, whether it still stands or not. */
const everSaid = (record: readonly OnRecord<DossierEvent>[], field: 'to' | 'service'): string[] =>
  record.flatMap(({ event }) => saidIn(event.data, field));

/** A correction may itself be corrected. */
function saidIn(data: object, field: 'to' | 'service'): string[] {
  const { [field]: value, changes } = data as { to?: unknown; service?: unknown; changes?: { data?: object } };
  return [...(typeof value === 'string' ? [value] : []), ...(changes?.data ? saidIn(changes.data, field) : [])];
}
