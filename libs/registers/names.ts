import { Injectable } from '@nestjs/common';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { DossierRegistry, type RegisteredDossier } from '#imports/name-registry.js';
import { ProviderNames } from '#dossiers/provider-names.js';

/** Providers by name, and their dossiers, as they are on record. */
@Injectable()
export class RegisterNames {
  readonly providers: ProviderNames;
  private readonly dossiers: DossierRegistry;
  private readonly reading = new KeyedMutex();

  constructor(
    db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {
    this.providers = new ProviderNames(db, events.codec);
    this.dossiers = new DossierRegistry(db, events.codec);
  }

  /** `providers` knows every name that is on record now. */
  async catchUp(): Promise<void> {
    const head = await this.events.head();
    await this.reading.runExclusive('names', () => this.providers.catchUp(head));
  }

  /** By provider. */
  async dossiersOf(providers: readonly string[]): Promise<ReadonlyMap<string, readonly RegisteredDossier[]>> {
    const head = await this.events.head();
    return this.reading.runExclusive('names', () => this.dossiers.of(providers, head));
  }
}
