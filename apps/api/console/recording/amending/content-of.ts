import type { LedgerEvent } from '#domain/event/ledger-event.js';

/** What of an event a correction can change. */
export const contentOf = (event: LedgerEvent) => ({
  ...('occurred' in event && event.occurred !== undefined && { occurred: event.occurred }),
  ...(event.source && { source: event.source }),
  data: event.data,
});
