import { z } from 'zod';
import type { DisabledBecause } from '#database/tables/subscription.js';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { ProviderRef } from '#domain/dossier/standing.js';
import { STATUSES } from '#domain/dossier/status.js';
import { type LedgerEvent, schemaOfStream } from '#domain/event/ledger-event.js';
import { HOLDS } from '#domain/register/register-events.js';
import { SourceSchema } from '#domain/source/source.js';
import type { Reason } from '#language/phrases.js';

const StandingSchema = z
  .strictObject({
    status: z.enum(STATUSES),
    confirmed: z.boolean().describe('Confirmed by the authority.'),
    stage: z.string().nullable().describe('Code of the latest milestone reached.'),
  })
  .meta({ id: 'Standing' });

/** Status and stage of a dossier on a day. */
export type Standing = z.infer<typeof StandingSchema>;

const NextDeadlineSchema = z.strictObject({
  kind: z.enum(DEADLINE_KINDS),
  due: PartialDateSchema,
  title: z.string().nullable(),
});
export type NextDeadline = z.infer<typeof NextDeadlineSchema>;

/** The subject of an event: the provider, dossier and scheme that it is about. */
const subjectFields = {
  provider: ProviderRef.nullable().describe('With its current name.'),
  dossier: z.strictObject({ id: z.uuid(), scheme: z.string(), service: z.string().nullable() }).nullable(),
  scheme: z.string().nullable(),
};
export type Subject = { [Field in keyof typeof subjectFields]: z.infer<(typeof subjectFields)[Field]> };

const StandingChangeSchema = z.strictObject({ before: StandingSchema.nullable(), after: StandingSchema.nullable() });
export type StandingChange = z.infer<typeof StandingChangeSchema>;

/** Subject and effect of an event, in webhooks and in the change feed. */
export const effectFields = {
  ...subjectFields,
  status: StandingChangeSchema.nullable().describe(
    'Status before and after the event, as of the day it was recorded; `null` for events that are not about a dossier.',
  ),
  next: NextDeadlineSchema.nullable().describe('Next open deadline of the dossier after the event.'),
  amends: z
    .record(z.string(), z.unknown())
    .nullable()
    .optional()
    .describe('For a correction or retraction: the event concerned, as it was before.'),
};

/** The effect of an event. Messages stored before these fields existed lack them. */
interface Effect {
  status?: StandingChange | null;
  next?: NextDeadline | null;
  amends?: LedgerEvent | null;
}

const placeFields = {
  position: z.int().describe('Position in the ledger; `GET /v1/events?after=` continues from here.'),
  id: z.uuid(),
  stream: z.string().describe('`provider-<id>`, `dossier-<id>`, `scheme-<slug>` or `register-<slug>`.'),
  version: z.int().describe('Version of the stream.'),
  recordedAt: z.iso.datetime(),
};

/** A recorded event with its subject and effect, without the user who recorded it. */
export type Change = LedgerEvent &
  Subject &
  Effect & { [Field in keyof typeof placeFields]: z.infer<(typeof placeFields)[Field]> };

/** A `Change` as it is sent: every field is present. */
export const ChangeSchema = z.strictObject({
  ...placeFields,
  ...effectFields,
  type: z.string().describe('Event type, such as `GrantIssued`.'),
  occurred: PartialDateSchema.nullable().describe('Event date, as precise as it is known.'),
  source: SourceSchema.nullable(),
  data: z.record(z.string(), z.unknown()).describe('The data of the event, as recorded.'),
});

/** The changes of a day. */
export interface ChangesDigest {
  /** In ledger order; of more than the limit, the first one, then those that changed a status, then the earliest. */
  changes: Change[];
  /** Readings of registers that are told of as a whole. Absent from messages stored before there were registers. */
  readings?: RegisterRead[];
  /** Number of all changes of the day; a reading that is told of as a whole counts once. */
  total: number;
}

