import { REMINDER_OUTCOMES, type ReminderCause, type ReminderState } from '#database/tables/deadline.js';
import type { Day } from '#domain/date/day.js';
import type { PartialDate } from '#domain/date/partial-date.js';
import type { DeadlineKind, DeadlineState } from '#domain/deadline/deadline.js';
import type { DossierPlace } from '../keeping/dossier-places.js';

/** Why a reminder is not sent; the last only for rungs that were never planned. */
export const OUTCOMES = [...REMINDER_OUTCOMES, 'known-later'] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** A reminder that was, will or would have been sent, and all that says why. */
export interface ReminderView {
  /** `null` while it is not planned yet. */
  id: string | null;
  deadline: {
    key: string;
    /** That the reminder is for. */
    version: number;
    /** The dates have moved since; those shown are the new ones. */
    moved: boolean;
    kind: DeadlineKind;
    due: PartialDate;
    opens: Day;
    lapses: Day | null;
    title: string | null;
    state: DeadlineState;
  };
  dossier: DossierPlace;
  subscription: { id: string; channel: 'email' | 'webhook'; target: string };
  rung: number;
  day: Day;
  fireAt: Date;
  state: ReminderState;
  because: ReminderCause;
  outcome: Outcome | null;
  escalation: boolean;
  delivery: string | null;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  snoozedUntil: Day | null;
}
