import { sql, type RawBuilder } from 'kysely';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { spanAt, type Point } from './point.js';

/**
 * A provider as it was called at a point; by its latest name at one where it had none yet.
 *
 * @param provider what the query calls the table of providers
 */
export function providerRefAt(provider: string, point: Point): RawBuilder<ProviderRef> {
  const of = (column: string) => sql.ref(`${provider}.${column}`);
  const named = sql`(select called.name from (${spanAt('provider_span', of('id'), point)}) as called)`;
  return sql`jsonb_build_object('id', ${of('id')}, 'slug', ${of('slug')}, 'name', coalesce(${named}, ${of('name')}))`;
}
