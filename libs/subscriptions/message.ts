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
  kind: DeadlineKind;
  provider: string;
  service: string | null;
  /** The slug. */
  scheme: string;
  /** A partial date. */
  due: string;
  /** To the earliest day of `due`; negative once it has passed. */
  daysLeft: number;
  title: string | null;
  /** Where the dossier can be read. */
  url: string;
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
  | Of<'subscription.verification', { subscription: string; round: number }>
  | Of<'subscription.test', { subscription: string }>;
