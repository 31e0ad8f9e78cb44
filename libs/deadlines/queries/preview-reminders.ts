import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { dayIn } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import { answerKey, readAnswers, reminderSteps, stepsOnActivation } from '../plan/plan-reminders.js';
import { deadlinesOfFacts, dossiersDependingOn, type DeadlineOfDossier } from './dossier-deadlines.js';
import { deadlineRecipients, type Recipient } from '#subscriptions/audience.js';
import { PLANNING, type Planning } from '../planning.js';
import { storedDeadlines, fullSchedules } from './list-reminders.js';
import { staysOverdue, notifiedOf } from '../plan/plan-changes.js';
import {
  changesOf,
  datesOf,
  activatedIn,
  endedIn,
  type DeadlineRow,
  type EndedDeadline,
  type DossierDeadlines,
  type DeadlineChange,
} from '../plan/store-deadlines.js';
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
    const changes = changesOf([...before.values()].map(keptAs), [...after.values()].map(standingAs));
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

const keptAs = ({ deadline, place: { dossier } }: DeadlineOfDossier): DeadlineRow => ({
  ...{ key: deadline.key, dossier, version: 1 },
  ...{ state: deadline.state, body: deadline },
});

const standingAs = ({ deadline, place: { dossier } }: DeadlineOfDossier): DossierDeadlines => ({
  dossier,
  deadlines: [deadline],
});
