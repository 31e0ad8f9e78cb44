import { z } from 'zod';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';

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
