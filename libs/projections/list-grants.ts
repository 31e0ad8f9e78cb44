import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { type ProviderRef, type Standing, standingOn } from '#domain/dossier/standing.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { holdsAt, type BitemporalPoint, resolvePoint, providerRefAt, type PointInTime } from './bitemporal-point.js';
import { statusCheckpoint } from './status-projection.js';

interface GrantsAsked extends PointInTime {
  scheme?: string | undefined;
  /** An id. */
  provider?: string | undefined;
  /** Dossiers per page. */
  limit: number;
  /** From 1. */
  page: number;
}

export interface DossierGrants extends Pick<Standing, 'service' | 'status' | 'confirmed' | 'grants'> {
  id: string;
  provider: ProviderRef;
  scheme: string;
}

export interface GrantsPage {
  /** Number of dossiers with a grant, past or present. */
  total: number;
  dossiers: DossierGrants[];
}

/** Dossiers with a grant, past or present, at a point in time; by provider and service. */
export class ListGrants extends Query<GrantsPage> {
  constructor(readonly asked: GrantsAsked) {
    super();
  }
}

interface Row {
  id: string;
  provider: ProviderRef;
  scheme: string;
}

interface GrantsRow {
  total: number;
  /** Position of the status projection. */
  followed: number;
  rows: Row[];
}

@QueryHandler(ListGrants)
export class ListGrantsHandler implements IQueryHandler<ListGrants> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async execute({ asked }: ListGrants): Promise<GrantsPage> {
    const point = await resolvePoint(this.events, asked);
    const { total, followed, rows } = await this.#found(point, asked);
    const upTo = Math.min(point.position ?? Infinity, followed);
    const schemes = await this.schemes.at(upTo);
    const standings = await standingsOf(this.events, schemes, rows, { asOf: asked.asOf, upTo });
    return {
      total,
      dossiers: rows.flatMap((row) => {
        const found = standings.get(row.id);
        if (!found) return [];
        const { service, status, confirmed, grants } = found.standing;
        return [{ ...row, service, status, confirmed, grants }];
      }),
    };
  }

  /** The projection selects the dossiers; their grants are replayed from the streams. */
  async #found(point: BitemporalPoint, { scheme, provider, limit, page }: GrantsAsked): Promise<GrantsRow> {
    const conditions = [
      holdsAt('span', point),
      sql`jsonb_array_length(span.body -> 'grants') > 0`,
      ...(scheme === undefined ? [] : [sql`dossier.scheme = ${scheme}`]),
      ...(provider === undefined ? [] : [sql`span.provider = ${provider}::uuid`]),
    ];
    const { rows } = await sql<GrantsRow>`
      with found as materialized (
        select dossier.id, dossier.scheme, span.provider, span.service, provider.folded
        from dossier_span as span
        join dossier on dossier.id = span.dossier
        join provider on provider.id = span.provider
        where ${sql.join(conditions, sql` and `)}
      ),
      page as (
        select * from found order by folded, service, id limit ${limit} offset ${(page - 1) * limit}
      ),
      shown as (
        select page.id, page.scheme, ${providerRefAt('provider', point)} as provider
        from page join provider on provider.id = page.provider
        order by page.folded, page.service, page.id
      )
      select (select count(*) from found)::int as total,
        (select coalesce(max(position), 0) from checkpoint where name = ${statusCheckpoint.name}) as followed,
        coalesce((select jsonb_agg(shown) from shown), '[]') as rows
    `.execute(this.db.reads);
    return rows[0] ?? { total: 0, followed: 0, rows: [] };
  }
}

interface Found {
  standing: Standing;
  /** Of the stream at that position. */
  version: number;
}

/**
 * Dossiers on a day, replayed from their streams up to a position; by id.
 *
 * @param schemes on record at that position
 */
export async function standingsOf(
  events: EventStore<LedgerEvent>,
  schemes: Schemes,
  dossiers: readonly { id: string; scheme: string }[],
  { asOf, upTo }: { asOf: Day; upTo: number },
): Promise<ReadonlyMap<string, Found>> {
  const records = await events.loadAll(
    dossiers.map(({ id }) => dossierStream(id)),
    dossierModel,
    { skipUnreadable: true },
  );
  const found = new Map<string, Found>();
  for (const { id, scheme: slug } of dossiers) {
    const record = (records.get(dossierStream(id)) ?? []).filter(({ position }) => position <= upTo);
    const facts = factsOf(record);
    const scheme = schemes.get(slug);
    if (facts && scheme) found.set(id, { standing: standingOn(facts, scheme, asOf), version: record.length });
  }
  return found;
}
