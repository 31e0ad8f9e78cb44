import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import { prefetch } from '#concurrency/async-iteration.js';
import type { Recorded } from '#event-store/recorded.js';
import type { Touched } from './touched.js';

export interface TouchedRecord extends Touched {
  /** The whole stream, up to the end of the stretch. */
  record: readonly Recorded<LedgerEvent>[];
}

const STREAMS_AT_ONCE = 100;

/** The records of touched streams, some streams at a time. */
export const recordsOf = (
  events: EventStore<LedgerEvent>,
  touched: readonly Touched[],
  upTo: number,
): AsyncGenerator<TouchedRecord[]> =>
  prefetch(touched, STREAMS_AT_ONCE, async (some) => {
    const streams = some.map(({ stream }) => stream);
    const records = await events.readStreams(streams, { upTo });
    return some.map((one) => ({ ...one, record: records.get(one.stream) ?? [] }));
  });
