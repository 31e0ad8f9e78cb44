import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { dependenciesOn } from '#domain/dossier/dependencies-on.js';
import { dossierModel } from '#domain/dossier/facts.js';
import { dossierView, type DossierView, type ProviderRef } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { providerModel } from '#domain/provider/provider.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import {
  holdsAt,
  matchesProvider,
  type BitemporalPoint,
  resolvePoint,
  providerRefAt,
  spanAt,
  type PointInTime,
} from './bitemporal-point.js';
import {
  type DossierFacets,
  hasFacets,
  hasLabel,
  type LabelRule,
  mayHaveLabel,
  type ProviderFacets,
  providersWith,
  rulesOfLabel,
} from './facets.js';
import { FOLLOWED, replayed } from './list-grants.js';
import { allOf, alongNames, equalTo, isAfter, pageAlong } from './narrowing.js';
import { decodeCursor, type Page, pageOf } from './page.js';

export interface DossiersAsked extends PointInTime, DossierFilter {
  label?: string | undefined;
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
  /** As of which states may be. */
  look?: Look | undefined;
}

interface NamesAsked extends PointInTime {
  /** Id or slug. */
  provider?: string | undefined;
  limit: number;
}

export type NamedDossier = Pick<DossierView, 'id' | 'provider' | 'service' | 'scheme'>;

@Injectable()
export class DossierLists {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly catalogue: SchemeCatalogue,
  ) {}

  /** Dossiers at a point in time, by provider and service; those with an event that cannot be read are left out of their page. */
  async page(asked: DossiersAsked): Promise<Page<DossierView>> {
    const { limit, cursor, asOf } = asked;
    const point = await resolvePoint(this.events, asked);
    const labelled = await this.#rulesOf(asked.label, point, asked.look);
    const rows = await dossierPage(this.db, point, { ...asked, labelled }, { count: limit + 1, cursor });
    const { events, catalogue } = this;
    const { schemes, upTo, look, standings } = await replayed({ events, catalogue }, rows.slice(0, limit), point, {
      followed: rows[0]?.followed,
      look: asked.look,
    });
    const dependents = [...standings].map(([id, { standing }]) => ({ id, dependsOn: standing.dependsOn }));
    const dependencies = await dependenciesOn(dependents, asOf, {
      dossiers: (streams) => events.loadAll(streams, dossierModel, { look, skipUnreadable: true }),
      providers: (streams) => events.loadAll(streams, providerModel, { look, skipUnreadable: true }),
      schemes,
      upTo,
    });
    const seen = { asOf, knownAt: asked.knownAt?.toISOString() ?? null };
    const viewOf = ({ id, provider, scheme: slug }: DossierRow): DossierView[] => {
      const scheme = schemes.get(slug);
      const found = standings.get(id);
      return scheme && found ? [dossierView({ id, provider, scheme, ...found, dependencies }, seen)] : [];
    };
    const { items, next } = pageOf(rows, limit, ({ folded, service, id }) => [folded, service, id], viewOf);
    return { items: items.flat(), next };
  }

  async #rulesOf(
    label: string | undefined,
    { asOf, position }: BitemporalPoint,
    look: Look | undefined,
  ): Promise<LabelRule[] | undefined> {
    if (label === undefined) return undefined;
    return rulesOfLabel(await this.catalogue.at(position ?? Infinity, look), label, asOf);
  }

  /** The first dossiers by provider and service, with their names only: no stream is read. `isWhole`: there are no others. */
  async names(asked: NamesAsked): Promise<{ items: NamedDossier[]; isWhole: boolean }> {
    const { limit, provider } = asked;
    const point = await resolvePoint(this.events, asked);
    const rows = await dossierPage(
      this.db,
      point,
      { providers: provider === undefined ? undefined : [provider], labelled: undefined },
      { count: limit + 1 },
    );
    const shown = rows.slice(0, limit);
    const { rows: named } = await sql<Pick<NamedDossier, 'id' | 'service'>>`
      select asked.id, span.body -> 'service' as service
      from unnest(${shown.map(({ id }) => id)}::uuid[]) as asked (id)
      cross join lateral (${spanAt('dossier_span', sql.ref('asked.id'), point)}) as span
    `.execute(this.db);
    const services = new Map(named.map(({ id, service }) => [id, service]));
    return {
      items: shown.map(({ id, provider, scheme }) => ({ id, provider, scheme, service: services.get(id) ?? null })),
      isWhole: rows.length <= limit,
    };
  }
}

