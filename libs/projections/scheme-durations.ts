import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { LAST, type TimedCase } from '#domain/statistics/cases.js';
import { announcementStep, type Step, stepsOf, wholeStep } from '#domain/statistics/durations.js';
import { stepAsked, type Times, type TimesAsked, timesOf } from '#domain/statistics/times.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type PointInTime, resolvePoint } from './bitemporal-point.js';
import { timedCases } from './scheme-statistics.js';

export interface DurationsAsked extends PointInTime, Omit<TimesAsked, keyof Step> {
  scheme: string;
  from?: string | undefined;
  to?: string | undefined;
  /** Whether the other steps are wanted, too. */
  everyStep?: boolean;
}

/** The step asked for; of the same level and year, those from each milestone to the next and those to the outcome. */
export interface SchemeTimes {
  asked: Times;
  steps: Times[];
}

/** Times between two milestones of a scheme at a point in time, with those that are still pending. */
export class SchemeDurations extends Query<SchemeTimes> {
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
  async execute({ asked }: SchemeDurations): Promise<SchemeTimes> {
    const { scheme: slug, level, year, after } = asked;
    const point = await resolvePoint(this.events, asked);
    const scheme = schemeOf(slug, await this.schemes.at(point.position ?? undefined));
    const step = stepAsked(scheme, asked);
    const dossiers: TimedCase[] = await timedCases(this.db, slug, point);
    const times = (one: Step): Times => timesOf(scheme, { ...one, level, year, after }, dossiers, point.asOf);
    return { asked: times(step), steps: asked.everyStep ? stepsToShow(scheme).map(times) : [] };
  }
}

/** A scheme with one step before the outcome has its total and its last step in common. */
function stepsToShow(scheme: Scheme): Step[] {
  const [each, whole, announced] = [stepsOf(scheme), wholeStep(scheme), announcementStep(scheme)];
  const isSingle = each.some(({ from, to }) => from === whole?.from && to === whole.to);
  const total = whole && !isSingle ? [whole, { from: LAST, to: whole.to }] : [];
  return [...each, ...total, ...(announced ? [announced] : [])];
}
