import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { addSpan, isTracing } from '#tracing/tracing.js';
import type { ProjectionVersion } from './checkpoint.js';

/** Traces of a range that get a span; a large import is one trace or a few. */
const MOST_TRACES = 100;

/** Adds the work of a projection on a range to the traces that its events name. Nothing depends on it. */
export async function traceProjection(
  db: LedgerDatabase,
  { name, version }: ProjectionVersion,
  { from, to, beganAt }: { from: number; to: number; beganAt: number },
): Promise<void> {
  if (!isTracing() || to <= from) return;
  const attributes = { 'jalon.projection': name, 'jalon.projection.version': version, 'jalon.events': to - from };
  const { rows } = await sql<{ traceparent: string }>`
    select distinct traceparent from event
    where position > ${from} and position <= ${to} and traceparent is not null limit ${MOST_TRACES}
  `.execute(db);
  for (const { traceparent: parent } of rows) addSpan(`project ${name}`, { parent, beganAt, attributes });
}
