import { isOfEntry } from '#event-store/events.js';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { ProviderRef, Standing } from '#domain/dossier/standing.js';
import {
  type Case,
  casesOf,
  curveOf,
  type Duration,
  durationOf,
  type Step,
  stepAsked,
  stepsOf,
  type TimedDossier,
} from '#domain/durations/durations.js';
import { chanceOf, type Forecast, forecastOf } from '#domain/durations/forecasts.js';
import type { CurvePoint } from '#domain/durations/survival.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { stagesSince } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type BitemporalPoint, type PointInTime, providerRefAt, resolvePoint, spanAt } from './bitemporal-point.js';

export interface StepAsked {
  from?: string | undefined;
  to?: string | undefined;
  level?: string | undefined;
  /** In which dossiers began the step. */
  year?: number | undefined;
}

interface DurationsAsked extends PointInTime, StepAsked {
  scheme: string;
}

/** Pending in the step asked for. */
export interface WaitingDossier
  extends Pick<Standing, 'service' | 'status' | 'confirmed' | 'stage'>, Pick<Case, 'since' | 'days'> {
  id: string;
  provider: ProviderRef;
  /** That it completes the step within a year; `null`: too few have, to say so. */
  chance: number | null;
}

/** The steps of a scheme, and the one asked for in detail; all of the level and year asked for. */
export interface DurationsFound {
  steps: Duration[];
  asked: Duration;
  curve: CurvePoint[];
  /** Of those pending in the step asked for; `null`: too few have completed it. */
  forecast: Forecast | null;
  /** Since when the scheme has its stages; `null`: always. */
  stagesSince: Day | null;
  /** Those that have waited longest come first; at most `MOST_WAITING`. */
  waiting: WaitingDossier[];
}

export const MOST_WAITING = 100;

/** How long the steps of a scheme take, at a point in time. */
@Injectable()
export class SchemeDurations {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** @throws Refusal not-found: not on record at that time; unknown-reference */
  async of(asked: DurationsAsked): Promise<DurationsFound> {
    const point = await resolvePoint(this.events, asked);
    const upTo = point.position ?? undefined;
    const scheme = schemeOf(asked.scheme, await this.schemes.at(upTo));
    const since = stagesSince(await this.schemes.history(upTo), scheme.slug);
    const step = stepAsked(scheme, asked);
    const dossiers = (await timedDossiers(this.db, scheme, point)).filter(
      ({ level }) => asked.level === undefined || level === asked.level,
    );
    const isAsked = ({ since }: Case): boolean => asked.year === undefined || Number(since.slice(0, 4)) === asked.year;
    const casesIn = (one: Step): Case[] => casesOf(scheme, one, dossiers, point.asOf).filter(isAsked);
    const cases = casesIn(step);
    const found = forecastOf(cases, point.asOf);
    return {
      steps: stepsOf(scheme).map((one) => durationOf(one, casesIn(one), since)),
      asked: durationOf(step, cases, since),
      curve: curveOf(cases),
      ...{ forecast: found?.forecast ?? null, stagesSince: since ?? null },
      waiting: await this.#waiting(cases, found?.curve, point),
    };
  }

  async #waiting(
    cases: readonly Case[],
    curve: readonly CurvePoint[] | undefined,
    point: BitemporalPoint,
  ): Promise<WaitingDossier[]> {
    const longest = cases
      .filter(({ outcome }) => outcome === 'pending')
      .sort((one, other) => other.days - one.days || (one.dossier.id < other.dossier.id ? -1 : 1))
      .slice(0, MOST_WAITING);
    const { rows } = await sql<Omit<WaitingDossier, 'since' | 'days' | 'chance'>>`
      select dossier.id, span.status, span.confirmed, span.body -> 'service' as service, span.body -> 'stage' as stage,
        (select ${providerRefAt('holder', point)} from provider as holder where holder.id = span.provider) as provider
      from dossier cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
      where dossier.id = any(${longest.map(({ dossier }) => dossier.id)}::uuid[])
    `.execute(this.db);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return longest.flatMap(({ dossier, since, days }) => {
      const row = byId.get(dossier.id);
      return row ? [{ ...row, since, days, chance: curve ? chanceOf(curve, days) : null }] : [];
    });
  }
}

/** Two look-ups per dossier of the scheme, as of the point. */
export async function timedDossiers(
  db: LedgerDatabase,
  scheme: Scheme,
  point: BitemporalPoint,
): Promise<TimedDossier[]> {
  const { rows } = await sql<Omit<TimedDossier, 'read'> & { listed: Listed | null }>`
    select dossier.id, span.body -> 'milestones' as milestones, span.body -> 'announced' as announced,
      span.body -> 'granted' as granted, span.body ->> 'level' as level, span.body ->> 'ended' as ended,
      (
        select jsonb_build_object('register', data -> 'registerSlug', 'entry', data -> 'entry') from event
        where stream = 'dossier-' || dossier.id and ${isOfEntry}
          and position <= coalesce(${point.position}::bigint, position)
        order by version desc limit 1
      ) as listed
    from dossier cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
    where dossier.scheme = ${scheme.slug}
  `.execute(db);
  const readings = (scheme.readings ?? []).filter(({ day, frozen }) => day <= point.asOf && frozen === undefined);
  const lastReading = ({ register, entry }: Listed): Day | null =>
    readings.findLast((one) => one.register === register && !one.unconfirmed?.includes(entry))?.day ?? null;
  return rows.map(({ listed, ...row }) => ({ ...row, read: listed && lastReading(listed) }));
}

/** Where a register lists a dossier. */
interface Listed {
  register: string;
  entry: string;
}
