import { Inject, Injectable } from '@nestjs/common';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import {
  type DeadlineTable,
  REMINDER_CAUSES,
  REMINDER_OUTCOMES,
  REMINDER_STATES,
  type ReminderTable,
} from '#database/tables/deadline.js';
import { addDays, type Day, dayIn, daysBetween, DaySchema } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { daysLeft, Deadline, isSettled, lastDay } from '#domain/deadline/deadline.js';
import { DossierNames } from '#domain/dossier/standing.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import { byUrgency } from '#domain/reminder/schedule.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { recipientRows } from '#subscriptions/audience.js';
import { keptDeliveries, remindersIn } from '#subscriptions/sending/planned-deliveries.js';
import { PLANNING, type Planning } from '../planning.js';

/** A reminder with its deadline, subscription and answer. */
export type ReminderRow = Selectable<ReminderTable> & {
  current: number;
  dossier: string;
  /** Current holder of the service. */
  provider: string;
  scheme: string;
  body: Deadline;
  deadline_state: DeadlineTable['state'];
  due_latest: string;
  channel: 'email' | 'webhook';
  target: string;
  /** Reminder settings of the subscription, as stored. */
  wishes: object;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  /** Whether its delivery is a mail that was stored, not sent; `null` without a delivery. */
  is_kept: boolean | null;
};

/** Base query for reminders. Tables: `reminder`, `deadline`, `recipient`, `dossier_plan`. */
export const reminderRows = (db: Kysely<Database>) =>
  db
    .selectFrom('reminder')
    .innerJoin('deadline', 'deadline.key', 'reminder.deadline_key')
    .innerJoin(recipientRows(db).as('recipient'), 'recipient.id', 'reminder.subscription')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .leftJoin('reminder_answer as answer', (join) =>
      join
        .onRef('answer.deadline_key', '=', 'reminder.deadline_key')
        .onRef('answer.deadline_version', '=', 'reminder.deadline_version')
        .onRef('answer.subscription', '=', 'reminder.subscription'),
    )
    .leftJoin(keptDeliveries(db).as('carrying'), 'carrying.id', 'reminder.delivery')
    .selectAll('reminder')
    .select([
      'deadline.version as current',
      'deadline.dossier',
      'dossier_plan.provider',
      'dossier_plan.scheme',
      sql<Deadline>`deadline.body`.as('body'),
      'deadline.state as deadline_state',
      'deadline.due_latest',
      'recipient.channel',
      'recipient.target',
      'recipient.wishes',
      'answer.acknowledged_at',
      'answer.acknowledged_by',
      'answer.snoozed_until',
      'carrying.is_kept',
    ]);

export const readReminder = (tx: Kysely<Database>, id: string): Promise<ReminderRow> =>
  reminderRows(tx).where('reminder.id', '=', id).executeTakeFirstOrThrow();

/**
 * Whether its recipient acknowledged the deadline, before or after it was sent. An acknowledgement before the due date does not
 * count after it.
 */
export function isAcknowledged(row: ReminderRow, { now, zone: usual }: ZonedNow): boolean {
  const { acknowledged_at: at, due_latest } = row;
  // Not sent, because its deadline had been acknowledged before, counts too.
  if (at === null || !(isSent(row) || row.outcome === 'acknowledged')) return false;
  const zone = zoneOf(row, usual);
  return dayIn(zone, now) <= due_latest || dayIn(zone, at) > due_latest;
}

/** The deadline is open or missed, and its dates are unchanged. */
const isCurrent = ({ deadline_version, current, deadline_state }: ReminderRow): boolean =>
  deadline_version === current && !isSettled(deadline_state);

/**
 * Includes reminders being sent: the recipient may answer before the result is recorded. Also includes those taken
 * back by an acknowledgement, so that acknowledging is idempotent.
 */
export const isSent = ({ state, outcome, delivery }: ReminderRow): boolean =>
  state === 'sent' || state === 'claimed' || state === 'failed' || (outcome === 'acknowledged' && delivery !== null);

/** The deadline is current, the reminder was or will be sent, and it is not acknowledged. */
export const canAcknowledge = (row: ReminderRow, time: ZonedNow): boolean =>
  isCurrent(row) && (isSent(row) || row.state === 'planned') && !isAcknowledged(row, time);

/** The current instant, and the default time zone. */
export interface ZonedNow {
  now: Date;
  zone: string;
}

/**
 * Time zone of the recipient. An unknown zone falls back to the default.
 *
 * @param usual default time zone
 */
export const zoneOf = ({ wishes }: Pick<ReminderRow, 'wishes'>, usual: string): string =>
  preferencesOf(wishes).timeZone ?? usual;

/** Why a reminder is not sent. `known-later` applies only to reminder steps that were never planned. */
const OUTCOMES = [...REMINDER_OUTCOMES, 'known-later'] as const;

/** A deadline as reminders show it. */
export const RemindedDeadline = Deadline.omit({ event: true });

