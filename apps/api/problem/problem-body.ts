import { z } from 'zod';

/** An RFC 9457 problem. */
export const ProblemBody = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    problems: z
      .array(z.strictObject({ field: z.string(), reason: z.string(), row: z.int().optional() }))
      .optional()
      .describe('What is wrong where, and what would be right; `row` is the line of an imported file.'),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'urn:jalon:problem:invalid-body',
        title: 'The body does not do',
        status: 422,
        detail: 'occurred must be a date that exists',
        problems: [{ field: 'occurred', reason: 'must be a date that exists: a day 2021-05-27 …' }],
      },
    ],
  });

export type ProblemBody = z.infer<typeof ProblemBody>;
