import type { Day } from '#domain/date/day.js';
import type { DeadlineKind } from '#domain/deadline/deadline.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';

/** Whom and what an event is about, as far as the ledger says. */
export interface Subject {
  provider: { id: string; slug: string; name: string } | null;
  dossier: { id: string; scheme: string; service: string | null } | null;
  scheme: string | null;
}

/** An event on record, with its place in the ledger and what it is about. Who recorded it is nobody's business. */
export type Change = LedgerEvent &
  Subject & { position: number; id: string; stream: string; version: number; recordedAt: string };

/** A deadline that comes up, or has passed. */
export interface Reminder {
  /** The reminder's: for `POST /v1/reminders/{id}/acknowledge` and `…/snooze`. */
  id: string;
  /** Its version grows when its dates move. */
  deadline: { key: string; version: number };
  /** The id. */
  dossier: string;
  kind: DeadlineKind;
  /** `missed` once its last day is over, `lapses` if it has one. */
  state: 'open' | 'missed';
  provider: string;
  service: string | null;
  /** The slug. */
  scheme: string;
  /** The day from which it is worth acting on. */
  opens: Day;
  /** A partial date. */
  due: string;
  /** The last day on which acting still helps, where that is later than `due`. */
  lapses: Day | null;
  /** To the earliest day of `due`; 0 up to its latest; below 0, the days since that. */
  daysLeft: number;
  /** The step of the ladder: days before `due`; below 0 after it. */
  rung: number;
  /** Nobody has acknowledged what others were sent. */
  escalation: boolean;
  title: string | null;
  /** Where the dossier can be read. */
  url: string;
}

/** Everything that one subscriber is to be reminded of at once. */
export interface Digest {
  /** Most urgent first: the fewest days left. */
  reminders: Reminder[];
}

interface Of<T extends string, D> {
  type: T;
  /** When what it tells happened, not when it is sent. */
  timestamp: string;
  data: D;
}

/** All that subscribers are told. A webhook gets it as JSON, a mail is written from it. */
export type Message =
  | Of<'event.recorded', Change>
  | Of<'deadline.reminder', Reminder>
  | Of<'deadline.digest', Digest>
  | Of<'subscription.verification', { subscription: string; round: number }>
  | Of<'subscription.test', { subscription: string }>;