export const RemindedSubscription = z
  .strictObject({ id: z.uuid(), channel: z.enum(['email', 'webhook']), target: z.string() })
  .meta({ id: 'RemindedSubscription' });

/** A reminder that was, will be or would have been sent, with the reasons. */
export const ReminderView = z.strictObject({
  id: z.uuid().nullable().describe('`null` if not planned: reminders are planned five weeks ahead.'),
  deadline: RemindedDeadline.extend({
    version: z.int().describe('Version of the dates that the reminder is for.'),
    moved: z.boolean().describe('The dates have moved since; the current ones are shown.'),
  }),
  dossier: DossierNames,
  subscription: RemindedSubscription,
  daysBefore: z
    .int()
    .describe(
      'Step of the reminder schedule: days before the earliest day of `due`, before adjustment for weekends and holidays; negative after it.',
    ),
  day: DaySchema.describe('Day of sending.'),
  fireAt: z.date(),
  state: z.enum(REMINDER_STATES),
  because: z.enum(REMINDER_CAUSES).describe('Reason for planning.'),
  outcome: z.enum(OUTCOMES).nullable().describe('Reason for not sending.'),
  escalation: z.boolean().describe('Sent only if nobody acknowledges the earlier reminders.'),
  delivery: z.uuid().nullable().describe('The delivery that contains the reminder.'),
  acknowledgedAt: z.date().nullable().describe('Reset to `null` once the deadline is overdue.'),
  acknowledgedBy: z.string().nullable().describe('An API key, or `link` for the link in the message.'),
  snoozedUntil: DaySchema.nullable(),
});
export type ReminderView = z.infer<typeof ReminderView> & {
  /** Whether it was a mail that was stored, not sent, once it has a delivery. */
  isKept?: boolean;
};

/** Acknowledgements that no longer count, or that belong to another reminder of the deadline, are left out. */
export function reminderViewOf(
  row: ReminderRow,
  places: ReadonlyMap<string, DossierNames>,
  time: ZonedNow,
): ReminderView {
  const isAnswered = isAcknowledged(row, time);
  const { key, kind, due, opens, lapses, title, confirmed } = row.body;
  return {
    id: row.id,
    deadline: {
      key,
      version: row.deadline_version,
      moved: row.deadline_version !== row.current,
      ...{ kind, due, opens, lapses, title, confirmed },
      state: row.deadline_state,
    },
    dossier: namesOf(places, row.dossier),
    subscription: { id: row.subscription, channel: row.channel, target: row.target },
    daysBefore: row.rung,
    day: row.day,
    fireAt: row.fire_at,
    state: row.state,
    because: row.because,
    outcome: row.outcome,
    escalation: row.escalation,
    delivery: row.delivery,
    acknowledgedAt: isAnswered ? row.acknowledged_at : null,
    acknowledgedBy: isAnswered ? row.acknowledged_by : null,
    snoozedUntil: row.snoozed_until,
    ...(row.state === 'sent' && { isKept: row.is_kept ?? false }),
  };
}

export function namesOf(places: ReadonlyMap<string, DossierNames>, dossier: string): DossierNames {
  const place = places.get(dossier);
  if (!place) throw new Error(`deadlines of dossier ${dossier}, which is not on record`);
  return place;
}

/**
 * Explains in one sentence why a reminder is sent when it is, or is not sent.
 *
 * @param keepsMails no mail server is configured: mails are stored
 */
export function describeReminder(
  reminder: ReminderView,
  { language, keepsMails }: { language: Language; keepsMails: boolean },
): string {
  const { state, day, outcome, isKept = keepsMails } = reminder;
  const words = phrases(language).reminders.why;
  const step = reasonFor(reminder, language);
  switch (state) {
    case 'planned':
    case 'claimed':
    case 'sent':
      return (isKept && reminder.subscription.channel === 'email' ? words.kept : words)[state](day, step);
    case 'failed':
      return words[state](day, step);
    case 'skipped':
    case 'cancelled':
    case 'superseded':
      return words.dropped(day, step, outcome === null ? state : words.outcomes[outcome]);
  }
}

function reasonFor(reminder: ReminderView, language: Language): string {
  const { because, escalation } = reminder;
  const words = phrases(language).reminders.why;
  const step = because === 'ladder' ? reminderStepOf(reminder, language) : words[because];
  return escalation ? words.escalation(step) : step;
}

/** The previous dates of a deadline that moved are not stored. */
function reminderStepOf(
  { daysBefore, deadline: { due, moved }, day, escalation }: ReminderView,
  language: Language,
): string {
  const words = phrases(language).reminders.why;
  if (moved) return daysBefore >= 0 ? words.beforeMoved(daysBefore) : words.afterMoved;
  const nominal = addDays(earliest(due), -daysBefore);
  const late = nominal > latest(due) ? daysBefore + daysBetween(earliest(due), latest(due)) : 0;
  const step =
    daysBefore === 0 ? words.onDueDay(due) : late < 0 ? words.after(-late, due) : words.before(daysBefore, due);
  return escalation || nominal === day ? step : words.shifted(step, nominal);
}

