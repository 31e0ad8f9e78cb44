import { schemaOfStream, type LedgerEvent } from '#domain/event/ledger-event.js';

/** Every type of event that a ledger can hold, once each. */
export const EVENT_TYPES: readonly LedgerEvent['type'][] = [
  ...new Set(
    Object.values(schemaOfStream).flatMap(({ options }) => options.flatMap(({ shape }) => [...shape.type.values])),
  ),
];