interface DossierFilter extends ProviderFacets, DossierFacets {
  schemes?: readonly string[] | undefined;
  status?: string | undefined;
  /** Ids or slugs. */
  providers?: readonly string[] | undefined;
  /** A grant in force ends before this day. */
  expiresBefore?: Day | undefined;
  stale?: boolean | undefined;
  expiring?: boolean | undefined;
  confirmed?: boolean | undefined;
}

/** With the rules of its label, if it names one. */
type Chosen = DossierFilter & { labelled: readonly LabelRule[] | undefined };

interface DossierRow {
  id: string;
  provider: ProviderRef;
  scheme: string;
  /** The sort key before the id. */
  folded: string;
  service: string;
  /** Position of the projection `board`. */
  followed: number;
}

/** Up to `count` rows after a cursor, by provider, service and id. */
function dossierPage(
  db: LedgerDatabase,
  point: BitemporalPoint,
  filter: Chosen,
  { count, cursor }: { count: number; cursor?: string | undefined },
): Promise<DossierRow[]> {
  const mark = cursor === undefined ? undefined : decodeCursor(cursor);
  const conditions = [...wanted(filter, point), isAfter(mark, KEY)];
  return pageAlong(db, {
    ...alongNames(mark && String(mark[0])),
    count,
    few: fewThatMatch(point, filter),
    rows: (range, most, few) =>
      rowsWhere(point, allOf([...conditions, range, few && sql`dossier.id = any(${few})`]), most),
  });
}

const rowsWhere = (
  point: BitemporalPoint,
  condition: RawBuilder<boolean>,
  count: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select page.id, page.scheme, page.folded, page.service, ${providerRefAt('provider', point)} as provider,
    ${FOLLOWED} as followed
  from (
    select dossier.id, dossier.scheme, provider.folded, span.service, span.provider
    from provider
    join dossier_holder as holder on holder.provider = provider.id
    join dossier on dossier.id = holder.dossier
    cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
    where span.provider = provider.id and ${condition}
    order by provider.folded, span.service, dossier.id
    limit ${count}
  ) as page
  join provider on provider.id = page.provider
  order by page.folded, page.service, page.id
`;

const KEY = sql`provider.folded, span.service, dossier.id::text collate "C"`;

function wanted(
  { schemes, status, providers, stale, expiring, confirmed, labelled, ...filter }: Chosen,
  point: BitemporalPoint,
) {
  const described = providersWith(filter, point);
  return [
    ...hasFacets('span', filter),
    ...equalTo({
      'dossier.scheme': schemes,
      'span.status': status,
      'span.stale': stale,
      'span.expiring': expiring,
      'span.confirmed': confirmed,
    }),
    labelled && hasLabel('span', 'dossier.scheme', labelled),
    providers && matchesProvider(providers),
    described && sql`provider.id in (${described})`,
    filter.expiresBefore !== undefined && sql`span.grant_end < ${filter.expiresBefore}::date`,
  ];
}

/** The ids of the dossiers that match what selects few spans, if anything does: an index finds them. */
function fewThatMatch(point: BitemporalPoint, filter: Chosen): RawBuilder<unknown> | undefined {
  const { status, expiring, stale, expiresBefore, labelled, providers } = filter;
  const described = providersWith(filter, point);
  const rare = [
    ...hasFacets('span', filter),
    labelled && mayHaveLabel('span', labelled),
    expiring === true && sql`span.expiring`,
    stale === true && sql`span.stale`,
    expiresBefore !== undefined && sql`span.grant_end < ${expiresBefore}::date`,
    status !== undefined && sql`span.status = ${status}`,
  ];
  const held = [providers && matchesProvider(providers), described && sql`provider.id in (${described})`];
  if (held.some(Boolean))
    return sql`select distinct holder.dossier from dossier_holder as holder join provider on provider.id = holder.provider
      where ${allOf(held)}`;
  if (!rare.some(Boolean)) return undefined;
  return sql`select dossier from dossier_span as span where ${allOf(rare)} and ${holdsAt('span', point)}`;
}
