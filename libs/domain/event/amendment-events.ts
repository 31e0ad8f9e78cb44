import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { SourceSchema } from '../source/source.js';
import { Prose } from '../text/text.js';
import { because } from '../validation.js';

/** What a correction puts in place of what stood there; in `data`, field by field, `null` takes a field away. */
const Changes = z
  .strictObject({
    occurred: PartialDateSchema.nullable().optional(),
    source: SourceSchema.optional(),
    data: z.record(z.string(), z.json()).optional(),
  })
  .refine((changes) => Object.keys(changes).length > 0, { error: because('no-changes') });

/** Amendments have no `occurred`: they act at every `asOf` and are gated by `knownAt` alone. */
const amendment = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.strictObject({ type: z.literal(type), source: SourceSchema.optional(), data: z.strictObject(data) });

export const EventCorrected = amendment('EventCorrected', { event: z.uuid(), changes: Changes, reason: Prose });
export const EventRetracted = amendment('EventRetracted', { event: z.uuid(), reason: Prose });

export type Amendment = z.infer<typeof EventCorrected> | z.infer<typeof EventRetracted>;

export const amendments = [EventCorrected, EventRetracted] as const;
