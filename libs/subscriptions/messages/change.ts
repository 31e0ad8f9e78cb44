import { z } from 'zod';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { ProviderRef } from '#domain/dossier/standing.js';
import { STATUSES } from '#domain/dossier/status.js';
import { type LedgerEvent, schemaOfStream } from '#domain/event/ledger-event.js';
import { SourceSchema } from '#domain/source/source.js';

const StandingSchema = z
  .strictObject({
    status: z.enum(STATUSES),
    confirmed: z.boolean().describe('Confirmed by the authority.'),
    stage: z.string().nullable().describe('Code of the latest milestone reached.'),
    stageConfirmed: z
      .boolean()
      .nullable()
      .optional()
      .describe(
        'Whether the authority confirms the stage, which can be a claim while the status is confirmed; `null` without one.',
      ),
  })
  .meta({ id: 'Standing' });

export type Standing = z.infer<typeof StandingSchema>;

/** Of a deadline that may rest on a claim. */
export const claimedDeadline = z
  .boolean()
  .optional()
  .describe('`false`: it rests on a claim that the authority has not confirmed. Absent: confirmed.');

const NextDeadlineSchema = z.strictObject({
  kind: z.enum(DEADLINE_KINDS),
  due: PartialDateSchema,
  title: z.string().nullable(),
  confirmed: claimedDeadline,
});
export type NextDeadline = z.infer<typeof NextDeadlineSchema>;

export const subjectFields = {
  provider: ProviderRef.nullable().describe('With its current name.'),
  dossier: z.strictObject({ id: z.uuid(), scheme: z.string(), service: z.string().nullable() }).nullable(),
  scheme: z.string().nullable(),
};
export type Subject = { [Field in keyof typeof subjectFields]: z.infer<(typeof subjectFields)[Field]> };

export const StandingChangeSchema = z.strictObject({
  before: StandingSchema.nullable(),
  after: StandingSchema.nullable(),
});
export type StandingChange = z.infer<typeof StandingChangeSchema>;

/** Subject and effect of an event, in webhooks and in the change feed. */
export const effectFields = {
  ...subjectFields,
  status: StandingChangeSchema.nullable().describe(
    'Status before and after the event, as of the day it was recorded; `null` for events that are not about a dossier.',
  ),
  deadlineTitle: z
    .string()
    .optional()
    .describe('For an event about a deadline that an officer set: the title of the deadline, if it has one.'),
  next: NextDeadlineSchema.nullable().describe('Next open deadline of the dossier after the event.'),
  amends: z
    .record(z.string(), z.unknown())
    .nullable()
    .optional()
    .describe('For a correction or retraction: the event concerned, as it was before.'),
};

/** The effect of an event. Messages stored before these fields existed lack them. */
interface Effect {
  deadlineTitle?: string;
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

/** The standing of a dossier before its first event: opening a dossier changes no status. */
export const NO_STANDING: Standing = { status: 'unknown', confirmed: false, stage: null, stageConfirmed: null };

export function isStandingChanged(change: StandingChange): boolean {
  const [before, after] = [change.before ?? NO_STANDING, change.after ?? NO_STANDING];
  return (
    before.status !== after.status ||
    before.confirmed !== after.confirmed ||
    before.stage !== after.stage ||
    (before.stageConfirmed ?? null) !== (after.stageConfirmed ?? null)
  );
}

export const EVENT_TYPES: readonly LedgerEvent['type'][] = [
  ...new Set(
    Object.values(schemaOfStream).flatMap(({ options }) => options.flatMap(({ shape }) => [...shape.type.values])),
  ),
];
