import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/event.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { OnRecord } from '#domain/event/recorded.js';
import type { Codec } from '#event-store/codec.js';
import { recordsIn } from './records-in.js';

/** Streams as they stand, in one query however many there are; those that do not exist are left out. */
export async function readRecords(
  db: LedgerDatabase,
  codec: Codec<LedgerEvent>,
  streams: readonly string[],
): Promise<Map<string, OnRecord<LedgerEvent>[]>> {
  if (streams.length === 0) return new Map();
  const { rows } = await sql<EventTable>`
    select * from event where stream = any(${[...streams]}) order by stream, version
  `.execute(db);
  return recordsIn(rows, codec);
}

/** The versions that streams stand at; those that do not exist are left out. Asks the index once per stream. */
export async function readVersions(db: LedgerDatabase, streams: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ stream: string; version: number }>`
    select asked.stream, last.version
    from unnest(${[...streams]}::text[]) asked (stream)
      cross join lateral (
        select version from event where event.stream = asked.stream order by version desc limit 1
      ) last
  `.execute(db);
  return new Map(rows.map(({ stream, version }) => [stream, version]));
}