/** Past events that an import has recorded and that are not sent one by one. */
export const ImportSummarySchema = z.strictObject({
  import: z.uuid().describe('Id of the import.'),
  events: z.int().describe('Number of past events that match the filter of the subscription.'),
  after: z.int().describe('Position of the ledger right before the first of them.'),
  upTo: z.int().describe('Position of the last of them.'),
  subjects: z.array(z.strictObject(subjectFields)).describe('Providers and dossiers that they are about, at most 50.'),
  more: z.boolean().describe('Whether there are more subjects.'),
});
export interface ImportSummary extends z.infer<typeof ImportSummarySchema> {
  /** `after` as `GET /v1/events?after=` takes it, with the epoch of the ledger. */
  afterInQuery: string;
}

const registerFields = {
  register: z.string().describe('The slug.'),
  name: z.string(),
  scheme: z.string().describe('The slug.'),
};

const count = (text: string) => z.int().describe(`Number of ${text}.`);

/** Dossiers named in a message about a reading. */
export const MOST_DOSSIERS = 30;

/** A reading of a register, and what it changed of that which a subscription follows. */
export const RegisterReadSchema = z.strictObject({
  ...registerFields,
  reading: z.uuid().describe('Id of the `RegisterRead`.'),
  day: DaySchema.describe('Day on which the register listed it.'),
  position: z.int().describe('Position of the `RegisterRead` in the ledger; the events that it caused are before it.'),
  entries: count('entries listed'),
  added: count('entries added'),
  changed: count('entries changed'),
  gone: count('entries no longer listed'),
  changes: count('events of the reading that match the filter of the subscription'),
  dossiers: z
    .array(z.strictObject({ ...subjectFields, status: StandingChangeSchema.nullable() }))
    .describe(`Dossiers that they are about, at most ${MOST_DOSSIERS}, those whose status changed first.`),
  more: z.boolean().describe('Whether there are more dossiers.'),
});
export type RegisterRead = z.infer<typeof RegisterReadSchema>;
export type ReadDossier = RegisterRead['dossiers'][number];

/** A register was not read for longer than it says. */
export const RegisterStaleSchema = z.strictObject({
  ...registerFields,
  lastRead: DaySchema.nullable().describe('Day of the last reading; `null` if it was never read.'),
  staleAfterDays: z.int(),
  days: z.int().describe('Days since then, or since it was published.'),
});
export type RegisterStale = z.infer<typeof RegisterStaleSchema>;

/** A reading waits for an officer. */
export const RegisterHeldSchema = z.strictObject({
  ...registerFields,
  reading: z.uuid().describe('Id of the reading, for `POST /v1/registers/{slug}/readings/{id}/decision`.'),
  day: DaySchema.describe('Day of the document.'),
  holds: z.array(z.enum(HOLDS)).describe('Why it is held.'),
  entries: count('entries listed'),
  added: count('entries added'),
  changed: count('entries changed'),
  gone: count('entries no longer listed'),
  unreadable: count('unreadable entries'),
});
export type RegisterHeld = z.infer<typeof RegisterHeldSchema>;

interface Trouble {
  /** The id of the failing subscription, which is not the recipient. */
  subscription: string;
  /** Its address or endpoint. */
  target: string;
  lastError: string | null;
  /** Absent from messages stored before errors had codes. */
  lastReason?: Reason | null;
  /** Number of undelivered messages. */
  owed: number;
}

/** All attempts to reach an endpoint have failed for this many hours. */
export interface Failing extends Trouble {
  hours: number;
  since: string;
}

/** A subscription was disabled; deliveries are held until it is enabled. */
export interface Disabled extends Trouble {
  because: DisabledBecause;
  at: string;
}

