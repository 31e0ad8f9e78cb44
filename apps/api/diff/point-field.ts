import { z } from 'zod';
import { isDay } from '#domain/date/day.js';
import { because } from '#domain/validation.js';
import type { ReasonCode } from '#language/phrases.js';
import { viewpoint } from '../http/query-fields.js';

/** A point of the two times as an address writes it: either part may be missing, not both. */
export interface AskedPoint {
  asOf?: string;
  knownAt?: string;
}

/** `<asOf>`, `<asOf>@<knownAt>` or `@<knownAt>`. */
export const pointField = z.string().transform((text, context): AskedPoint => {
  const [day = '', ...rest] = text.split('@');
  const instant = rest.join('@');
  const problem = problemWith(day, rest.length > 0 ? instant : undefined);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  return { ...(day !== '' && { asOf: day }), ...(instant !== '' && { knownAt: instant }) };
});

/** @param instant absent without an `@` */
function problemWith(day: string, instant: string | undefined): ReasonCode | undefined {
  if (day === '' && instant === undefined) return because('point-format');
  if (day !== '' && !isDay(day)) return because('point-day');
  if (instant === undefined || viewpoint.knownAt.safeParse(instant).success) return undefined;
  if (viewpoint.knownAt.safeParse(instant.replace(' ', '+')).success) return because('point-plus-sign');
  return because('point-instant');
}
