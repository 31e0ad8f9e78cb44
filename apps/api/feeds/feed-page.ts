import { z } from 'zod';

export const beforePosition = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, { error: 'must be a position in the ledger, as the `next` link has it' })
  .transform(Number)
  .optional()
  .describe('Only what was recorded before this position: as the link `next` says.');
