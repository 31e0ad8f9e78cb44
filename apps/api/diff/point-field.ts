import { z } from 'zod';
import { problemWithDay } from '#domain/date/day.js';
import { isInstant, problemWithInstant } from '#domain/date/instant.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';

/** A point of the two times as an address writes it: either part may be missing, not both. */
interface AskedPoint {
  asOf?: string;
  knownAt?: string;
}

/** `<asOf>`, `<asOf>@<knownAt>` or `@<knownAt>`. */
export const pointField = z.string().transform((text, context): AskedPoint => {
  const [day = '', ...rest] = text.split('@');
  const instant = rest.join('@');
  const problem = problemWith(day, rest.length > 0 ? instant : undefined);
  if (problem)
    context.addIssue({ code: 'custom', message: problem.code, ...(problem.params && { params: problem.params }) });
  return { ...(day !== '' && { asOf: day }), ...(instant !== '' && { knownAt: instant }) };
});

/** @param instant absent without an `@` */
function problemWith(day: string, instant: string | undefined): Reason | undefined {
  if (day === '' && instant === undefined) return reason('point-format');
  const wrongDay = day === '' ? undefined : problemWithDay(day);
  if (wrongDay) return wrongDay.code === 'day-format' ? reason('point-day') : wrongDay;
  const wrong = instant === undefined ? undefined : problemWithInstant(instant);
  if (instant === undefined || !wrong) return undefined;
  if (isInstant(instant.replace(' ', '+'))) return reason('point-plus-sign');
  return wrong.code === 'instant-format' ? reason('point-instant') : wrong;
}
