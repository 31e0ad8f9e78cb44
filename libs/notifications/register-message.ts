import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { HOLDS } from '#domain/register/register-events.js';
import { StandingChangeSchema, subjectFields } from './change.js';

const registerFields = {
  register: z.string().describe('The slug.'),
  name: z.string(),
  scheme: z.string().describe('The slug.'),
};

const count = (text: string) => z.int().describe(`Number of ${text}.`);

const figureFields = {
  entries: count('entries listed'),
  added: count('entries added'),
  changed: count('entries changed'),
  gone: count('entries no longer listed'),
};

/** Dossiers named in a message about a reading. */
export const MOST_DOSSIERS = 30;

/** A reading of a register, and what it changed of that which a subscription follows. */
export const RegisterReadSchema = z.strictObject({
  ...registerFields,
  reading: z.uuid().describe('Id of the `RegisterRead`.'),
  day: DaySchema.describe('Day on which the register listed it.'),
  position: z.int().describe('Position of the `RegisterRead` in the ledger; the events that it caused are before it.'),
  ...figureFields,
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
  ...figureFields,
  unreadable: count('unreadable entries'),
});
export type RegisterHeld = z.infer<typeof RegisterHeldSchema>;
