import type { Reason } from '#language/phrases.js';
import type { DisabledBecause } from '#database/tables/subscription.js';
import type { Day } from '#domain/date/day.js';
import type { DeadlineKind } from '#domain/deadline/deadline.js';
import type { Status } from '#domain/dossier/status.js';
import { type LedgerEvent, schemaOfStream } from '#domain/event/ledger-event.js';

/** Whom and what an event is about, as far as the ledger says. */
export interface Subject {
  provider: { id: string; slug: string; name: string } | null;
  dossier: { id: string; scheme: string; service: string | null } | null;
  scheme: string | null;
}

/** Where a dossier stands, in short. */
export interface Standing {
  status: Status;
  /** The authority itself says so. */
  confirmed: boolean;
  /** The code of the furthest milestone. */
  stage: string | null;
}

/** The soonest open deadline of a dossier. */
export interface NextDeadline {
  kind: DeadlineKind;
  /** A partial date. */
  due: string;
  title: string | null;
}

/** What an event came to, as of the day on which it was recorded. Absent where the message was frozen before there was any of it. */
interface Effect {
  /** Right before the event and right after it; `null` for what is about no dossier. */
  status?: { before: Standing | null; after: Standing | null } | null;
  /** After it. */
  next?: NextDeadline | null;
  /** Of a correction or retraction: the event that it is about, as it stood before. */
  amends?: LedgerEvent | null;
}

/** An event on record, with its place in the ledger and what it is about. Who recorded it is nobody's business. */
export type Change = LedgerEvent &
  Subject &
  Effect & { position: number; id: string; stream: string; version: number; recordedAt: string };

/** The changes of a day. */
export interface ChangesDigest {
  /** In the order of the ledger; of more than it has room for, the oldest, what moved a dossier, and then the first. */
  changes: Change[];
  /** All of them. */
  total: number;
}

interface Trouble {
  /** The id of the one that has it, which is not the one that is told. */
  subscription: string;
  /** Its address or endpoint. */
  target: string;
  /** What the last attempt ended in. */
  lastError: string | null;
  /** The same as a code; absent from messages frozen before there were codes. */
  lastReason?: Reason | null;
  /** Messages that wait for it. */
  owed: number;
}

/** An endpoint has taken nothing for so many hours. */
export interface Failing extends Trouble {
  hours: number;
  since: string;
}

/** Nothing is sent there any more, until somebody enables it again. */
export interface Disabled extends Trouble {
  because: DisabledBecause;
  at: string;
}

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
  | Of<'changes.digest', ChangesDigest>
  | Of<'deadline.reminder', Reminder>
  | Of<'deadline.digest', Digest>
  | Of<'subscription.verification', { subscription: string; round: number }>
  | Of<'subscription.failing', Failing>
  | Of<'subscription.disabled', Disabled>
  | Of<'subscription.test', { subscription: string }>;

const TYPES: Record<Message['type'], true> = {
  'event.recorded': true,
  'changes.digest': true,
  'deadline.reminder': true,
  'deadline.digest': true,
  'subscription.verification': true,
  'subscription.failing': true,
  'subscription.disabled': true,
  'subscription.test': true,
};

/** All that there are; one that is missing here does not compile. */
export const MESSAGE_TYPES = Object.keys(TYPES) as [Message['type'], ...Message['type'][]];

/** From where to where a dossier went. */
export interface StandingChange {
  before: Standing | null;
  after: Standing | null;
}

/** Where a dossier stands of which nothing is on record yet: opening one moves nothing. */
export const NO_STANDING: Standing = { status: 'unknown', confirmed: false, stage: null };

/** Whether the status, its confirmation or the stage is another one than before. */
export function isStandingChanged(movement: StandingChange): boolean {
  const [before, after] = [movement.before ?? NO_STANDING, movement.after ?? NO_STANDING];
  return before.status !== after.status || before.confirmed !== after.confirmed || before.stage !== after.stage;
}

const ANSWERABLE_DAYS = 60;
const DAY_MS = 24 * 3_600_000;

/** Until when the link of a message lets its reader acknowledge or snooze what it reminds of. */
export const answerableUntil = ({ created_at: planned }: { created_at: Date }): Date =>
  new Date(planned.getTime() + ANSWERABLE_DAYS * DAY_MS);

/** What of a delivery a mail or payload is written from. */
export interface DeliveryContent {
  message: Message;
  /** Of the first delivery of the message: the one that its reminders name. */
  message_id: string;
  created_at: Date;
}

/** Every type of event that a ledger can hold, once each. */
export const EVENT_TYPES: readonly LedgerEvent['type'][] = [
  ...new Set(
    Object.values(schemaOfStream).flatMap(({ options }) => options.flatMap(({ shape }) => [...shape.type.values])),
  ),
];
