import type { Clock } from '#database/clock.js';
import type { Planning } from '#deadlines/planning.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { deadlineSubscribers } from '#subscriptions/deadline-subscribers.js';
import { wantsDeadline } from '#subscriptions/filter.js';

/** Injects it: `@Inject(PLANNING) planning: Planning`. */
export const PLANNING = Symbol('planning');

/** Where deadlines meet those who want to be reminded of them. */
export const planningOfSubscribers = (
  events: EventStore<LedgerEvent>,
  schemes: SchemeCatalogue,
  clock: Clock,
  zone: string,
): Planning => ({
  events,
  schemes,
  clock,
  zone,
  async recipients(tx) {
    const subscribers = await deadlineSubscribers(tx);
    return subscribers.map(({ id, filter, confirmedAt }) => ({
      subscription: id,
      confirmedAt,
      wants: (place) => wantsDeadline(filter, place),
    }));
  },
});
