import { Injectable } from '@nestjs/common';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import { DossierBookings } from './dossier-bookings.js';
import { NameBook, providerId } from './name-book.js';
import { ProviderNames } from './provider-names.js';

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
