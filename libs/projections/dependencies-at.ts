import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Dependency } from '#domain/dossier/dependency.js';
import { holdsAt, type Point } from './point.js';
import { providerRefAt } from './provider-ref.js';

/** Those of the dossiers that had begun at a point, as others that depend on them see them; by id. */
export async function dependenciesAt(
  db: LedgerDatabase,
  point: Point,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Dependency>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Dependency>`
    select dossier.id, span.status, span.expiring, span.grant_end as "grantEnd", span.body -> 'service' ->> 'name' as service,
      ${providerRefAt('provider', point)} as provider
    from dossier_span as span
    join dossier on dossier.id = span.dossier
    join provider on provider.id = span.provider
    where dossier.id = any(${[...ids]}::uuid[]) and ${holdsAt('span', point)}
  `.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
