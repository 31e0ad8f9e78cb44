import { z } from 'zod';
import { isDay } from '#domain/date/day.js';
import { viewpoint } from '../http/query-fields.js';

/** A point of the two times as an address writes it: either part may be missing, not both. */
export interface AskedPoint {
  asOf?: string;
  knownAt?: string;
}

const FORMS =
  'a day such as 2026-01-01, 2026-01-01@2026-06-30T00:00:00Z (as it was known at that instant), or @ and an instant';

/** `<asOf>`, `<asOf>@<knownAt>` or `@<knownAt>`. Each message completes the sentence "from …". */
export const pointField = z.string().transform((text, context): AskedPoint => {
  const [day = '', ...rest] = text.split('@');
  const instant = rest.join('@');
  const problem = problemWith(day, rest.length > 0 ? instant : undefined);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  return { ...(day !== '' && { asOf: day }), ...(instant !== '' && { knownAt: instant }) };
});

/** @param instant absent without an `@` */
function problemWith(day: string, instant: string | undefined): string | undefined {
  if (day === '' && instant === undefined) return `must be ${FORMS}`;
  if (day !== '' && !isDay(day)) return `must name a day that exists before any @: ${FORMS}`;
  if (instant === undefined || viewpoint.knownAt.safeParse(instant).success) return undefined;
  if (viewpoint.knownAt.safeParse(instant.replace(' ', '+')).success)
    return 'holds a blank where its instant has a +: in an address, + is written %2B';
  return 'must have an instant with its offset after the @, such as 2026-06-30T00:00:00Z';
}
