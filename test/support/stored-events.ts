import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

/** Stores an event as a newer version of Jalon would, or damage, and returns its position. */
export async function storeRaw(
  owner: LedgerDatabase,
  stream: string,
  { type, schemaVersion = 1, data }: { type: string; schemaVersion?: number; data: object },
): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    with head as (update ledger_head set position = position + 1, recorded_at = clock_timestamp() + clock_offset returning *)
    insert into event (position, id, stream, version, type, schema_version, data, actor, fingerprint, recorded_at)
    select head.position, gen_random_uuid(), ${stream},
      (select coalesce(max(version), 0) + 1 from event where stream = ${stream}), ${type}, ${schemaVersion},
      ${JSON.stringify(data)}, 'newer', sha256(head.position::text::bytea), head.recorded_at
    from head returning position
  `.execute(owner);
  await sql`notify jalon_ledger`.execute(owner);
  return rows[0]!.position;
}

export interface Stored {
  stream: string;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: object;
  source: object | null;
}

/** An event of every version of every type, as `<stream>.<Type>.v<version>`, as it was stored when it was the latest. */
export function storedSamples(): Map<string, Stored> {
  const text = readFileSync(new URL('../data/stored-events.json', import.meta.url), 'utf8');
  const { sources, events } = JSON.parse(text) as {
    sources: Record<string, object>;
    events: Record<string, Pick<Stored, 'stream' | 'occurred' | 'data'> & { source: string | null }>;
  };
  return new Map(
    Object.entries(events).map(([name, { source, ...event }]) => {
      const [, type = '', version = ''] = name.split('.');
      const schemaVersion = Number(version.replace('v', ''));
      return [name, { ...event, type, schemaVersion, source: source === null ? null : sources[source]! }];
    }),
  );
}
