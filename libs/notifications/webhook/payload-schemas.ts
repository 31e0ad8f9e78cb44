import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import { SourceSchema } from '#domain/source/source.js';
import type { Message } from '../message.js';

const Standing = z
  .strictObject({
    status: z.enum(STATUSES),
    confirmed: z.boolean().describe('The authority itself says so.'),
    stage: z.string().nullable().describe('The code of the furthest milestone.'),
  })
  .meta({ id: 'Standing' });

/** What an event is about and what it came to, as it is told over webhooks and in the change feed. */
export const effectFields = {
  provider: z
    .strictObject({ id: z.uuid(), slug: z.string(), name: z.string() })
    .nullable()
    .describe('As it is called now.'),
  dossier: z.strictObject({ id: z.uuid(), scheme: z.string(), service: z.string().nullable() }).nullable(),
  scheme: z.string().nullable(),
  status: z
    .strictObject({ before: Standing.nullable(), after: Standing.nullable() })
    .nullable()
    .describe('Right before the event and right after it, on the day on which it was recorded.'),
  next: z
    .strictObject({ kind: z.enum(DEADLINE_KINDS), due: PartialDateSchema, title: z.string().nullable() })
    .nullable()
    .describe('The soonest open deadline of the dossier after it.'),
  amends: z
    .record(z.string(), z.unknown())
    .nullable()
    .optional()
    .describe('Of a correction or retraction: the event that it is about, as it stood before.'),
};

/** What is told by mail only: digests of a day, and that something else is not reached. */
type ByMail = 'changes.digest' | 'subscription.failing' | 'subscription.disabled';

/** What an endpoint may be told. */
export type PayloadType = Exclude<Message['type'], ByMail>;

const answerUrl = z.url().describe('Where what it reminds of is acknowledged or snoozed without a key, for 60 days.');

const reminder = {
  id: z.uuid().describe('For `POST /v1/reminders/{id}/acknowledge` and `…/snooze`.'),
  deadline: z.strictObject({ key: z.string(), version: z.int().describe('Grows when its dates move.') }),
  dossier: z.uuid(),
  kind: z.enum(DEADLINE_KINDS),
  state: z.enum(['open', 'missed']),
  provider: z.string(),
  service: z.string().nullable(),
  scheme: z.string().describe('The slug.'),
  opens: DaySchema.describe('From then on it is worth acting on.'),
  due: PartialDateSchema,
  lapses: DaySchema.nullable().describe('The last day on which acting helps, where that is later than `due`.'),
  daysLeft: z.int().describe('To the first day of `due`; 0 up to its last; below 0, the days since.'),
  rung: z.int().describe('The step of the ladder: days before `due`; below 0 after it.'),
  escalation: z.boolean().describe('Nobody has acknowledged what others were sent.'),
  title: z.string().nullable(),
  url: z.url().describe('Where the dossier can be read.'),
};

const recorded = z.strictObject({
  position: z.int().describe('Its place in the ledger; `GET /v1/events?after=` goes on from there.'),
  id: z.uuid(),
  stream: z.string().describe('`provider-<id>`, `dossier-<id>` or `scheme-<slug>`.'),
  version: z.int().describe('Its place in the stream.'),
  recordedAt: z.iso.datetime(),
  ...effectFields,
  type: z.string().describe('Of the event, such as `GrantIssued`.'),
  occurred: PartialDateSchema.nullable().describe('When it happened, as precisely as it is known.'),
  source: SourceSchema.nullable(),
  data: z.record(z.string(), z.unknown()).describe('As it was recorded.'),
});

/** The `data` of each message, as it goes out: the one description that code, document and samples are held to. */
const payloadSchemas = {
  'event.recorded': recorded,
  'deadline.reminder': z.strictObject({ ...reminder, answerUrl }),
  'deadline.digest': z.strictObject({
    reminders: z.array(z.strictObject(reminder)).describe('Most urgent first.'),
    answerUrl,
  }),
  'subscription.verification': z.strictObject({
    subscription: z.uuid(),
    challenge: z.string().describe('To be answered as `{"challenge": "…"}` with a 2xx status.'),
  }),
  'subscription.test': z.strictObject({ subscription: z.uuid() }),
} satisfies Record<PayloadType, z.ZodType>;

export type DataOf<T extends PayloadType> = z.input<(typeof payloadSchemas)[T]>;

/** The whole body, in the format of Standard Webhooks. */
export const payloadSchema = (type: PayloadType) =>
  z.strictObject({
    type: z.literal(type),
    timestamp: z.iso.datetime().describe('When it happened, not when it was sent.'),
    data: payloadSchemas[type],
  });

export const PAYLOAD_TYPES = Object.keys(payloadSchemas) as PayloadType[];
