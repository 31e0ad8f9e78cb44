import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { EventTable } from '#database/tables/event.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Codec } from '#event-store/codec.js';
import { decodeRow } from '#event-store/event-row.js';
import type { Recorded } from '#event-store/recorded.js';

/** A stream that a batch touches: all of it up to the end of the batch, and its first position in the batch. */
export interface Touched {
  stream: string;
  since: number;
  record: Recorded<LedgerEvent>[];
}

/** The streams of a batch in order of their first position in it, read in one query. */
export async function touchedBy(
  batch: readonly Recorded<LedgerEvent>[],
  codec: Codec<LedgerEvent>,
  tx: Transaction<Database>,
): Promise<Touched[]> {
  const touched = new Map<string, Touched>();
  for (const { stream, position } of batch)
    if (!touched.has(stream)) touched.set(stream, { stream, since: position, record: [] });
  const { rows } = await sql<EventTable>`
    select * from event
    where stream = any(${[...touched.keys()]}) and position <= ${batch.at(-1)?.position ?? 0}
    order by stream, version
  `.execute(tx);
  for (const row of rows) touched.get(row.stream)?.record.push(decodeRow(codec, row));
  return [...touched.values()];
}