/** A reminder of a deadline. */
export const ReminderSchema = z.strictObject({
  id: z.uuid().describe('For `POST /v1/reminders/{id}/acknowledge` and `…/snooze`.'),
  deadline: z.strictObject({ key: z.string(), version: z.int().describe('Incremented when the dates change.') }),
  dossier: z.uuid(),
  kind: z.enum(DEADLINE_KINDS),
  state: z.enum(['open', 'missed']).describe('`missed`: the last day, `lapses` if there is one, has passed.'),
  provider: z.string().describe('The name.'),
  service: z.string().nullable(),
  scheme: z.string().describe('The slug.'),
  opens: DaySchema.describe('First day on which the deadline can be met.'),
  due: PartialDateSchema,
  lapses: DaySchema.nullable().describe('Last day on which the deadline can be met, if later than `due`.'),
  daysLeft: z.int().describe('Days to the first day of `due`; 0 until its last day; then negative.'),
  rung: z.int().describe('Reminder step: days before `due`; negative once overdue.'),
  escalation: z.boolean().describe('Sent because nobody acknowledged the earlier reminders.'),
  title: z.string().nullable(),
  url: z.url().describe('Address of the dossier.'),
});
export type Reminder = z.infer<typeof ReminderSchema>;

/** The reminders that one subscriber receives at the same time, most urgent first. */
export interface Digest {
  reminders: Reminder[];
}

export const LedgerResetSchema = z.strictObject({
  epoch: z.int().describe('The epoch that began. Later positions are written as `<position>-<epoch>` in queries.'),
  position: z
    .int()
    .describe(
      'The last position that is certain: discard what you received after it, and read `GET /v1/events?after=` it.',
    ),
});
/** The ledger was reset to an earlier position. */
export type LedgerReset = z.infer<typeof LedgerResetSchema>;

interface Of<T extends string, D> {
  type: T;
  /** When the subject of the message happened, not when it is sent. */
  timestamp: string;
  data: D;
}

/** The content of a delivery. Webhooks send it as JSON; mails are rendered from it. */
export type Message =
  | Of<'event.recorded', Change>
  | Of<'changes.digest', ChangesDigest>
  | Of<'import.summary', ImportSummary>
  | Of<'register.read', RegisterRead>
  | Of<'register.stale', RegisterStale>
  | Of<'register.held', RegisterHeld>
  | Of<'deadline.reminder', Reminder>
  | Of<'deadline.digest', Digest>
  | Of<'subscription.verification', { subscription: string; round: number }>
  | Of<'subscription.failing', Failing>
  | Of<'subscription.disabled', Disabled>
  | Of<'subscription.test', { subscription: string }>
  | Of<'ledger.reset', LedgerReset>;

const TYPES: Record<Message['type'], true> = {
  'event.recorded': true,
  'changes.digest': true,
  'import.summary': true,
  'register.read': true,
  'register.stale': true,
  'register.held': true,
  'deadline.reminder': true,
  'deadline.digest': true,
  'subscription.verification': true,
  'subscription.failing': true,
  'subscription.disabled': true,
  'subscription.test': true,
  'ledger.reset': true,
};

/** Every message type; a missing one does not compile. */
export const MESSAGE_TYPES = Object.keys(TYPES) as [Message['type'], ...Message['type'][]];

/** The standing of a dossier before its first event: opening a dossier changes no status. */
export const NO_STANDING: Standing = { status: 'unknown', confirmed: false, stage: null };

/** Whether the status, its confirmation or the stage changed. */
export function isStandingChanged(change: StandingChange): boolean {
  const [before, after] = [change.before ?? NO_STANDING, change.after ?? NO_STANDING];
  return before.status !== after.status || before.confirmed !== after.confirmed || before.stage !== after.stage;
}

const ANSWERABLE_DAYS = 60;
const DAY_MS = 24 * 3_600_000;

/** When the link for acknowledging and snoozing the reminders of a message expires. */
export const answerableUntil = ({ created_at: planned }: { created_at: Date }): Date =>
  new Date(planned.getTime() + ANSWERABLE_DAYS * DAY_MS);

/** The fields of a delivery that mails and payloads are rendered from. */
export interface DeliveryContent {
  message: Message;
  /** Id of the first delivery of the message; redeliveries keep it. */
  message_id: string;
  created_at: Date;
}

/** Every event type. */
export const EVENT_TYPES: readonly LedgerEvent['type'][] = [
  ...new Set(
    Object.values(schemaOfStream).flatMap(({ options }) => options.flatMap(({ shape }) => [...shape.type.values])),
  ),
];
