import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import { type LedgerEvent, streamId } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { type Provider, providerOf } from '#domain/provider/provider.js';
import { fold } from '#domain/text/text.js';
import type { Codec } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import { DossierBookings } from './dossier-bookings.js';
import { NameBook, providerId } from './name-book.js';
import { recordsIn } from './stream-drafts.js';

interface Called {
  name: string;
  /** Every name that it carries or carried. */
  folded: ReadonlySet<string>;
}

/**
 * What all providers are or were called. Kept in memory and, before every use, caught up with what the ledger has recorded
 * since, whoever recorded it: so what was recorded a moment ago counts, and an import costs the same on a long ledger.
 */
class ProviderNames {
  #position = 0;
  readonly #called = new Map<string, Called>();
  /** Providers by folded name. */
  readonly #bearers = new Map<string, Set<string>>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<LedgerEvent>,
  ) {}

  /** What a provider is called now; `undefined` when it is not on record. */
  nameOf(provider: string): string | undefined {
    return this.#called.get(provider)?.name;
  }

  bearersOf(name: string): ReadonlySet<string> {
    return this.#bearers.get(fold(name)) ?? NOBODY;
  }

  /** One caller at a time. */
  async catchUp(head: number): Promise<void> {
    if (head <= this.#position) return;
    const rows = this.#position === 0 ? await this.#all() : await this.#ofStreams(await this.#changed());
    for (const [stream, record] of await recordsIn<ProviderEvent>(rows, this.codec))
      this.#rename(streamId(stream), providerOf(record));
    this.#position = head;
  }

  #rename(id: string, provider: Provider | undefined): void {
    for (const former of this.#called.get(id)?.folded ?? []) this.#bearers.get(former)?.delete(id);
    if (!provider) return;
    const folded = new Set(provider.names.map(fold));
    this.#called.set(id, { name: provider.name, folded });
    for (const name of folded) this.#bearers.set(name, (this.#bearers.get(name) ?? new Set()).add(id));
  }

  /** In these three the types are spelled out for the sake of the partial index `event_naming_provider`. */
  async #all(): Promise<EventTable[]> {
    const { rows } = await sql<EventTable>`
      select * from event
      where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')
        and stream like 'provider-%'
      order by position
    `.execute(this.db);
    return rows;
  }

  async #changed(): Promise<string[]> {
    const { rows } = await sql<{ stream: string }>`
      select distinct stream from event
      where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')
        and stream like 'provider-%' and position > ${this.#position}
    `.execute(this.db);
    return rows.map(({ stream }) => stream);
  }

  async #ofStreams(streams: string[]): Promise<EventTable[]> {
    const { rows } = await sql<EventTable>`
      select * from event
      where type in ('ProviderRegistered', 'ProviderRenamed', 'AliasAdded', 'EventCorrected', 'EventRetracted')
        and stream = any(${streams})
      order by position
    `.execute(this.db);
    return rows;
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** The ledger's names, for one import or dry run after the other. What it keeps in memory, all of them share. */
@Injectable()
export class NamesOnRecord {
  private readonly reading = new KeyedMutex();
  private readonly providers: ProviderNames;
  private readonly dossiers: DossierBookings;

  constructor(
    private readonly db: LedgerDatabase,
    { codec }: EventStore<LedgerEvent>,
  ) {
    this.providers = new ProviderNames(db, codec);
    this.dossiers = new DossierBookings(db, codec);
  }

  /**
   * The providers that some names may mean, and their dossiers, from the ledger itself: what was recorded a moment ago
   * counts. The book is the caller's to write in.
   */
  async bookOf(names: readonly string[]): Promise<NameBook> {
    return this.reading.runExclusive('names', () => this.read(names));
  }

  /** What a provider was called when a book was last made; `undefined` when it was not on record then. */
  nameOf(provider: string): string | undefined {
    return this.providers.nameOf(provider);
  }

  private async read(names: readonly string[]): Promise<NameBook> {
    const { position } = await this.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    await this.providers.catchUp(position);
    const book = new NameBook();
    for (const name of names) {
      for (const provider of this.providers.bearersOf(name)) book.addName(provider, name);
      if (this.nameOf(providerId(name)) !== undefined) book.addProvider(providerId(name));
    }
    const meant = new Set(names.flatMap((name) => [providerId(name), ...book.providersCalled(name)]));
    const found = [...(await this.dossiers.of([...meant], position)).values()].flat();
    for (const dossier of new Map(found.map((one) => [one.id, one])).values())
      book.addDossier({ ...dossier, services: new Set(dossier.services) });
    return book;
  }
}
