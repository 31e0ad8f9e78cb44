import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { recordedBy } from '#domain/dossier/dependencies-on.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { type GrantView, type ProviderRef, type Standing, standingOn } from '#domain/dossier/standing.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { holdsAt, type BitemporalPoint, resolvePoint, type PointInTime } from './bitemporal-point.js';
import { boardCheckpoint } from './board-projection.js';

interface Row {
  id: string;
  provider: ProviderRef;
  scheme: string;
}

/** The number of grants that end in a month. */
export interface MonthOfEnds {
  /** Such as `2026-11`. */
  month: string;
  count: number;
}

@Injectable()
export class GrantLists {
  constructor(
    private readonly db: LedgerDatabase,
    readonly events: EventStore<LedgerEvent>,
    readonly catalogue: SchemeCatalogue,
  ) {}

  /** Every grant, past or present, of some dossiers at a point in time, by dossier. */
  async of(
    dossiers: readonly Pick<Row, 'id' | 'scheme'>[],
    asked: PointInTime,
  ): Promise<ReadonlyMap<string, readonly GrantView[]>> {
    const point = await resolvePoint(this.events, asked);
    const { rows } = await sql<{ followed: number }>`select ${FOLLOWED} as followed`.execute(this.db);
    const { standings } = await replayed(this, dossiers, point, rows[0] ?? {});
    return new Map([...standings].map(([id, { standing }]) => [id, standing.grants]));
  }

  /**
   * The grants that end in each of some months, from the month of `asOf` on, as `DeadlineLists` lists them between the first and
   * the last day of a month: an end that is known less precisely counts in each of its months.
   */
  async endsPerMonth(asked: PointInTime & { months: number }): Promise<MonthOfEnds[]> {
    const point = await resolvePoint(this.events, asked);
    const first = `${asked.asOf.slice(0, 7)}-01`;
    const { rows } = await sql<MonthOfEnds>`
      with month as (
        select number, (${first}::date + make_interval(months => number))::date as first,
          (${first}::date + make_interval(months => number + 1))::date as next
        from generate_series(0, ${asked.months - 1}::int) as number
      ), ends as materialized (
        select due_earliest, due_latest from deadline_span
        where kind = 'grant-end' and state in ('open', 'missed', 'met')
          and due_latest >= ${first}::date and ${holdsAt('deadline_span', point)}
      )
      select to_char(month.first, 'YYYY-MM') as month, count(ends)::int as count
      from month left join ends on ends.due_earliest < month.next and ends.due_latest >= month.first
      group by month.number, month.first order by month.number
    `.execute(this.db);
    return rows;
  }
}

interface Found {
  standing: Standing;
  /** Of the stream at that position. */
  version: number;
}

/** The position of the projection `board`. */
export const FOLLOWED = sql<number>`(select coalesce(max(position), 0) from checkpoint where name = ${boardCheckpoint.name})`;

/**
 * Dossiers at a point, replayed from their streams, by id, up to where the list that found them is; with the schemes on record
 * there.
 *
 * @param list that position, absent if there are no dossiers; and the look as of which streams may be read
 */
export async function replayed(
  { events, catalogue }: { events: EventStore<LedgerEvent>; catalogue: SchemeCatalogue },
  dossiers: readonly { id: string; scheme: string }[],
  { asOf, position }: BitemporalPoint,
  { followed = 0, look: asked }: { followed?: number | undefined; look?: Look | undefined },
): Promise<{ schemes: Schemes; upTo: number; look: Look | undefined; standings: ReadonlyMap<string, Found> }> {
  const upTo = Math.min(position ?? Infinity, followed);
  // The list may have followed what was recorded since. It rests on its projection, and not on later events of the streams.
  const look = asked && followed <= asked.position ? asked.fork() : undefined;
  const schemes = await catalogue.at(upTo, look);
  const streams = dossiers.map(({ id }) => dossierStream(id));
  const records = await events.loadAll(streams, dossierModel, { look, skipUnreadable: true });
  const standings = new Map<string, Found>();
  for (const { id, scheme: slug } of dossiers) {
    const record = recordedBy(records.get(dossierStream(id)) ?? [], upTo);
    const facts = factsOf(record);
    const scheme = schemes.get(slug);
    if (facts && scheme) standings.set(id, { standing: standingOn(facts, scheme, asOf), version: record.length });
  }
  return { schemes, upTo, look, standings };
}
