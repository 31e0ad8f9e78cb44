import type { EventTable } from '#database/tables/event.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { OnRecord } from '#domain/event/recorded.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { Codec } from '#event-store/codec.js';
import { decodeRow } from '#event-store/event-row.js';

/** Events by stream, in the order they come. */
export async function recordsIn<E extends LedgerEvent>(
  rows: readonly EventTable[],
  codec: Codec<LedgerEvent>,
): Promise<Map<string, OnRecord<E>[]>> {
  const slice = new TimeSlice();
  const records = new Map<string, OnRecord<E>[]>();
  for (const row of rows) {
    const entry = decodeRow(codec, row) as OnRecord<E>;
    const record = records.get(row.stream);
    if (record) record.push(entry);
    else records.set(row.stream, [entry]);
    if (slice.isOver) await slice.yield();
  }
  return records;
}
