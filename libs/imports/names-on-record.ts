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
import { DossierRegistry, NameRegistry, providerId } from './name-registry.js';
import { recordsIn } from './stream-drafts.js';

interface Called {
  name: string;
  /** All current and former names. */
  folded: ReadonlySet<string>;
}

/**
 * The current and former names of all providers. Kept in memory and updated from the ledger before every use, so an import
 * sees the latest events and costs the same on a long ledger.
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

  /** The current name; `undefined` if the provider is not on record. */
  nameOf(provider: string): string | undefined {
    return this.#called.get(provider)?.name;
  }

  providersNamed(name: string): ReadonlySet<string> {
    return this.#bearers.get(fold(name)) ?? NONE;
  }

  /** Not for concurrent calls. */
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

  /** These three queries spell out the types to match the partial index `event_naming_provider`. */
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

const NONE: ReadonlySet<string> = new Set();

/** The names on record, shared by imports and previews. */
@Injectable()
export class NamesOnRecord {
  private readonly reading = new KeyedMutex();
  private readonly providers: ProviderNames;
  private readonly dossiers: DossierRegistry;

  constructor(
    private readonly db: LedgerDatabase,
    { codec }: EventStore<LedgerEvent>,
  ) {
    this.providers = new ProviderNames(db, codec);
    this.dossiers = new DossierRegistry(db, codec);
  }

  /** A registry of the providers that names may refer to, and their dossiers, at the head of the ledger. The caller may add to it. */
  async registryFor(names: readonly string[]): Promise<NameRegistry> {
    return this.reading.runExclusive('names', () => this.read(names));
  }

  /** The name of a provider as of the last registry; `undefined` if it was not on record. */
  nameOf(provider: string): string | undefined {
    return this.providers.nameOf(provider);
  }

  private async read(names: readonly string[]): Promise<NameRegistry> {
    const { position } = await this.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
    await this.providers.catchUp(position);
    const registry = new NameRegistry();
    for (const name of names) {
      for (const provider of this.providers.providersNamed(name)) registry.addName(provider, name);
      if (this.nameOf(providerId(name)) !== undefined) registry.addProvider(providerId(name));
    }
    const meant = new Set(names.flatMap((name) => [providerId(name), ...registry.providersCalled(name)]));
    const found = [...(await this.dossiers.of([...meant], position)).values()].flat();
    for (const dossier of new Map(found.map((one) => [one.id, one])).values())
      registry.addDossier({ ...dossier, services: new Set(dossier.services) });
    return registry;
  }
}
