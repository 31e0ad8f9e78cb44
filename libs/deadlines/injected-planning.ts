import type { FactoryProvider } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Planning } from './planning.js';

/** Injects it: `@Inject(PLANNING) planning: Planning`. */
export const PLANNING = Symbol('planning of deadlines');

/** Provides it, in a process that has the ledger's module and says whose day it is and who is reminded. */
export const planningFor = ({
  zone,
  recipients,
}: Pick<Planning, 'zone' | 'recipients'>): FactoryProvider<Planning> => ({
  provide: PLANNING,
  useFactory: (events: EventStore<LedgerEvent>, schemes: SchemeCatalogue, clock: Clock) => ({
    events,
    schemes,
    clock,
    zone,
    recipients,
  }),
  inject: [EventStore, SchemeCatalogue, Clock],
});
