import { addDays, addMonths, type Day, earlier, END_OF_TIME, later } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import type { Grant, GrantDetails, Validity } from './grant.js';

/** Adds the validity according to the scheme: a decision expires, a report becomes outdated, a duty lapses. */
export const withValidity = (details: Omit<Grant, 'validity'>, scheme: Scheme): Grant => ({
  ...details,
  validity: validityOf(details, scheme),
});

function validityOf(details: GrantDetails, scheme: Scheme): Validity {
  switch (scheme.family) {
    case 'decision':
      return decisionValidity(details, scheme);
    case 'report':
      return reportValidity(details, scheme);
    case 'duty':
      return dutyValidity(details, scheme);
  }
}

const firstDayOf = ({ validFrom, countsFrom = '' }: GrantDetails): Day => later(earliest(validFrom), countsFrom);

/** Until the stated end, or the end of the grace period of the version granted under. */
function decisionValidity(details: GrantDetails, scheme: Scheme): Validity {
  const { validUntil } = details;
  const from = firstDayOf(details);
  const stated = validUntil ? latest(validUntil) : END_OF_TIME;
  const { version, graceEnds } = versionOf(details, scheme) ?? {};
  if (version === undefined || graceEnds === undefined || graceEnds >= stated)
    return { from, to: stated, ends: validUntil && earliest(validUntil) };
  return { from, to: graceEnds, ends: graceEnds, cutShort: { version, until: graceEnds } };
}

/** The version stated, else the only version that was in use at its start. */
export function versionOf(
  { referential, validFrom, startSource }: GrantDetails,
  { referentials }: Scheme,
): Scheme['referentials'][number] | undefined {
  if (referential !== undefined) return referentials.find(({ version }) => version === referential);
  const start = earliest(validFrom);
  const [only, ...others] = referentials.filter(
    ({ draft, published, graceEnds = END_OF_TIME }) => !draft && published <= start && start <= graceEnds,
  );
  return startSource && others.length === 0 ? only : undefined;
}

/** From the day of the report on; `validUntil` is the end of the period covered. */
function reportValidity({ opened, validUntil }: GrantDetails, { currentForMonths = 0 }: Scheme): Validity {
  const covered = validUntil ? latest(validUntil) : opened;
  return { from: opened, to: END_OF_TIME, currentUntil: addMonths(covered, currentForMonths) };
}

/** Until the first of its duties lapses, grace period included, or its stated end. */
function dutyValidity(details: GrantDetails, { duties = [] }: Scheme): Validity {
  const { validUntil, dutiesDue } = details;
  const from = firstDayOf(details);
  const lapses = duties.map(({ code, everyMonths, graceDays = 0 }) =>
    addDays(dutiesDue[code] ?? addMonths(from, everyMonths), graceDays),
  );
  const to = lapses.reduce(earlier, validUntil ? latest(validUntil) : END_OF_TIME);
  const ends = validUntil && latest(validUntil) === to ? earliest(validUntil) : to;
  return { from, to, ends, currentUntil: to };
}

/** What of an event's data may move the time of a grant. */
interface Dates {
  validFrom?: unknown;
  validUntil?: unknown;
  due?: unknown;
}

/** The days on which a grant opened or renewed on `day` may change by the passage of time. */
export function validityChangePoints(day: Day, { validFrom, validUntil, due }: Dates, scheme: Scheme): Day[] {
  const start = typeof validFrom === 'string' ? earliest(validFrom) : day;
  const covered = typeof validUntil === 'string' ? latest(validUntil) : day;
  switch (scheme.family) {
    case 'decision':
      return scheme.referentials.flatMap(({ graceEnds }) =>
        graceEnds === undefined ? [] : [addDays(graceEnds, 1), addDays(graceEnds, -scheme.warningDays)],
      );
    case 'report':
      return [addDays(addMonths(covered, scheme.currentForMonths ?? 0), 1)];
    case 'duty':
      return (scheme.duties ?? []).flatMap(({ everyMonths, graceDays = 0 }) => {
        const dates = [start, day].map((from) => addMonths(from, everyMonths));
        if (typeof due === 'string') dates.push(latest(due));
        return dates.flatMap((last) => {
          const end = addDays(last, graceDays);
          return [addDays(end, 1), addDays(end, -scheme.warningDays)];
        });
      });
  }
}
