import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, daysBetween } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import { dossierStream, isNews, type LedgerEvent, streamId } from '#domain/event/ledger-event.js';
import { fold } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { NEAR_DAYS, STATUS_TONES, type Tone } from '#language/tones.js';
import {
  type BitemporalPoint,
  holdsAt,
  type PointInTime,
  providerRefAt,
  resolvePoint,
  spanAt,
} from './bitemporal-point.js';

/** A dossier that depends on others, as listed beside them. */
export interface DependentDossier {
  id: string;
  provider: ProviderRef;
  /** Name of its service. */
  service: string | null;
  scheme: string;
  status: Status;
  confirmed: boolean;
  expiring: boolean;
  /** Ids of all dossiers that it depends on. */
  dependsOn: string[];
}

/** A dossier of a service, or one that such a dossier depends on. */
export interface ServiceDossier extends DependentDossier {
  /** The soonest last day of a grant in force. */
  grantEnd: Day | null;
}

/** The worst first. */
export const SERVICE_TONES = ['bad', 'warn', 'plain', 'good'] as const;

/** A dossier with the worst tone of its own and of all that it rests on, directly or not. */
export interface TonedDossier extends ServiceDossier {
  tone: Tone;
  /** What it rests on directly, as far as that makes it worse than it is by itself. */
  restsOn: ServiceDossier[];
}

/** The worst first. */
export function toned(dossiers: ReadonlyMap<string, ServiceDossier>, asOf: Day): TonedDossier[] {
  const own = new Map([...dossiers.values()].map((one) => [one.id, ownTone(one, asOf)]));
  const tones = new Map(own);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const { id, dependsOn } of dossiers.values()) {
      const worst = SERVICE_TONES.find((tone) => [id, ...dependsOn].some((one) => tones.get(one) === tone)) ?? 'good';
      isChanged ||= worst !== tones.get(id);
      tones.set(id, worst);
    }
  }
  return [...dossiers.values()]
    .map((dossier) => {
      const tone = tones.get(dossier.id) ?? 'plain';
      const causes = dossier.dependsOn.flatMap((id) => (tones.get(id) === tone ? (dossiers.get(id) ?? []) : []));
      return { ...dossier, tone, restsOn: tone === own.get(dossier.id) ? [] : causes };
    })
    .sort((a, b) => SERVICE_TONES.indexOf(a.tone) - SERVICE_TONES.indexOf(b.tone));
}

/** Lost, about to end, not granted, or in force, whatever it rests on. */
function ownTone({ status, grantEnd }: ServiceDossier, asOf: Day): Tone {
  if (status === 'renewing' || STATUS_TONES[status] === 'bad') return 'bad';
  if (STATUS_TONES[status] !== 'good') return 'plain';
  return grantEnd !== null && daysBetween(asOf, grantEnd) <= NEAR_DAYS ? 'warn' : 'good';
}

/** Of `dossier`, its `span` and their `provider`. */
const columnsAt = (point: BitemporalPoint) => sql`
  dossier.id, ${providerRefAt('provider', point)} as provider, span.body -> 'service' ->> 'name' as service,
  dossier.scheme, span.status, span.confirmed, span.expiring, span.body -> 'dependsOn' as "dependsOn"
`;

@Injectable()
export class ServiceLists {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /**
   * The dossiers of some services at a point in time, and all that they depend on, directly or not; by id. A service is that of
   * one of its dossiers: all those of the same provider for a service of that name. Dossiers not open yet are left out.
   */
  async around(dossiers: readonly string[], at: PointInTime): Promise<ReadonlyMap<string, ServiceDossier>> {
    if (dossiers.length === 0) return new Map();
    const point = await resolvePoint(this.events, at);
    const { rows } = await sql<ServiceDossier>`
      with recursive anchor as materialized (
        select asked.id, span.provider, span.service
        from unnest(${[...dossiers]}::uuid[]) as asked (id)
        cross join lateral (${spanAt('dossier_span', sql.ref('asked.id'), point)}) as span
      ), own as materialized (
        select span.dossier from anchor
        join dossier_holder as held on held.provider = anchor.provider
        cross join lateral (${spanAt('dossier_span', sql.ref('held.dossier'), point)}) as span
        where span.provider = anchor.provider
          and (span.dossier = anchor.id or anchor.service <> '' and span.service = anchor.service)
      ), reach (dossier) as (
        select dossier from own
        union
        select below.id from reach
        cross join lateral (${spanAt('dossier_span', sql.ref('reach.dossier'), point)}) as span
        cross join lateral unnest(span.depends_on) as below (id)
      )
      select ${columnsAt(point)}, span.grant_end::text as "grantEnd"
      from reach
      join dossier on dossier.id = reach.dossier
      cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
      join provider on provider.id = span.provider
      order by provider.folded, span.service, dossier.scheme, dossier.id
    `.execute(this.db);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** How many events were recorded of some dossiers after an instant and up to another, by id; none of housekeeping. */
  async recorded(dossiers: readonly string[], { since, until }: { since: Date; until: Date }) {
    const { rows } = await sql<{ stream: string; type: string }>`
      select stream, type from event
      where stream = any(${dossiers.map(dossierStream)}) and recorded_at > ${since} and recorded_at <= ${until}
    `.execute(this.db);
    const counts = new Map<string, number>();
    for (const { stream } of rows.filter(({ type }) => isNews(type)))
      counts.set(streamId(stream), (counts.get(streamId(stream)) ?? 0) + 1);
    return counts;
  }

  /**
   * The dossiers that depend on any of some, in the order of their opening; one statement, however many there are.
   *
   * @param upTo the last position to read; absent: everything on record
   */
  async dependents(
    dossiers: readonly string[],
    { asOf, upTo }: { asOf: Day; upTo?: number | undefined },
  ): Promise<DependentDossier[]> {
    if (dossiers.length === 0) return [];
    const point = { asOf, position: upTo ?? null };
    const { rows } = await sql<DependentDossier>`
      select ${columnsAt(point)}
      from dossier_span as span
      join dossier on dossier.id = span.dossier
      join provider on provider.id = span.provider
      where span.depends_on <> '{}' and span.depends_on && ${[...dossiers]}::uuid[] and ${holdsAt('span', point)}
      order by dossier.first_position
    `.execute(this.db);
    return rows;
  }

  /**
   * A dossier of a provider for a service of that name today, ignoring case, accents and punctuation.
   *
   * @param provider an id
   */
  async find(provider: string, service: string, asOf: Day): Promise<string | undefined> {
    const { rows } = await sql<{ id: string }>`
      select span.dossier as id from dossier_span as span join dossier on dossier.id = span.dossier
      where span.provider = ${provider}::uuid and span.service = ${fold(service)}
        and ${holdsAt('span', { asOf, position: null })}
      order by dossier.first_position limit 1
    `.execute(this.db);
    return rows[0]?.id;
  }
}
