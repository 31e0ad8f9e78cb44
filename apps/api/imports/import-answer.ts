import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { StatusField } from '../dossiers/dossier-answer.js';

const Change = z.strictObject({
  dossier: z.strictObject({ id: z.uuid(), provider: z.string(), service: z.string().nullable(), scheme: z.string() }),
  opened: z.boolean().describe('Whether the import would open it.'),
  before: StatusField.nullable().describe('`null` when it would be opened.'),
  after: StatusField,
  confirmedBefore: z.boolean().nullable(),
  confirmedAfter: z.boolean(),
  moved: z.boolean().describe('Whether its status would change, or whether it is confirmed.'),
  events: z.int().describe('How many events it would get, its opening included.'),
});

const counts = {
  recorded: z.int().describe('Rows recorded.'),
  replayed: z.int().describe('Rows that were on record already.'),
  providers: z.int().describe('Providers registered on the way.'),
  dossiers: z.int().describe('Dossiers opened on the way.'),
  position: z.int(),
};

/** Of an import, and with the rest of a dry run. */
export const ImportedAnswer = z
  .strictObject({
    ...counts,
    dryRun: z.literal(true).optional().describe('Nothing was recorded: the counts say what would be.'),
    empty: z
      .boolean()
      .optional()
      .describe('In a dry run of a whole ledger: whether this one is empty, as it has to be to take it.'),
    asOf: DaySchema.optional().describe('The day of the statuses in `changes`.'),
    changes: z
      .array(Change)
      .optional()
      .describe('Up to 1,000 dossiers that would get events; those first whose status would change.'),
    touched: z.int().optional().describe('How many dossiers would get events, listed or not.'),
    moved: z.int().optional().describe('How many would change their status, or whether it is confirmed.'),
  })
  .meta({ id: 'Imported' });

export const importedExample = { recorded: 58, replayed: 0, providers: 9, dossiers: 11, position: 78 };
