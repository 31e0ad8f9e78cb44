import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/event.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Codec } from '#event-store/codec.js';
import { decodeRow } from '#event-store/event-row.js';
import type { Recorded } from '#event-store/recorded.js';

/** Streams as they stand, in one query however many there are; those that do not exist are left out. */
export async function readRecords(
  db: LedgerDatabase,
  codec: Codec<LedgerEvent>,
  streams: readonly string[],
): Promise<Map<string, Recorded<LedgerEvent>[]>> {
  const { rows } = await sql<EventTable>`
    select * from event where stream = any(${[...streams]}) order by stream, version
  `.execute(db);
  const records = new Map<string, Recorded<LedgerEvent>[]>();
  for (const row of rows) {
    const record = records.get(row.stream) ?? [];
    record.push(decodeRow(codec, row));
    records.set(row.stream, record);
  }
  return records;
}
