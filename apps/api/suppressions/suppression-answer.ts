import { z } from 'zod';
import type { Suppression } from '#delivery/suppressions.js';

export const SuppressionAnswer = z
  .object({
    address: z.string().describe('In lower case.'),
    reason: z
      .enum(['hard-bounce', 'soft-bounces'])
      .describe('`hard-bounce`: there is no such mailbox; `soft-bounces`: the last mails to it all came back.'),
    detail: z.string().describe('What was said there.'),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Suppression' });

export const suppressionExample: z.input<typeof SuppressionAnswer> = {
  address: 'officer@example.org',
  reason: 'hard-bounce',
  detail: 'officer@example.org: 5.1.1 550 5.1.1 no such user',
  at: '2026-11-25T08:10:01.000Z',
};

export const suppressionAnswerOf = ({ at, ...suppression }: Suppression) => ({ ...suppression, at: at.toISOString() });
