import { schemaOfStream, streamKind, type LedgerEvent } from './ledger-event.js';

interface Stored {
  stream: string;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: unknown;
  source: unknown;
}

/** Raised when a stored event does not fit the vocabulary: the ledger is damaged or newer than this program. */
export class Undecodable extends Error {
  constructor(stored: Stored, reason: string, options?: ErrorOptions) {
    super(`${stored.type} v${stored.schemaVersion} in ${stored.stream} cannot be read: ${reason}`, options);
  }
}

/**
 * Between the vocabulary and the store. What is read is validated by the same schemas as what is written.
 * When an event's shape changes, its `schemaVersion` grows and `decode` lifts the old shape to the new one here.
 */
export const codec = {
  encode: (event: LedgerEvent) => ({
    type: event.type,
    schemaVersion: 1,
    occurred: ('occurred' in event && event.occurred) || null,
    data: event.data,
    source: event.source ?? null,
  }),

  decode(stored: Stored): LedgerEvent {
    const { stream, type, occurred, data, source } = stored;
    const parsed = schemaOfStream[streamKind(stream)].safeParse({
      type,
      ...(occurred !== null && { occurred }),
      ...(source !== null && { source }),
      data,
    });
    if (stored.schemaVersion !== 1) throw new Undecodable(stored, 'it was written by a newer version of Jalon');
    if (!parsed.success) throw new Undecodable(stored, parsed.error.message, { cause: parsed.error });
    return parsed.data;
  },
};
