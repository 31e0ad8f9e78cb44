import { z } from 'zod';

/** In a path. What is no UUID names nothing, and answers like an unknown one. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export const IdInPath = z
  .string()
  .transform((text) => (z.guid().safeParse(text).success ? text.toLowerCase() : NOBODY))
  .meta({ format: 'uuid' });
