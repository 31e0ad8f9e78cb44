import type { Generated, JSONColumnType } from 'kysely';

export const REMINDER_STATES = ['planned', 'claimed', 'sent', 'skipped', 'superseded', 'cancelled', 'failed'] as const;

export type ReminderState = (typeof REMINDER_STATES)[number];

/** A dossier with planned deadlines. */
export interface DossierPlanTable {
  dossier: string;
  provider: string;
  scheme: string;
  /** The dossiers that it depends on today; none once it is closed. */
  depends_on: string[];
  /** The first later day on which one of its deadlines changes by the passage of time alone. */
  next_turn: string | null;
  /** The position of the last fact included. `null`: planned by an earlier version of this program. */
  heard: number | null;
  /** The day as of which it was planned last; `null` as above. */
  planned_on: string | null;
  /** The day on which planning failed, until it succeeds. */
  failing_on: Generated<string | null>;
}

/** A deadline as of today; one that no longer follows from the facts is kept as cancelled. */
export interface DeadlineTable {
  key: string;
  dossier: string;
  kind: string;
  /** Increases when its dates move. */
  version: number;
  /** Increases with every change, including of its state: the SEQUENCE in calendars. */
  revision: Generated<number>;
  due: string;
  due_earliest: string;
  due_latest: string;
  opens: string;
  lapses: string | null;
  state: 'open' | 'met' | 'missed' | 'cancelled';
  /** The id of the `GrantExpired` event; only ends of grants have one. */
  expiry: string | null;
  /** The `expiry` that is recorded. */
  expired: string | null;
  /** The domain's `Deadline`. */
  body: JSONColumnType<object>;
  changed_at: Date;
}

export const REMINDER_CAUSES = ['ladder', 'known-late', 'snooze'] as const;

export type ReminderCause = (typeof REMINDER_CAUSES)[number];

/** Why it was not or will not be sent. `null` while planned and once sent. */
export const REMINDER_OUTCOMES = [
  'more-urgent',
  'before-subscription',
  'snoozed',
  'acknowledged',
  'nobody-told',
  'moved',
  'met',
  'deadline-cancelled',
  'gone',
  'transferred',
  'unconfirmed',
  'ladder-changed',
  'subscription-ended',
  'subscription-changed',
  'not-delivered',
] as const;

export type ReminderOutcome = (typeof REMINDER_OUTCOMES)[number];

/** What one is by then. */
export const STATE_BY_OUTCOME: Record<ReminderOutcome, Exclude<ReminderState, 'planned' | 'claimed' | 'sent'>> = {
  'more-urgent': 'skipped',
  'before-subscription': 'skipped',
  snoozed: 'skipped',
  acknowledged: 'skipped',
  'nobody-told': 'skipped',
  moved: 'superseded',
  met: 'cancelled',
  'deadline-cancelled': 'cancelled',
  gone: 'cancelled',
  transferred: 'cancelled',
  unconfirmed: 'cancelled',
  'ladder-changed': 'cancelled',
  'subscription-ended': 'cancelled',
  'subscription-changed': 'cancelled',
  'not-delivered': 'failed',
};

export interface ReminderTable {
  id: string;
  deadline_key: string;
  deadline_version: number;
  /**
   * From its day, before weekends and holidays move it, to the earliest day of `due`; below 0 once that has passed. A day
   * that somebody asked for (`because` is `snooze`) may have the rung of a step of the ladder: it is another reminder.
   */
  rung: number;
  subscription: string;
  /** The API key that created the subscription. Escalation works between subscriptions of one key. */
  owner: string;
  /** Sent only if no subscriber of the same owner has acknowledged an earlier reminder. */
  escalation: Generated<boolean>;
  day: string;
  fire_at: Date;
  state: ReminderState;
  because: Generated<ReminderCause>;
  outcome: ReminderOutcome | null;
  /** The delivery that carries it, alone or with others. */
  delivery: string | null;
  changed_at: Date;
}

/** Acknowledgements and snoozes of a deadline, valid until its dates move. */
interface ReminderAnswerTable {
  deadline_key: string;
  deadline_version: number;
  subscription: string;
  acknowledged_at: Date | null;
  /** An API key, or `link` for the link in the message. */
  acknowledged_by: string | null;
  /** The day of the next reminder after a snooze. */
  snoozed_until: string | null;
  snoozed_by: string | null;
}

/** One row: the last day for which every rung has been planned. */
interface ReminderHorizonTable {
  only: Generated<boolean>;
  planned_until: string;
}

/** The subscriptions for which reminders have been planned, with the preferences used. */
interface ReminderAudienceTable {
  subscription: string;
  mark: string;
}

export interface DeadlineTables {
  dossier_plan: DossierPlanTable;
  deadline: DeadlineTable;
  reminder: ReminderTable;
  reminder_answer: ReminderAnswerTable;
  reminder_horizon: ReminderHorizonTable;
  reminder_audience: ReminderAudienceTable;
}
