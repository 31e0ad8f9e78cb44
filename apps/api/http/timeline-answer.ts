import { z } from 'zod';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { SourceSchema } from '#domain/source/source.js';
import type { TimelineEntry } from '#ledger/get-timeline.js';

const content = {
  occurred: PartialDateSchema.nullable(),
  source: SourceSchema.nullable(),
  data: z.record(z.string(), z.unknown()),
};

/** What lists of events say of each, beside where it stands. */
export const eventFields = {
  type: z.string(),
  ...content,
  recordedAt: z.iso.datetime(),
  actor: z.string().optional().describe('Who recorded it; shown to those with a key.'),
};

export const EventAnswer = z
  .strictObject({
    id: z.uuid(),
    position: z.int(),
    version: z.int(),
    ...eventFields,
    current: z
      .strictObject(content)
      .nullable()
      .describe('What it says with its corrections applied; `null` when none applies.'),
    retracted: z.boolean(),
  })
  .meta({ id: 'TimelineEntry' });

export const TimelineAnswer = z.strictObject({ items: z.array(EventAnswer) }).meta({ id: 'Timeline' });

export const timelineExample: z.input<typeof TimelineAnswer> = {
  items: [
    {
      id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
      position: 31,
      version: 5,
      type: 'GrantIssued',
      occurred: '2023-12-28',
      source: { kind: 'decision', publisher: 'ANSSI' },
      data: { decision: '2279', validUntil: '2026-12-28' },
      recordedAt: '2026-11-25T08:00:00.000Z',
      actor: 'key:admin JALON_ADMIN_KEY',
      current: {
        occurred: '2023-12-28',
        source: { kind: 'decision', publisher: 'ANSSI' },
        data: { decision: '2279', validUntil: '2026-12-29' },
      },
      retracted: false,
    },
  ],
};

/** @param open read without a key: who recorded it is not told */
export function entryAnswerOf({ actor, recordedAt, ...entry }: TimelineEntry, open: boolean) {
  return { ...entry, recordedAt: recordedAt.toISOString(), ...(!open && { actor }) };
}
