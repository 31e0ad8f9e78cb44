import type { Transaction } from 'kysely';
import type { Clock } from '#database/clock.js';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** Somebody who is reminded: a subscription that is active. */
export interface Recipient {
  subscription: string;
  /** Rungs of earlier days are none of theirs. */
  confirmedAt: Date;
  wants(place: { provider: string; dossier: string; scheme: string }): boolean;
}

/** All that planning needs to know of the world. */
export interface Planning {
  events: EventStore<LedgerEvent>;
  schemes: SchemeCatalogue;
  clock: Clock;
  /** Whose day and whose nine o'clock it is: an IANA name. */
  zone: string;
  /** Those who are active as the transaction sees it. */
  recipients(tx: Transaction<Database>): Promise<Recipient[]>;
}
