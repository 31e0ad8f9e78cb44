import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { remindersIn } from '#delivery/planned-deliveries.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { daysLeft, lastDay } from '#domain/deadline/deadline.js';
import { byUrgency } from '#domain/reminder/schedule.js';
import { recipientRows } from '#subscriptions/audience.js';
import { type DossierNames, dossierNames } from '../dossier-names.js';
import { PLANNING, type Planning } from '../planning.js';
import {
  canAcknowledge,
  type ZonedNow,
  type ReminderRow,
  reminderRows,
  isCurrent,
  zoneOf,
  isAcknowledged,
  isSent,
  type ReminderView,
  reminderViewOf,
} from './reminders.js';

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

/** The reminders of deadlines for their current dates, by deadline key and in order of time. */
export class RemindersOfDeadlines extends Query<Map<string, AnswerableReminder[]>> {
  constructor(
    readonly keys: readonly string[],
    /** Owner of the subscriptions; absent: all. */
    readonly owner: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(RemindersOfDeadlines)
export class RemindersOfDeadlinesHandler implements IQueryHandler<RemindersOfDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ keys, owner }: RemindersOfDeadlines): Promise<Map<string, AnswerableReminder[]>> {
    if (keys.length === 0) return new Map();
    const { events, clock, zone } = this.planning;
    const time = { now: clock.now(), zone };
    const rows = await this.#rows(keys, owner);
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await dossierNames(events, dossiers, dayIn(zone, time.now));
    const found = new Map<string, AnswerableReminder[]>();
    for (const row of rows) {
      const its = found.get(row.deadline_key);
      const reminder = answerableOf(row, places, time);
      if (its) its.push(reminder);
      else found.set(row.deadline_key, [reminder]);
    }
    return found;
  }

  #rows(keys: readonly string[], owner: string | undefined): Promise<ReminderRow[]> {
    let rows = reminderRows(this.db)
      .where(sql<boolean>`reminder.deadline_key = any(${[...keys]})`)
      .whereRef('reminder.deadline_version', '=', 'deadline.version')
      .orderBy('reminder.fire_at')
      .orderBy('reminder.id');
    if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
    return rows.execute();
  }
}

export interface DeliveredReminders {
  owner: string;
  language: 'fr' | 'en';
  /** IANA time zone of the recipient. */
  zone: string;
  /** Most urgent first. */
  reminders: AnswerableReminder[];
}

/**
 * The reminders in the message of a delivery, so that a redelivery refers to the same ones. `undefined` if there are
 * none.
 */
export class RemindersOfDelivery extends Query<DeliveredReminders | undefined> {
  constructor(readonly delivery: string) {
    super();
  }
}

@QueryHandler(RemindersOfDelivery)
export class RemindersOfDeliveryHandler implements IQueryHandler<RemindersOfDelivery> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ delivery }: RemindersOfDelivery): Promise<DeliveredReminders | undefined> {
    const { events, clock, zone: usual } = this.planning;
    const contents = await remindersIn(this.db, delivery);
    const rows = contents ? await this.#rows(contents.reminders) : [];
    if (!contents || rows.length === 0) return undefined;
    const reader = await recipientRows(this.db).where('id', '=', contents.subscription).executeTakeFirstOrThrow();
    const zone = zoneOf(reader, usual);
    const time = { now: clock.now(), zone };
    const dossiers = rows.map(({ dossier }) => dossier);
    const places = await dossierNames(events, dossiers, dayIn(zone, time.now));
    const reminders = rows.map((row) => answerableOf(row, places, time));
    return { owner: reader.owner, language: reader.language, zone, reminders: reminders.sort(byUrgency) };
  }

  #rows(ids: readonly string[]): Promise<ReminderRow[]> {
    return reminderRows(this.db)
      .where(sql<boolean>`reminder.id = any(${[...ids]}::uuid[])`)
      .execute();
  }
}

/** Those of some deadlines of which reminders were sent that nobody of the same owner has acknowledged. */
export class UnansweredDeadlines extends Query<ReadonlySet<string>> {
  constructor(
    readonly keys: readonly string[],
    /** Owner of the subscriptions; absent: all. */
    readonly owner: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(UnansweredDeadlines)
export class UnansweredDeadlinesHandler implements IQueryHandler<UnansweredDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ keys, owner }: UnansweredDeadlines): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    let rows = reminderRows(this.db)
      .where(sql<boolean>`reminder.deadline_key = any(${[...keys]})`)
      .where(sql<boolean>`(reminder.state in ('sent', 'claimed', 'failed') or reminder.outcome = 'acknowledged')`);
    if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
    const time = { now: this.planning.clock.now(), zone: this.planning.zone };
    const found = await rows.execute();
    const among = (row: ReminderRow) => `${row.deadline_key} ${row.owner}`;
    const answered = new Set(found.filter((row) => isAcknowledged(row, time)).map(among));
    const open = found.filter((row) => isSent(row) && canAcknowledge(row, time) && !answered.has(among(row)));
    return new Set(open.map(({ deadline_key: key }) => key));
  }
}
