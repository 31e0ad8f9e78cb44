import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { addDays, dayIn } from '#domain/date/day.js';
import { type Deadline, isSettled, stateOf } from '#domain/deadline/deadline.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { deadlineRecipients, type Recipient } from '#subscriptions/audience.js';
import { notifiedOf, staysOverdue } from '../plan/plan-changes.js';
import { dueWindows, keysNear } from '../plan/plan-days.js';
import {
  allowsLateReminder,
  answerKey,
  LATE_REMINDER_DAYS,
  lateReminder,
  readAnswers,
  type ReminderStep,
  reminderSteps,
  stepsOnActivation,
} from '../plan/plan-reminders.js';
import {
  activatedIn,
  changesOf,
  datesOf,
  type DeadlineChange,
  type EndedDeadline,
  endedIn,
} from '../plan/derived-deadlines.js';
import { type DossierRef, PLANNING, type Planning } from '../planning.js';
import { among, type DeadlineOfDossier, deadlinesOfFacts, dossiersDependingOn } from './dossier-deadlines.js';
import { fullSchedules, storedDeadlines } from './list-reminders.js';
import type { ReminderView } from './reminders.js';

/** A reminder that would be sent, or would no longer be sent. */
export type PreviewedReminder = Pick<ReminderView, 'daysBefore' | 'day' | 'fireAt' | 'because' | 'escalation'> & {
  deadline: Deadline;
  dossier: string;
  subscription: string;
};

export interface RemindersPreview {
  /** All reminders of deadlines that would be new, moved or reopened. */
  planned: PreviewedReminder[];
  /** Planned reminders for dates that would move. */
  superseded: PreviewedReminder[];
  /** Planned reminders for deadlines that would be met, cancelled or removed. */
  cancelled: PreviewedReminder[];
}

@Injectable()
export class ReminderPreviews {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /** Which reminders change if the facts of a dossier change. Uses the functions of the planner; nothing is planned. */
  async of(dossier: string, facts: { before: DossierFacts; after: DossierFacts }): Promise<RemindersPreview> {
    const now = this.planning.clock.now();
    const about = { day: dayIn(this.planning.zone, now), dependents: await dossiersDependingOn(this.db, dossier) };
    const before = await deadlinesOfFacts(this.planning, dossier, facts.before, about);
    const after = await deadlinesOfFacts(this.planning, dossier, facts.after, about);
    const changes = changesOf(
      [...before.values()].map(({ deadline, place: { dossier: of } }) => ({
        ...{ key: deadline.key, dossier: of, version: 1, state: deadline.state, body: deadline },
      })),
      [...after.values()].map(({ deadline, place: { dossier: of } }) => ({ dossier: of, deadlines: [deadline] })),
    );
    const recipients = await deadlineRecipients(this.db);
    const planned = await this.#planned(before, endedIn(changes), { recipients, now });
    return {
      planned: await this.#ahead(after, activatedIn(changes), { recipients, now }),
      superseded: planned.flatMap(({ outcome, ...foreseen }) => (outcome === 'moved' ? [foreseen] : [])),
      cancelled: planned.flatMap(({ outcome, ...foreseen }) => (outcome === 'moved' ? [] : [foreseen])),
    };
  }

