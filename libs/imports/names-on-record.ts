import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { providerId, ProviderNames } from '#dossiers/provider-names.js';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import { DossierRegistry, NameRegistry } from './name-registry.js';

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
