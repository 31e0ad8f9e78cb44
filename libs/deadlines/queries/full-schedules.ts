import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { dayIn } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { type DossierNames, dossierNames } from '../dossier-names.js';
import {
  answerKey,
  type ReminderAnswers,
  readAnswers,
  type ReminderStep,
  reminderSteps,
} from '../plan/reminder-steps.js';
import { reminderId } from '../plan/plan-reminders.js';
import { type Recipient, recipientRows, type ReminderSubject } from '#subscriptions/audience.js';
import type { Planning } from '../planning.js';
import type { ListedReminder, ReminderFilter } from './list-reminders.js';
import { reminderRows } from './reminder-rows.js';
import { namesOf, type ReminderView, reminderViewOf } from './reminder-view.js';

type ReminderOwner = Pick<ReminderFilter, 'owner' | 'subscription'>;

/**
 * All reminders of deadlines: the stored ones, and the reminder steps of the current dates that have no row because they
 * are too far ahead or were due too early. Uses the functions of the planner.
 *
 * @param recipients the recipients that `whose` selects
 */
export async function fullSchedules(
  db: LedgerDatabase,
  planning: Planning,
  kept: readonly StoredDeadline[],
  { recipients, whose, now }: { recipients: readonly Recipient[]; whose: ReminderOwner; now: Date },
): Promise<ListedReminder[]> {
  const keys = kept.map(({ deadline }) => deadline.key);
  const time = { now, zone: planning.zone };
  let stored = reminderRows(db).where(sql<boolean>`reminder.deadline_key = any(${keys})`);
  if (whose.owner !== undefined) stored = stored.where('reminder.owner', '=', whose.owner);
  if (whose.subscription !== undefined) stored = stored.where('reminder.subscription', '=', whose.subscription);
  const rows = await stored.execute();
  const places = new Map(kept.map(({ place }) => [place.id, place]));
  const planned = rows.map((row) => ({
    reminder: reminderViewOf(row, places, time),
    cursor: { fireAt: row.fire_at, id: row.id },
  }));
  const known = new Set(rows.map(({ id }) => id));
  const answers = await readAnswers(db, keys);
  const targets = await targetsOf(db, recipients);
  const unplanned = kept.flatMap((one) =>
    recipients
      .filter((recipient) => recipient.wants(wantedOf(one)))
      .flatMap((recipient) => unplannedSteps(one, recipient, { answers, targets, ...time })),
  );
  return [...planned, ...unplanned.filter(({ cursor }) => !known.has(cursor.id))];
}

const wantedOf = ({ deadline: { kind, confirmed }, place }: StoredDeadline): ReminderSubject => ({
  ...{ dossier: place.id, provider: place.provider.id, scheme: place.scheme },
  ...{ kind, confirmed },
});

interface Circumstances {
  answers: ReminderAnswers;
  targets: ReadonlyMap<string, ReminderView['subscription']>;
  now: Date;
  zone: string;
}

function unplannedSteps(
  kept: StoredDeadline,
  recipient: Recipient,
  { answers, targets, now, zone }: Circumstances,
): ListedReminder[] {
  const { subscription: id, wishes } = recipient;
  const { deadline, version, scheme } = kept;
  const answer = answers.get(answerKey(deadline.key, version, id));
  const to = {
    subscription: targets.get(id) ?? { id, channel: 'webhook' as const, target: '' },
    escalation: wishes.role === 'escalation',
    snoozedUntil: answer?.snoozedUntil ?? null,
    now,
  };
  const schedule = scheduleOf(deadline, wishes, scheme);
  return reminderSteps(deadline, recipient, answer, { schedule, zone }).map((step) => ({
    reminder: unplannedReminder(kept, step, to),
    cursor: { fireAt: step.fireAt, id: reminderId(deadline.key, version, step, id) },
  }));
}

/** Channel and target of each subscription. */
async function targetsOf(db: LedgerDatabase, recipients: readonly Recipient[]): Promise<Circumstances['targets']> {
  const ids = recipients.map(({ subscription }) => subscription);
  const rows = await recipientRows(db)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** A deadline as stored, with its names. */
interface StoredDeadline {
  deadline: Deadline;
  version: number;
  place: DossierNames;
  scheme: Scheme | undefined;
}

/** A reminder step without a row: too far ahead, due too early, or of a settled deadline. */
function unplannedReminder(
  { deadline, version, place }: StoredDeadline,
  { daysBefore, day, fireAt, because, outcome }: ReminderStep,
  to: Pick<ReminderView, 'subscription' | 'escalation' | 'snoozedUntil'> & { now: Date },
): ReminderView {
  const { key, kind, due, opens, lapses, title, state } = deadline;
  return {
    id: null,
    deadline: { key, version, moved: false, kind, due, opens, lapses, title, state },
    dossier: place,
    subscription: to.subscription,
    ...{ daysBefore, day, fireAt, because },
    ...(outcome === null ? unplannedState(fireAt > to.now, state) : { state: 'skipped', outcome }),
    escalation: to.escalation,
    delivery: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: to.snoozedUntil,
  };
}

function unplannedState(isAhead: boolean, state: Deadline['state']): Pick<ReminderView, 'state' | 'outcome'> {
  if (!isAhead) return { state: 'skipped', outcome: 'known-later' };
  if (state === 'met') return { state: 'cancelled', outcome: 'met' };
  return state === 'cancelled'
    ? { state: 'cancelled', outcome: 'deadline-cancelled' }
    : { state: 'planned', outcome: null };
}

export async function storedDeadlines(
  db: LedgerDatabase,
  { events, schemes, zone }: Planning,
  keys: readonly string[],
  now: Date,
): Promise<StoredDeadline[]> {
  const rows = await db
    .selectFrom('deadline')
    .select(['dossier', 'version', 'body', 'state'])
    .where(sql<boolean>`key = any(${[...keys]})`)
    .orderBy('key')
    .execute();
  if (rows.length === 0) return [];
  const dossiers = rows.map(({ dossier }) => dossier);
  const places = await dossierNames(events, dossiers, dayIn(zone, now));
  const known = await schemes.at();
  return rows.map(({ dossier, version, body, state }) => {
    const place = namesOf(places, dossier);
    return { deadline: { ...(body as Deadline), state }, version, place, scheme: known.get(place.scheme) };
  });
}