  /** Planned reminders of the deadlines as they are now. */
  async #planned(
    before: ReadonlyMap<string, DeadlineOfDossier>,
    over: readonly EndedDeadline[],
    { recipients, now }: Circumstances,
  ): Promise<(PreviewedReminder & Pick<EndedDeadline, 'outcome'>)[]> {
    const outcomes = new Map(over.map(({ key, outcome }) => [key, outcome]));
    const kept = await storedDeadlines(this.db, this.planning, [...outcomes.keys()], now);
    const ladders = await fullSchedules(this.db, this.planning, kept, { recipients, whose: {}, now });
    return ladders.flatMap(({ reminder }) => {
      const { deadline, state, daysBefore, day, fireAt, because, escalation, subscription } = reminder;
      const [was, outcome] = [before.get(deadline.key), outcomes.get(deadline.key)];
      if (state !== 'planned' || !was || !outcome) return [];
      const about = { deadline: was.deadline, dossier: was.place.dossier, subscription: subscription.id };
      return [{ ...about, daysBefore, day, fireAt, because, escalation, outcome }];
    });
  }

  /**
   * Reminders of the deadlines as they would be. A reopened deadline with unchanged dates keeps its notifications and
   * answers.
   */
  async #ahead(
    after: ReadonlyMap<string, DeadlineOfDossier>,
    activated: readonly DeadlineChange[],
    { recipients, now }: Circumstances,
  ): Promise<PreviewedReminder[]> {
    const time = { now, zone: this.planning.zone };
    const versions = await this.#openAgain(activated);
    const notified = await notifiedOf({ tx: this.db, now }, [...versions.keys()]);
    const answers = await readAnswers(this.db, [...versions.keys()]);
    const schemes = await this.planning.schemes.at();
    return activated.flatMap((one) => {
      const { deadline, dossier } = one;
      const place = after.get(deadline.key)?.place;
      if (!place) return [];
      const mayBeNews = !staysOverdue(one, dayIn(time.zone, now));
      return recipients
        .filter((recipient) => recipient.wants({ ...place, kind: deadline.kind, confirmed: deadline.confirmed }))
        .flatMap((recipient) => {
          const { subscription, wishes } = recipient;
          const answer = answers.get(answerKey(deadline.key, versions.get(deadline.key) ?? 0, subscription));
          const schedule = scheduleOf(deadline, wishes, schemes.get(place.scheme));
          const ladder = reminderSteps(deadline, recipient, answer, { schedule, zone: time.zone });
          const isNewToRecipient = mayBeNews && !notified.has(`${deadline.key} ${subscription}`);
          return stepsOnActivation(deadline, recipient, () => ladder, { isNewToRecipient, time })
            .filter(({ outcome }) => outcome === null)
            .map(({ daysBefore, day, fireAt, because }) => ({
              ...{ deadline, dossier, subscription },
              ...{ daysBefore, day, fireAt, because, escalation: wishes.role === 'escalation' },
            }));
        });
    });
  }

  /** Versions of reopened deadlines with unchanged dates, by key. */
  async #openAgain(activated: readonly DeadlineChange[]): Promise<Map<string, number>> {
    const dates = new Map(activated.map(({ deadline }) => [deadline.key, datesOf(deadline)]));
    const rows = await this.db
      .selectFrom('deadline')
      .select(['key', 'version', 'due', 'lapses'])
      .where(sql<boolean>`key = any(${[...dates.keys()]})`)
      .execute();
    return new Map(rows.filter((row) => datesOf(row) === dates.get(row.key)).map(({ key, version }) => [key, version]));
  }
}

interface Circumstances {
  recipients: readonly Recipient[];
  now: Date;
}

export interface PastReminder extends Pick<ReminderStep, 'daysBefore' | 'day' | 'fireAt' | 'because'> {
  deadline: Deadline;
  place: DossierRef;
}

interface Found {
  /** Latest first. Reminders of the same instant are one message. */
  reminders: PastReminder[];
  /** More deadlines matched than were evaluated. */
  isCut: boolean;
}

/** Selects the deadlines to evaluate; an absent list does not filter. `recipient.wants` decides for each. */
interface PastRemindersFilter {
  providers?: readonly string[] | undefined;
  dossiers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
}

interface Asked {
  recipient: Pick<Recipient, 'wishes' | 'wants'>;
  within: { from: Date; to: Date };
  places: PastRemindersFilter;
}

interface Row extends DossierRef {
  state: Deadline['state'];
  body: Deadline;
  changed_at: Date;
  /** When the event that the deadline results from was recorded. */
  recorded_at: Date;
}

const MOST = 20_000;

