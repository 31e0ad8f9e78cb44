import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { LAST, type TimedCase } from '#domain/statistics/cases.js';
import { announcementStep, type Step, stepsOf, wholeStep } from '#domain/statistics/durations.js';
import { stepAsked, type Times, type TimesAsked, timesOf } from '#domain/statistics/times.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type BitemporalPoint, type PointInTime, resolvePoint, spanAt } from './bitemporal-point.js';

export interface StepAsked extends Omit<TimesAsked, keyof Step> {
  from?: string | undefined;
  to?: string | undefined;
}

export interface DurationsAsked extends PointInTime, StepAsked {
  scheme: string;
}

/** Times between two milestones of a scheme at a point in time, with those that are still pending. */
export class SchemeDurations extends Query<Times> {
  constructor(readonly asked: DurationsAsked) {
    super();
  }
}

@QueryHandler(SchemeDurations)
export class SchemeDurationsHandler implements IQueryHandler<SchemeDurations> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @throws Refusal unknown-scheme: not on record at that time; unknown-milestone */
  async execute({ asked }: SchemeDurations): Promise<Times> {
    const point = await resolvePoint(this.events, asked);
    const scheme = schemeOf(asked.scheme, await this.schemes.at(point.position ?? undefined));
    const step = stepAsked(scheme, asked);
    return timesOf(scheme, { ...asked, ...step }, await timedCases(this.db, scheme, point), point.asOf);
  }
}

/** Two look-ups per dossier of the scheme, as of the point. */
export async function timedCases(db: LedgerDatabase, scheme: Scheme, point: BitemporalPoint): Promise<TimedCase[]> {
  const { rows } = await sql<Omit<TimedCase, 'read'> & { listed: Listed | null }>`
    select dossier.id, span.status, span.body -> 'milestones' as milestones, span.body -> 'announced' as announced,
      span.body -> 'granted' as granted, span.body ->> 'level' as level, span.body ->> 'ended' as ended,
      (
        select jsonb_build_object('register', data -> 'registerSlug', 'entry', data -> 'entry') from event
        where stream = 'dossier-' || dossier.id and type = 'RegisterObserved' and data ? 'registerSlug'
          and position <= coalesce(${point.position}::bigint, position)
        order by version desc limit 1
      ) as listed
    from dossier cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
    where dossier.scheme = ${scheme.slug}
  `.execute(db.reads);
  const readings = (scheme.readings ?? []).filter(({ day }) => day <= point.asOf);
  const lastReading = ({ register, entry }: Listed): Day | null =>
    readings.findLast((one) => one.register === register && !one.unconfirmed?.includes(entry))?.day ?? null;
  return rows.map(({ listed, ...row }) => ({ ...row, read: listed && lastReading(listed) }));
}

/** Where a register lists a dossier. */
interface Listed {
  register: string;
  entry: string;
}

/** The step asked for; of the same level and year, those from each milestone to the next and those to the outcome. */
export interface SchemeTimes {
  asked: Times;
  steps: Times[];
}

/** @throws Refusal unknown-milestone */
export function schemeTimes(scheme: Scheme, asked: StepAsked, dossiers: readonly TimedCase[], asOf: Day): SchemeTimes {
  const times = (step: Step): Times => timesOf(scheme, { ...asked, ...step }, dossiers, asOf);
  return { asked: times(stepAsked(scheme, asked)), steps: stepsToShow(scheme).map(times) };
}

/** A scheme with one step before the outcome has its total and its last step in common. */
function stepsToShow(scheme: Scheme): Step[] {
  const [each, whole, announced] = [stepsOf(scheme), wholeStep(scheme), announcementStep(scheme)];
  const isSingle = each.some(({ from, to }) => from === whole?.from && to === whole.to);
  const total = whole && !isSingle ? [whole, { from: LAST, to: whole.to }] : [];
  return [...each, ...total, ...(announced ? [announced] : [])];
}
