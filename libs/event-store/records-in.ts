import { TimeSlice } from '#concurrency/time-slice.js';
import type { EventTable } from '#database/tables/ledger.js';

/** Events by stream, in the order of the rows. Yields while it decodes many. */
export async function recordsIn<R extends Pick<EventTable, 'stream'>, T>(
  rows: readonly R[],
  decode: (row: R) => T,
): Promise<Map<string, T[]>> {
  const slice = new TimeSlice();
  const records = new Map<string, T[]>();
  for (const row of rows) {
    const entry = decode(row);
    const record = records.get(row.stream);
    if (record) record.push(entry);
    else records.set(row.stream, [entry]);
    if (slice.isOver) await slice.yield();
  }
  return records;
}