/** A reminder for its recipient, with the answers that are still possible. */
export interface AnswerableReminder extends ReminderView {
  id: string;
  /** Days to the earliest day of `due`; 0 while `due` may be today; negative: days since its latest day. */
  daysLeft: number;
  canAcknowledge: boolean;
  /** The days to which it can be snoozed; `null` if none. */
  snoozable: { from: Day; to: Day } | null;
  /** The due date has passed, and the deadline is neither settled nor moved. */
  isOverdue: boolean;
}

function answerableOf(row: ReminderRow, places: ReadonlyMap<string, DossierNames>, time: ZonedNow): AnswerableReminder {
  const view = reminderViewOf(row, places, time);
  const { due } = view.deadline;
  const today = dayIn(time.zone, time.now);
  const last = lastDay(view.deadline);
  const isOpen = isCurrent(row);
  return {
    ...view,
    id: row.id,
    daysLeft: daysLeft(due, today),
    canAcknowledge: canAcknowledge(row, time),
    snoozable: isOpen && today < last ? { from: addDays(today, 1), to: last } : null,
    isOverdue: isOpen && today > latest(due),
  };
}

export interface DeliveredReminders {
  owner: string;
  language: 'fr' | 'en';
  /** IANA time zone of the recipient. */
  zone: string;
  /** Most urgent first. */
  reminders: AnswerableReminder[];
}

/** Reminders with the answers that they still permit. */
@Injectable()
export class AnswerableReminders {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * The reminders of deadlines for their current dates, by deadline key and in order of time.
   *
   * @param owner of the subscriptions; absent: all
   */
  async ofDeadlines(keys: readonly string[], owner: string | undefined): Promise<Map<string, AnswerableReminder[]>> {
    if (keys.length === 0) return new Map();
    const rows = await this.#ofKeys(keys, owner)
      .whereRef('reminder.deadline_version', '=', 'deadline.version')
      .orderBy('reminder.fire_at')
      .orderBy('reminder.id')
      .execute();
    const found = new Map<string, AnswerableReminder[]>();
    for (const reminder of await this.#answerable(rows, this.planning.zone)) {
      const its = found.get(reminder.deadline.key);
      if (its) its.push(reminder);
      else found.set(reminder.deadline.key, [reminder]);
    }
    return found;
  }

  /** The reminders in the message of a delivery, so that one that is sent again refers to the same ones. `undefined` if there are none. */
  async ofDelivery(delivery: string): Promise<DeliveredReminders | undefined> {
    const contents = await remindersIn(this.db, delivery);
    if (!contents) return undefined;
    const rows = await reminderRows(this.db)
      .where(sql<boolean>`reminder.id = any(${[...contents.reminders]}::uuid[])`)
      .execute();
    if (rows.length === 0) return undefined;
    const reader = await recipientRows(this.db).where('id', '=', contents.subscription).executeTakeFirstOrThrow();
    const zone = zoneOf(reader, this.planning.zone);
    const reminders = await this.#answerable(rows, zone);
    return { owner: reader.owner, language: reader.language, zone, reminders: reminders.sort(byUrgency) };
  }

  /** Those of some deadlines of which reminders were sent that nobody of the same owner has acknowledged. */
  async unanswered(keys: readonly string[], owner: string | undefined): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    const time = { now: this.planning.clock.now(), zone: this.planning.zone };
    const { sql: text, parameters } = this.#ofKeys(keys, owner)
      .where(sql<boolean>`(reminder.state in ('sent', 'claimed', 'failed') or reminder.outcome = 'acknowledged')`)
      .compile();
    // Every page of the board asks it, and to plan it takes ten times as long as to answer it.
    const name = owner === undefined ? 'unanswered' : 'unanswered_of_owner';
    const found = await this.db.prepared<ReminderRow>(name, text, [...parameters]);
    const among = (row: ReminderRow) => `${row.deadline_key} ${row.owner}`;
    const answered = new Set(found.filter((row) => isAcknowledged(row, time)).map(among));
    const open = found.filter((row) => isSent(row) && canAcknowledge(row, time) && !answered.has(among(row)));
    return new Set(open.map(({ deadline_key: key }) => key));
  }
  #ofKeys(keys: readonly string[], owner: string | undefined) {
    const rows = reminderRows(this.db).where(sql<boolean>`reminder.deadline_key = any(${[...keys]})`);
    return owner === undefined ? rows : rows.where('reminder.owner', '=', owner);
  }

  async #answerable(rows: readonly ReminderRow[], zone: string): Promise<AnswerableReminder[]> {
    const { events, clock } = this.planning;
    const time = { now: clock.now(), zone };
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await dossierNames(events, dossiers, dayIn(zone, time.now));
    return rows.map((row) => answerableOf(row, places, time));
  }
}
