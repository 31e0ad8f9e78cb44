import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '#database/tables.js';
import type { SpanSide } from './difference.js';
import { spanAt, type Point } from './point.js';
import { providerRefAt } from './provider-ref.js';

/** Those of some dossiers that had begun at a point, as they stood there; by id. */
export async function sidesAt(
  db: Kysely<Database>,
  point: Point,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SpanSide>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; side: SpanSide }>`
    select dossier.id, ${sideIn('span', point)} as side
    from dossier
    cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
    where dossier.id = any(${[...ids]}::uuid[])
  `.execute(db);
  return new Map(rows.map(({ id, side }) => [id, side]));
}

/**
 * A span as a side is made of it; null where an outer join found none.
 *
 * @param span what the query calls the span at the point
 */
export function sideIn(span: string, point: Point): RawBuilder<SpanSide | null> {
  const of = (column: string) => sql.ref(`${span}.${column}`);
  const provider = sql`(select ${providerRefAt('holder', point)} from provider as holder where holder.id = ${of('provider')})`;
  return sql`case when ${of('dossier')} is not null then jsonb_build_object(
    'provider', ${provider}, 'service', ${of('body')} -> 'service',
    'status', ${of('status')}, 'confirmed', ${of('confirmed')}, 'expiring', ${of('expiring')},
    'stale', ${of('stale')}, 'stage', ${of('body')} -> 'stage', 'grants', ${of('body')} -> 'grants') end`;
}
