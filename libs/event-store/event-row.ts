import type { EventTable } from '#database/tables/event.js';
import type { Codec } from './codec.js';
import type { Recorded } from './recorded.js';

/** What a reader of events selects. */
export const eventColumns = [
  'position',
  'id',
  'stream',
  'version',
  'type',
  'schema_version',
  'occurred',
  'data',
  'source',
  'actor',
  'correlation_id',
  'causation_id',
  'recorded_at',
] as const satisfies readonly (keyof EventTable)[];

export function decodeRow<E>(codec: Codec<E>, row: Pick<EventTable, (typeof eventColumns)[number]>): Recorded<E> {
  const { stream, type, schema_version: schemaVersion, occurred, data, source } = row;
  return {
    position: row.position,
    id: row.id,
    stream,
    version: row.version,
    recordedAt: row.recorded_at,
    actor: row.actor,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    event: codec.decode({ stream, type, schemaVersion, occurred, data, source }),
  };
}
