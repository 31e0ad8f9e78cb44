import { z } from 'zod';

/** What recording one event answers. */
export const RecordedAnswer = z
  .strictObject({
    id: z.uuid().describe('Of the event: corrections name it.'),
    position: z.int().describe('In the ledger.'),
    version: z.int().describe('Of what it was recorded on, this event included.'),
  })
  .meta({ id: 'Recorded' });
