import { addDays, dayIn, type Day } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { daysLeft } from '#domain/deadline/days-left.js';
import { lastDay } from '#domain/deadline/deadline.js';
import { canAcknowledge, stands } from '../answering/acknowledged.js';
import type { Moment } from '../answering/moment.js';
import type { DossierPlace } from '../keeping/dossier-places.js';
import type { ReminderRow } from './reminder-rows.js';
import type { ReminderView } from './reminder-view.js';
import { viewOf } from './view-of.js';

/** A reminder for whoever got it: what of it can still be answered. */
export interface AnswerableReminder extends ReminderView {
  id: string;
  /** To the earliest day of `due`; 0 while `due` may mean today; below 0, the days since its latest day. */
  daysLeft: number;
  canAcknowledge: boolean;
  /** The days it can be snoozed to; `null`: none. */
  snoozable: { from: Day; to: Day } | null;
  /** Its day has passed, and it is neither met nor moved. */
  isOverdue: boolean;
}

export function answerable(
  row: ReminderRow,
  places: ReadonlyMap<string, DossierPlace>,
  moment: Moment,
): AnswerableReminder {
  const view = viewOf(row, places, moment);
  const { due } = view.deadline;
  const today = dayIn(moment.zone, moment.now);
  const last = lastDay(view.deadline);
  const isOpen = stands(row);
  return {
    ...view,
    id: row.id,
    daysLeft: daysLeft(due, today),
    canAcknowledge: canAcknowledge(row, moment),
    snoozable: isOpen && today < last ? { from: addDays(today, 1), to: last } : null,
    isOverdue: isOpen && today > latest(due),
  };
}
