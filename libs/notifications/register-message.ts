import { z } from 'zod';
import { type Day, DaySchema } from '#domain/date/day.js';
import type { Hold } from '#domain/register/register-events.js';
import { StandingChangeSchema, subjectFields } from './change.js';

const count = (text: string) => z.int().describe(`Number of ${text}.`);

/** Dossiers named in a message about a reading. */
export const MOST_DOSSIERS = 30;

/** A reading of a register, and what it changed of that which a subscription follows. */
export const RegisterReadSchema = z.strictObject({
  register: z.string().describe('The slug.'),
  name: z.string(),
  scheme: z.string().describe('The slug.'),
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

interface AboutRegister {
  /** The slug. */
  register: string;
  name: string;
  /** The slug. */
  scheme: string;
}

/** A register was not read for longer than it says. */
export interface RegisterStale extends AboutRegister {
  /** Day of the last reading; `null` if it was never read. */
  lastRead: Day | null;
  staleAfterDays: number;
  /** Since then, or since it was published. */
  days: number;
}

/** A reading waits for an officer. */
export interface RegisterHeld extends AboutRegister {
  /** Id of the attempt. */
  reading: string;
  /** Of the document. */
  day: Day;
  holds: Hold[];
  entries: number;
  added: number;
  changed: number;
  gone: number;
  unreadable: number;
}
