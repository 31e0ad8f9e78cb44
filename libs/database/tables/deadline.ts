import type { JSONColumnType } from 'kysely';

export type ReminderState = 'planned' | 'claimed' | 'sent' | 'cancelled' | 'superseded' | 'skipped' | 'failed';

/** A dossier whose deadlines are kept. */
export interface DossierPlanTable {
  dossier: string;
  provider: string;
  scheme: string;
  /** The dossiers that it builds on today. */
  depends_on: string[];
  /** The first later day on which one of its deadlines changes by the passage of time alone. */
  next_turn: string | null;
}

/** A deadline as it stands today; one that no longer follows from the facts is kept as cancelled. */
export interface DeadlineTable {
  key: string;
  dossier: string;
  kind: string;
  /** Grows when its dates move. */
  version: number;
  due: string;
  due_earliest: string;
  due_latest: string;
  opens: string;
  lapses: string | null;
  state: 'open' | 'met' | 'missed' | 'cancelled';
  /** The id of the `GrantExpired` that tells of its passing; only ends of grants have one. */
  expiry: string | null;
  /** The domain's `Deadline`. */
  body: JSONColumnType<object>;
}

export interface ReminderTable {
  id: string;
  deadline_key: string;
  deadline_version: number;
  /** Days before the earliest day of `due`. */
  rung: number;
  subscription: string;
  fire_at: Date;
  state: ReminderState;
}

/** For whom reminders have been planned, and by which of their wishes. */
export interface ReminderAudienceTable {
  subscription: string;
  mark: string;
}

export interface DeadlineTables {
  dossier_plan: DossierPlanTable;
  deadline: DeadlineTable;
  reminder: ReminderTable;
  reminder_audience: ReminderAudienceTable;
}
