import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/event.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { streamId, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Codec } from '#event-store/codec.js';
import { bookedDossier } from './booked-dossier.js';
import type { BookedDossier } from './name-book.js';
import { recordsIn } from './records-in.js';

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
  readonly #byHolder = new Map<string, readonly BookedDossier[]>();
  readonly #holdersOf = new Map<string, readonly string[]>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<LedgerEvent>,
    private readonly atMost = 50_000,
    /** Events: beyond, beginning anew is cheaper than looking through them. */
    private readonly catchUpAtMost = 50_000,
  ) {}

  /** By provider; empty for those who have none. One caller at a time. */
  async of(providers: readonly string[], head: number): Promise<ReadonlyMap<string, readonly BookedDossier[]>> {
    await this.#catchUp(head);
    await this.#read(providers.filter((id) => !this.#byHolder.has(id)));
    const found = new Map(providers.map((id) => [id, this.#byHolder.get(id) ?? []]));
    if (this.#holdersOf.size > this.atMost) this.#forgetAll();
    return found;
  }

  async #catchUp(head: number): Promise<void> {
    if (head - this.#position > this.catchUpAtMost) this.#forgetAll();
    else if (head > this.#position) for (const news of await this.#news()) this.#forget(news);
    this.#position = head;
  }

  #forget({ stream, provider, to }: News): void {
    for (const holder of this.#holdersOf.get(streamId(stream)) ?? []) this.#byHolder.delete(holder);
    if (provider !== null) this.#byHolder.delete(provider);
    if (to !== null) this.#byHolder.delete(to);
  }

  #forgetAll(): void {
    this.#byHolder.clear();
    this.#holdersOf.clear();
  }

  async #read(providers: string[]): Promise<void> {
    if (providers.length === 0) return;
    const byHolder = new Map(providers.map((id) => [id, [] as BookedDossier[]]));
    for (const [stream, record] of await recordsIn<DossierEvent>(await this.#naming(providers), this.codec)) {
      const dossier = bookedDossier(streamId(stream), record);
      if (!dossier) continue;
      this.#holdersOf.set(dossier.id, dossier.holders);
      for (const holder of dossier.holders) byHolder.get(holder)?.push(dossier);
    }
    for (const [holder, dossiers] of byHolder) this.#byHolder.set(holder, dossiers);
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
