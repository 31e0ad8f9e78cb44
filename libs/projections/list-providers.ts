import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { ProviderRef, Standing } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import {
  type BitemporalPoint,
  hasNameLike,
  resolvePoint,
  providerRefAt,
  spanAt,
  type PointInTime,
} from './bitemporal-point.js';
import { type ProviderFacets, providersWith } from './facets.js';
import { allOf, isAfter } from './narrowing.js';
import { decodeCursor, type Page, pageOf } from './page.js';

export interface ProvidersAsked extends PointInTime, ProviderFacets {
  /** Prefix of a word of any current or former name. */
  name?: string | undefined;
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
}

export const ListedProvider = ProviderRef.extend({
  aliases: z.array(z.string()).describe('All other names, past, present and future.'),
  dossiers: z.array(
    Standing.pick({ service: true, status: true, confirmed: true, expiring: true, stale: true }).extend({
      id: z.uuid(),
      scheme: z.string(),
    }),
  ),
}).meta({ id: 'ListedProvider' });
export type ListedProvider = z.infer<typeof ListedProvider>;

interface NamesAsked extends PointInTime {
  /** Largest number of options. */
  most: number;
}

@Injectable()
export class ProviderLists {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** Providers at a point in time, by name, with the status of their dossiers. */
  async page(asked: ProvidersAsked): Promise<Page<ListedProvider>> {
    const { limit, cursor, name } = asked;
    const point = await resolvePoint(this.events, asked);
    const mark = cursor === undefined ? undefined : decodeCursor(cursor);
    const described = providersWith(asked, point);
    const conditions = [
      isAfter(mark, sql`folded, id::text collate "C"`),
      name !== undefined && hasNameLike(name, 'provider.id'),
      described && sql`provider.id in (${described})`,
    ];
    const { rows } = await sql<ListedProvider & { folded: string }>`
      with page as (
        select id, slug, name, folded from provider
        where first_position <= coalesce(${point.position}::bigint, first_position) and ${allOf(conditions)}
        order by folded, id limit ${limit + 1}
      )
      select page.id, page.slug, page.folded, ref.name,
        array(select other.name from provider_name as other
          where other.provider = page.id and other.name <> ref.name order by other.ordinal) as aliases,
        coalesce((
          select jsonb_agg(jsonb_build_object('id', dossier.id, 'scheme', dossier.scheme,
            'service', span.body -> 'service', 'status', span.status, 'confirmed', span.confirmed,
            'expiring', span.expiring, 'stale', span.stale) order by span.service, dossier.id)
          from dossier_holder as holder
          join dossier on dossier.id = holder.dossier
          cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
          where holder.provider = page.id and span.provider = page.id
        ), '[]') as dossiers
      from page cross join lateral (select ${providerRefAt('page', point)} ->> 'name' as name) as ref
      order by folded, id
    `.execute(this.db);
    return pageOf(
      rows,
      limit,
      ({ folded, id }) => [folded, id],
      ({ folded: _, ...provider }) => provider,
    );
  }

  /** The names of all providers at a point in time, for a list of options; empty if there are more than `most`. */
  async names({ most, ...asked }: NamesAsked): Promise<ProviderRef[]> {
    const few = namesOfFew(await resolvePoint(this.events, asked), most);
    const { rows } = await sql<{ ref: ProviderRef }>`
      select ref from (${few}) as few order by folded, id
    `.execute(this.db);
    return rows.map(({ ref }) => ref);
  }
}

/** All providers at a point as `ref`, with their sort key; none if there are more than `most`. */
export const namesOfFew = (point: BitemporalPoint, most: number): RawBuilder<unknown> => sql`
  with few as materialized (
    select id, slug, name, folded from provider
    where first_position <= coalesce(${point.position}::bigint, first_position)
    order by folded, id limit ${most + 1}
  )
  select ${providerRefAt('few', point)} as ref, folded, id from few where (select count(*) from few) <= ${most}
`;
