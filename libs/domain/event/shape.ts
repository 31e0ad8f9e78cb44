import { z } from 'zod';
import { PartialDateSchema } from '../date/partial-date.js';
import { SourceSchema } from '../source/source.js';
import { Line, Prose } from '../text/text.js';

const remarks = { title: Line.optional(), note: Prose.optional() };

/** `title` and `note` are allowed on every type; where a type asks for a title, its own rule holds. */
const payload = <D extends z.ZodRawShape>(data: D) =>
  z.strictObject<Omit<typeof remarks, keyof D> & D>({ ...remarks, ...data });

/** Something that happened on a day that is known, by somebody's word. Only these can move a status. */
export const fact = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.strictObject({ type: z.literal(type), occurred: PartialDateSchema, source: SourceSchema, data: payload(data) });

/** Something with a source that may go without a day; it is always shown. */
export const undatedFact = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.strictObject({
    type: z.literal(type),
    occurred: PartialDateSchema.optional(),
    source: SourceSchema,
    data: payload(data),
  });

/** The ledger's own bookkeeping: no day and no source needed. */
export const housekeeping = <T extends string, D extends z.ZodRawShape>(type: T, data: D) =>
  z.strictObject({
    type: z.literal(type),
    occurred: PartialDateSchema.optional(),
    source: SourceSchema.optional(),
    data: payload(data),
  });
