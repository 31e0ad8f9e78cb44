import type { Kysely } from 'kysely';
import type { Clock } from '#database/clock.js';
import type { Database } from '#database/tables.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { ReminderWishes } from '#domain/reminder/wishes.js';
import type { EventStore } from '#event-store/event-store.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** Whose a deadline is, for who is reminded of it. */
export interface Place {
  dossier: string;
  /** The one that holds the service. */
  provider: string;
  scheme: string;
}

/** What decides who is reminded of a deadline. */
export interface Wanted extends Place, Pick<Deadline, 'kind' | 'confirmed'> {}

/** Somebody who is reminded: a subscription that is active. */
export interface Recipient {
  subscription: string;
  /** Who made the subscription: an API key. Theirs back each other up. */
  owner: string;
  /** Reminders of earlier instants are none of theirs. */
  confirmedAt: Date;
  /** The ledger's head when it was confirmed: what was recorded later is news to them. */
  since: number;
  wishes: ReminderWishes;
  wants(deadline: Wanted): boolean;
}

/** All that planning needs to know of the world. */
export interface Planning {
  events: EventStore<LedgerEvent>;
  schemes: SchemeCatalogue;
  clock: Clock;
  /** Whose day it is, and whose nine o'clock unless a subscription wishes another: an IANA name. */
  zone: string;
  /** Those who are active as the transaction sees it: all, those of an owner, or one. */
  recipients(
    tx: Kysely<Database>,
    of?: { owner?: string | undefined; subscription?: string | undefined },
  ): Promise<Recipient[]>;
}
