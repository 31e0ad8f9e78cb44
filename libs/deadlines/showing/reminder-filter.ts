import type { ReminderState } from '#database/tables/deadline.js';
import type { Day } from '#domain/date/day.js';
import type { ReminderView } from './reminder-view.js';

export interface ReminderFilter {
  /** Who made the subscriptions; absent: anybody. */
  owner?: string | undefined;
  subscription?: string | undefined;
  dossier?: string | undefined;
  /** The one that holds the service today, by id. */
  provider?: string | undefined;
  scheme?: string | undefined;
  /** The key of one: then its whole ladder is told, with the rungs that are not planned. */
  deadline?: string | undefined;
  state?: ReminderState | undefined;
  /** The days on which they are sent, both included. */
  from?: Day | undefined;
  to?: Day | undefined;
}

/** Where a page of the list begins: after this reminder. */
export interface ReminderMark {
  fireAt: Date;
  id: string;
}

export type MarkedReminder = ReminderView & { mark: ReminderMark };

/** The order of the list. */
export const byMark = (a: ReminderMark, b: ReminderMark): number =>
  a.fireAt.getTime() - b.fireAt.getTime() || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
