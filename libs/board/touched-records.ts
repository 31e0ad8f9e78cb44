import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/recorded.js';
import type { Touched } from './touched.js';

export interface TouchedRecord extends Touched {
  /** The whole stream, up to the end of the stretch. */
  record: readonly Recorded<LedgerEvent>[];
}

const STREAMS_AT_ONCE = 100;

/** The records of touched streams, some streams at a time; the next ones are read while the last ones are worked on. */
export async function* recordsOf(
  events: EventStore<LedgerEvent>,
  touched: readonly Touched[],
  upTo: number,
): AsyncGenerator<TouchedRecord[]> {
  const read = async (from: number): Promise<TouchedRecord[]> => {
    const some = touched.slice(from, from + STREAMS_AT_ONCE);
    const streams = some.map(({ stream }) => stream);
    const records = some.length > 0 ? await events.readStreams(streams, { upTo }) : new Map<string, never>();
    return some.map((one) => ({ ...one, record: records.get(one.stream) ?? [] }));
  };
  let next = read(0);
  for (let from = 0; from < touched.length; from += STREAMS_AT_ONCE) {
    const some = await next;
    next = read(from + STREAMS_AT_ONCE);
    next.catch(() => undefined); // told when it is waited for
    yield some;
  }
}
