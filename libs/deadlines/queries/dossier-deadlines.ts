import { Inject, Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { compareDays, type Day, dayIn } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { daysLeft, type Deadline, type DeadlineKind, isSettled } from '#domain/deadline/deadline.js';
import { deadlinesOn, dependencyEnd } from '#domain/deadline/deadlines.js';
import { type DossierFacts, dossierModel, factsOf } from '#domain/dossier/facts.js';
import type { DossierNames } from '#domain/dossier/standing.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { ReminderPreferencesSchema } from '#domain/reminder/preferences.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { followedTo } from '#event-store/checkpoint.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { deriveDeadlines } from '../plan/derived-deadlines.js';
import { planningCheckpoint } from '../plan/plan-dossiers.js';
import { type DossierRef, PLANNING, type Planning } from '../planning.js';
import { namesOf } from './reminders.js';

export interface DossierDeadline extends Deadline {
  /** As in `DeadlineLists`. */
  daysLeft: number;
}

/** The deadlines that result from the facts of a dossier, by key, including those of its dependents. */
export interface DeadlinesPreview {
  before: ReadonlyMap<string, DeadlineOfDossier>;
  after: ReadonlyMap<string, DeadlineOfDossier>;
}

/** The deadlines of one dossier, derived from the ledger, so never outdated. */
@Injectable()
export class DeadlinesOfDossier {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * Including grant ends of its dependencies, soonest first. Empty for an unknown dossier.
   *
   * @param upTo ledger position to read up to; absent: the head
   */
  async on(dossier: string, asOf: Day, upTo?: number): Promise<DossierDeadline[]> {
    const { state } = await this.planning.events.load(dossierStream(dossier), dossierModel, { upTo });
    const facts = factsOf(state);
    if (!facts) return [];
    const placed = await deadlinesOfFacts(this.planning, dossier, facts, { day: asOf, dependents: [], upTo });
    return [...placed.values()]
      .map(({ deadline }) => ({ ...deadline, daysLeft: daysLeft(deadline.due, asOf) }))
      .sort((a, b) => compareDays(earliest(a.due), earliest(b.due)));
  }

  /** How the deadlines on a day change if the facts of the dossier change. */
  async preview(
    dossier: string,
    facts: { before: DossierFacts; after: DossierFacts },
    day: Day,
  ): Promise<DeadlinesPreview> {
    const about = { day, dependents: await dossiersDependingOn(this.db, dossier) };
    return {
      before: await deadlinesOfFacts(this.planning, dossier, facts.before, about),
      after: await deadlinesOfFacts(this.planning, dossier, facts.after, about),
    };
  }
}

export interface DeadlineOfDossier {
  deadline: Deadline;
  place: DossierRef;
}

/**
 * The deadlines that result from the facts of a dossier on a day, by key: its own, the grant ends of its dependencies,
 * and those that it causes for its dependents.
 *
 * @param upTo ledger position for schemes and other dossiers; absent: the head
 */
export async function deadlinesOfFacts(
  planning: Planning,
  dossier: string,
  facts: DossierFacts,
  { day, dependents, upTo }: { day: Day; dependents: readonly DossierRef[]; upTo?: number | undefined },
): Promise<Map<string, DeadlineOfDossier>> {
  const scheme = (await planning.schemes.at(upTo)).get(facts.scheme);
  if (!scheme) return new Map();
  const { deadlines: own, dependsOn, ...place } = deriveDeadlines(dossier, facts, scheme, day);
  const below = await Promise.all(dependsOn.map((other) => endsOf(planning, other, { day, upTo })));
  const placed = [
    ...own.map((deadline) => ({ deadline, place })),
    ...below.flat().map((end) => ({ deadline: dependencyEnd(dossier, end), place })),
    ...dependents.flatMap((dependent) =>
      ends(own).map((end) => ({ deadline: dependencyEnd(dependent.dossier, end), place: dependent })),
    ),
  ];
  return new Map(placed.map((one) => [one.deadline.key, one]));
}

const ends = (deadlines: readonly Deadline[]): Deadline[] => deadlines.filter(({ kind }) => kind === 'grant-end');

async function endsOf(
  { events, schemes }: Planning,
  dossier: string,
  { day, upTo }: { day: Day; upTo?: number | undefined },
): Promise<Deadline[]> {
  const { state } = await events.load(dossierStream(dossier), dossierModel, { upTo });
  const facts = factsOf(state);
  const scheme = facts && (await schemes.at(upTo)).get(facts.scheme);
  return facts && scheme ? ends(deadlinesOn(dossier, facts, scheme, day).deadlines) : [];
}

/** The dossiers that depend on a dossier, as last planned. */
export const dossiersDependingOn = (db: LedgerDatabase, dossier: string): Promise<DossierRef[]> =>
  db
    .selectFrom('dossier_plan')
    .select(['provider', 'dossier', 'scheme'])
    .where(sql<boolean>`depends_on @> array[${dossier}]::uuid[]`)
    .orderBy('dossier')
    .execute();

export interface CalendarDeadline {
  deadline: Deadline;
  revision: number;
  changedAt: Date;
  place: DossierNames;
  /** The reminder days that are still to come, by the scheme's schedule or the default one; empty once settled. */
  reminders: Day[];
}

interface CalendarPage {
  /** By due date. */
  items: CalendarDeadline[];
  /** Deadlines further from today were left out. */
  isCut: boolean;
  position: number;
}

/** An absent list does not filter. */
interface CalendarFilter {
  providers?: readonly string[] | undefined;
  dossiers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
  kinds?: readonly DeadlineKind[] | undefined;
  confirmedOnly?: boolean | undefined;
}

const CANCELLED_DAYS = 366;

interface Row {
  dossier: string;
  revision: number;
  changed_at: Date;
  state: Deadline['state'];
  body: Deadline;
}

@Injectable()
export class CalendarDeadlines {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * Deadlines for a calendar: open, missed and met ones of any age, and cancelled ones for a year, so that calendar
   * clients remove them. Deadlines that were never open are left out.
   *
   * @param most maximum number, closest to today first
   */
  async nearest(filter: CalendarFilter, most: number): Promise<CalendarPage> {
    const { events, schemes, clock, zone } = this.planning;
    const now = clock.now();
    const today = dayIn(zone, now);
    const position = await followedTo(this.db, planningCheckpoint);
    const rows = await this.#rows(filter, { now, today, limit: most + 1 });
    const shown = rows.slice(0, most);
    const places = await dossierNames(
      events,
      shown.map(({ dossier }) => dossier),
      today,
    );
    const known = await schemes.at();
    const items = shown.map(({ dossier, revision, changed_at, state, body }) => {
      const place = namesOf(places, dossier);
      const deadline = { ...body, state };
      const reminders = ahead(deadline, known.get(place.scheme), today);
      return { deadline, revision, changedAt: changed_at, place, reminders };
    });
    return { items: items.sort(byDay), isCut: rows.length > most, position };
  }

  async #rows(
    { providers, dossiers, schemes, kinds, confirmedOnly }: CalendarFilter,
    { now, today, limit }: { now: Date; today: Day; limit: number },
  ): Promise<Row[]> {
    const nearest = (due: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql`(
      select deadline.key, due_earliest, deadline.dossier, revision, changed_at, state, body
      from deadline join dossier_plan using (dossier)
      where ${due}
        and (state <> 'cancelled' or (revision > 0 and changed_at > ${now}::timestamptz - ${CANCELLED_DAYS} * interval '1 day'))
        and ${among('provider', providers, 'uuid')} and ${among('dossier', dossiers, 'uuid')}
        and ${among('scheme', schemes, 'text')} and ${among('kind', kinds, 'text')}
        and (${confirmedOnly !== true} or (body ->> 'confirmed')::boolean)
      order by ${order}, key limit ${limit}
    )`;
    // Both parts follow an index and stop at the limit.
    const { rows } = await sql<Row>`
      select dossier, revision, changed_at, state, body from (
        ${nearest(sql`due_earliest >= ${today}::date`, sql`due_earliest`)}
        union all
        ${nearest(sql`due_earliest < ${today}::date`, sql`due_earliest desc`)}
      ) as near
      order by abs(due_earliest - ${today}::date), key
      limit ${limit}
    `.execute(this.db);
    return rows;
  }
}

const asUsual = ReminderPreferencesSchema.parse({});

function ahead(deadline: Deadline, scheme: Scheme | undefined, today: Day): Day[] {
  if (isSettled(deadline.state)) return [];
  const days = scheduleOf(deadline, asUsual, scheme).map(({ day }) => day);
  return [...new Set(days)].filter((day) => day >= today).sort();
}

const byDay = ({ deadline: a }: CalendarDeadline, { deadline: b }: CalendarDeadline): number =>
  earliest(a.due) < earliest(b.due) || (earliest(a.due) === earliest(b.due) && a.key < b.key) ? -1 : 1;

/** SQL condition that a column is in a list; true if the list is absent. */
export const among = (
  column: string,
  list: readonly string[] | undefined,
  type: 'uuid' | 'text',
): RawBuilder<boolean> =>
  list === undefined ? sql`true` : sql`${sql.ref(column)} = any(${[...list]}::${sql.raw(type)}[])`;
