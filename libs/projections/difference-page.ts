import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Database } from '#database/tables.js';
import type { SpanSide } from './difference.js';
import { spanAt, type Point } from './point.js';
import { sideIn } from './sides-at.js';

export interface DifferenceFilter {
  scheme?: string | undefined;
  /** The id of whoever holds it at either point. */
  provider?: string | undefined;
  /** At either point. */
  status?: string | undefined;
}

export interface DifferenceRow {
  id: string;
  scheme: string;
  was: SpanSide | null;
  now: SpanSide | null;
  /** What rows are sorted by, before their id. */
  folded: string;
  service: string;
}

export interface DifferencesWanted extends DifferenceFilter {
  from: Point;
  to: Point;
  /** Schemes with those statuses, as `scheme/status`, whose labels differ between the points though their spans do not. */
  relabelled: readonly string[];
  count: number;
  after?: readonly (string | number)[] | undefined;
}

/**
 * Up to `count` dossiers that differ between two points, by provider, service and id: goes along the providers by name
 * and looks at both spans of each of their dossiers, until the page is full. A few too many may be among them: those
 * that differ only in which of several running grants is told.
 */
export async function differencePage(db: Kysely<Database>, wanted: DifferencesWanted): Promise<DifferenceRow[]> {
  const { from, to, count } = wanted;
  const at = (point: Point, dossier: string) => spanAt('dossier_span', sql.ref(`${dossier}.id`), point);
  const { rows } = await sql<DifferenceRow>`
    with page as (
      select dossier.id, dossier.scheme, provider.folded, coalesce(now.service, was.service) as service
      from provider
      join dossier_holder as holder on holder.provider = provider.id
      join dossier on dossier.id = holder.dossier
      left join lateral (${at(from, 'dossier')}) as was on true
      left join lateral (${at(to, 'dossier')}) as now on true
      where ${sql.join(conditions(wanted), sql` and `)}
      order by provider.folded, coalesce(now.service, was.service), dossier.id
      limit ${count}
    )
    select page.*, ${sideIn('was', from)} as was, ${sideIn('now', to)} as now
    from page
    left join lateral (${at(from, 'page')}) as was on true
    left join lateral (${at(to, 'page')}) as now on true
    order by page.folded, page.service, page.id
  `.execute(db);
  return rows;
}

function conditions({ scheme, provider, status, relabelled, after }: DifferencesWanted) {
  return [
    sql`provider.id = coalesce(now.provider, was.provider)`,
    sql`(${differ} or dossier.scheme || '/' || now.status = any(${[...relabelled]}::text[]))`,
    scheme !== undefined && sql`dossier.scheme = ${scheme}`,
    provider !== undefined && sql`${provider}::uuid in (was.provider, now.provider)`,
    status !== undefined && sql`${status} in (was.status, now.status)`,
    after !== undefined &&
      sql`provider.folded >= ${after[0]}
        and (provider.folded, coalesce(now.service, was.service), dossier.id::text collate "C") > (${sql.join(after)})`,
  ].filter((condition) => condition !== false);
}

/** One row at both points says the same twice; of two rows, what a `Side` shows is compared. */
const differ = sql`(
  (was.from_day, was.known_from) is distinct from (now.from_day, now.known_from) and (
    (was.status, was.confirmed, was.expiring, was.stale, was.provider)
      is distinct from (now.status, now.confirmed, now.expiring, now.stale, now.provider)
    or was.body -> 'service' is distinct from now.body -> 'service'
    or was.body -> 'stage' is distinct from now.body -> 'stage'
    or ${running('was')} is distinct from ${running('now')}
  )
)`;

function running(span: 'was' | 'now'): RawBuilder<unknown> {
  return sql`(
    select jsonb_agg(jsonb_build_array(one -> 'decision', one -> 'validUntil', one -> 'state'))
    from jsonb_array_elements(${sql.ref(`${span}.body`)} -> 'grants') as one
    where one ->> 'state' in ('in-force', 'suspended')
  )`;
}
