import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { remindersIn } from '#subscriptions/sending/planned-deliveries.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { daysLeft, lastDay } from '#domain/deadline/deadline.js';
import { byUrgency } from '#domain/reminder/schedule.js';
import { recipientRows } from '#subscriptions/audience.js';
import { dossierNames } from '#ledger/dossier-names.js';
import type { DossierNames } from '#domain/dossier/standing.js';
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