@Injectable()
export class PastReminders {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * The reminders that a recipient would have received between two instants, by the current dates of the deadlines and
   * without answers. A deadline counts from the recording of its event until it was settled.
   */
  async find(asked: Asked): Promise<Found> {
    const { zone, schemes } = this.planning;
    const known = await schemes.at();
    const rows = await this.#rows(asked, known);
    const reminders = rows
      .slice(0, MOST)
      .flatMap((row) => remindersOf(row, asked, { scheme: known.get(row.scheme), zone }));
    reminders.sort((a, b) => b.fireAt.getTime() - a.fireAt.getTime() || (a.deadline.key < b.deadline.key ? -1 : 1));
    return { reminders, isCut: rows.length > MOST };
  }

  /** Deadlines with reminder steps in the range, or that may have had a late reminder. */
  async #rows(
    { recipient, within: { from, to }, places }: Asked,
    schemes: ReadonlyMap<string, Scheme>,
  ): Promise<Row[]> {
    const zone = recipient.wishes.timeZone ?? this.planning.zone;
    const days = { from: dayIn(zone, from), to: dayIn(zone, to) };
    const windows = dueWindows([recipient], schemes, days);
    windows.earliest.push([addDays(days.from, -1), addDays(days.to, LATE_REMINDER_DAYS)]);
    const { rows } = await sql<Row>`
      with near as (
        ${keysNear(windows)}
        union
        select key from deadline where due_earliest < ${days.from} and (due_latest >= ${days.from} or lapses >= ${days.from})
      )
      select deadline.dossier, provider, scheme, state, deadline.body, changed_at, recorded_at
      from near join deadline using (key) join dossier_plan using (dossier)
        join event on event.id = (deadline.body ->> 'event')::uuid
      where ${among('provider', places.providers, 'uuid')} and ${among('dossier', places.dossiers, 'uuid')}
        and ${among('scheme', places.schemes, 'text')}
        and (state in ('open', 'missed') or changed_at > ${from})
      order by key limit ${MOST + 1}
    `.execute(this.db);
    return rows;
  }
}

function remindersOf(
  row: Row,
  { recipient, within: { from, to } }: Asked,
  { scheme, zone }: { scheme: Scheme | undefined; zone: string },
): PastReminder[] {
  const deadline = { ...row.body, state: row.state };
  const place = { dossier: row.dossier, provider: row.provider, scheme: row.scheme };
  if (!recipient.wants({ ...place, kind: deadline.kind, confirmed: deadline.confirmed })) return [];
  const { wishes } = recipient;
  const schedule = scheduleOf(deadline, wishes, scheme);
  const ladder = reminderSteps(deadline, { wishes, confirmedAt: new Date(0) }, undefined, { schedule, zone });
  const until = isSettled(row.state) && row.changed_at < to ? row.changed_at : to;
  const onTime = ladder.filter(({ fireAt }) => fireAt >= row.recorded_at);
  const late =
    row.recorded_at >= from ? lateOf(deadline, recipient, ladder, { now: row.recorded_at, zone }) : undefined;
  const fired = [...onTime, ...(late ? [late] : [])].filter(({ fireAt }) => fireAt >= from && fireAt < until);
  return mostUrgentAtOnce(fired).map(({ daysBefore, day, fireAt, because }) => ({
    ...{ deadline, place, daysBefore, day, fireAt, because },
  }));
}

/** The late reminder at the time of recording, when the deadline was still open. */
function lateOf(
  deadline: Deadline,
  recipient: Pick<Recipient, 'wishes'>,
  ladder: readonly ReminderStep[],
  time: { now: Date; zone: string },
): ReminderStep | undefined {
  const today = dayIn(time.zone, time.now);
  const then = { ...deadline, state: stateOf(deadline, today, { met: false, cancelled: false }) };
  return allowsLateReminder(then, recipient, today) ? lateReminder(then, recipient, ladder, time) : undefined;
}

/** Weekends may move several reminder steps to one instant; only the most urgent is sent. */
const mostUrgentAtOnce = (fired: readonly ReminderStep[]): ReminderStep[] =>
  fired.filter(
    ({ daysBefore, fireAt }) =>
      !fired.some((other) => other.fireAt.getTime() === fireAt.getTime() && other.daysBefore < daysBefore),
  );
