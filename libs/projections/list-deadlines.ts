import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { addDays, type Day } from '#domain/date/day.js';
import { daysLeft, Deadline, type DeadlineKind, type DeadlineState } from '#domain/deadline/deadline.js';
import { dependencyEnd } from '#domain/deadline/deadlines.js';
import { ProviderRef, Service } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import {
  holdsAt,
  type BitemporalPoint,
  resolvePoint,
  providerRefAt,
  spanAt,
  type PointInTime,
} from './bitemporal-point.js';
import { decodeCursor, type Page, pageOf } from './page.js';

export type DeadlinesAsked = PointInTime &
  DeadlineFilter & {
    limit: number;
    /** One that fits `Cursor`. */
    cursor?: string | undefined;
  };

export const ListedDeadline = Deadline.extend({
  daysLeft: z.int().describe('Days to the earliest day of `due`; negative: days since its latest day.'),
  dossier: z.strictObject({ id: z.uuid(), provider: ProviderRef, service: Service.nullable(), scheme: z.string() }),
  dependsOn: z.uuid().nullable().describe('For `dependency-end`: the dossier whose grant ends.'),
});
export type ListedDeadline = z.infer<typeof ListedDeadline>;

/** Deadlines at a point in time, soonest first. */
export class ListDeadlines extends Query<Page<ListedDeadline>> {
  constructor(readonly asked: DeadlinesAsked) {
    super();
  }
}

@QueryHandler(ListDeadlines)
export class ListDeadlinesHandler implements IQueryHandler<ListDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ asked }: ListDeadlines): Promise<Page<ListedDeadline>> {
    const { limit, cursor, asOf } = asked;
    const point = await resolvePoint(this.events, asked);
    const rows = await deadlinePage(this.db, point, asked, { count: limit + 1, cursor });
    const keysetOf = ({ due_earliest, derived, dossier, key }: DeadlineRow) => [due_earliest, derived, key, dossier.id];
    return pageOf(rows, limit, keysetOf, (row) => listed(row, asOf));
  }
}

function listed({ body, dossier, depends_on: dependsOn }: DeadlineRow, asOf: Day): ListedDeadline {
  const deadline = dependsOn === null ? body : dependencyEnd(dossier.id, body);
  return { ...deadline, daysLeft: daysLeft(body.due, asOf), dossier, dependsOn };
}

interface ScopeFilter {
  scheme?: string | undefined;
  /** Id or slug. */
  provider?: string | undefined;
  kind?: DeadlineKind | undefined;
}

interface InState {
  state: DeadlineState;
  /** How many days ahead open deadlines are listed; the other states are listed however old they are. */
  within: number;
}

/** Deadlines due between two days, both included, in any state except cancelled. */
interface Between {
  from: Day;
  to: Day;
}

type DeadlineFilter = ScopeFilter & (InState | Between);

interface DeadlineRow {
  key: string;
  due_earliest: Day;
  /** 0 for a deadline of the dossier itself, 1 for one of a dossier that it depends on. */
  derived: number;
  depends_on: string | null;
  body: Deadline;
  dossier: ListedDeadline['dossier'];
}

/**
 * Up to `count` rows after a cursor, soonest first. The end of a grant is listed once for its own dossier and once for
 * each that depends on it.
 */
async function deadlinePage(
  db: LedgerDatabase,
  point: BitemporalPoint,
  filter: DeadlineFilter,
  { count, cursor }: { count: number; cursor?: string | undefined },
): Promise<DeadlineRow[]> {
  const span = spanAt('dossier_span', sql.ref('owed.dossier'), point);
  const { rows } = await sql<DeadlineRow>`
    with due as materialized (${dueAt(point, filter)}),
    dependent as materialized (
      select dossier, unnest(depends_on) as depends_on from dossier_span as span
      where depends_on <> '{}' and ${holdsAt('span', point)}
    ),
    owed as (
      select dossier, key, due_earliest, body, 0::bigint as derived, null::uuid as depends_on from due
      union all
      select dependent.dossier, due.key, due.due_earliest, due.body, 1::bigint, due.dossier
      from due join dependent on dependent.depends_on = due.dossier
      where due.kind = 'grant-end'
    ),
    page as (
      select owed.*, dossier.scheme
      from owed join dossier on dossier.id = owed.dossier
      where ${sql.join(wanted(filter, cursor, span), sql` and `)}
      order by owed.due_earliest, owed.derived, owed.key, owed.dossier
      limit ${count}
    )
    select owed.key, owed.due_earliest, owed.derived, owed.depends_on, owed.body,
      jsonb_build_object('id', owed.dossier, 'provider', ${providerRefAt('provider', point)},
        'service', span.body -> 'service', 'scheme', owed.scheme) as dossier
    from page as owed cross join lateral (${span}) as span join provider on provider.id = span.provider
    order by owed.due_earliest, owed.derived, owed.key, owed.dossier
  `.execute(db);
  return rows;
}

const dueAt = (point: BitemporalPoint, filter: DeadlineFilter) => sql`
  select dossier, key, kind, due_earliest, body from deadline_span
  where ${holdsAt('deadline_span', point)} and ${isSelected(point, filter)}
`;

function isSelected({ asOf }: BitemporalPoint, filter: DeadlineFilter): RawBuilder<unknown> {
  if ('from' in filter) return sql`state <> 'cancelled' and ${isDueWithin(filter)}`;
  const { state, within } = filter;
  const soon = isDueWithin({ from: asOf, to: addDays(asOf, within) });
  return sql`state = ${state} and ${state === 'open' ? soon : sql`true`}`;
}

/** A partial date spans a year at most; the redundant lower bound makes the index usable. */
const isDueWithin = ({ from, to }: Between) => sql`
  due_earliest between ${addDays(from, -366)}::date and ${to}::date and due_latest >= ${from}::date
`;

function wanted({ scheme, provider, kind }: DeadlineFilter, cursor: string | undefined, span: RawBuilder<unknown>) {
  return [
    sql`true`,
    scheme !== undefined && sql`dossier.scheme = ${scheme}`,
    provider !== undefined &&
      sql`(select ${provider} in (provider.slug, provider.id::text)
        from (${span}) as held join provider on provider.id = held.provider)`,
    kind !== undefined &&
      (kind === 'dependency-end' ? sql`owed.derived = 1` : sql`owed.derived = 0 and owed.body ->> 'kind' = ${kind}`),
    cursor !== undefined &&
      sql`(owed.due_earliest::text collate "C", owed.derived, owed.key, dossier.id::text collate "C") > (${sql.join(decodeCursor(cursor))})`,
  ].filter((condition) => condition !== false);
}
