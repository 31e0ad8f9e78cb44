import { addDays, addMonths, earlier, END_OF_TIME, type Day } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import type { Grant, GrantSaid, Run } from './grant.js';

/** The grant with the time that its scheme gives it: a decision ends, a report goes stale, a duty lapses. */
export const running = <G extends GrantSaid>(said: G, scheme: Scheme): G & Pick<Grant, 'run'> => ({
  ...said,
  run: runOf(said, scheme),
});

function runOf(said: GrantSaid, scheme: Scheme): Run {
  switch (scheme.family) {
    case 'decision':
      return decisionRun(said, scheme);
    case 'report':
      return reportRun(said, scheme);
    case 'duty':
      return dutyRun(said, scheme);
  }
}

/** Until its printed end, unless the version that it was granted under ends before. */
function decisionRun(said: GrantSaid, scheme: Scheme): Run {
  const { validFrom, validUntil } = said;
  const from = earliest(validFrom);
  const printed = validUntil ? latest(validUntil) : END_OF_TIME;
  const { version, graceEnds } = versionOf(said, scheme) ?? {};
  if (version === undefined || graceEnds === undefined || graceEnds >= printed)
    return { from, to: printed, ends: validUntil && earliest(validUntil) };
  return { from, to: graceEnds, ends: graceEnds, cutShort: { version, until: graceEnds } };
}

/** The version that it names; where it names none, the only one that was there to be granted under. */
export function versionOf(
  { referential, validFrom, startSaid }: GrantSaid,
  { referentials }: Scheme,
): Scheme['referentials'][number] | undefined {
  if (referential !== undefined) return referentials.find(({ version }) => version === referential);
  const start = earliest(validFrom);
  const [only, ...others] = referentials.filter(
    ({ draft, published, graceEnds = END_OF_TIME }) => !draft && published <= start && start <= graceEnds,
  );
  return startSaid && others.length === 0 ? only : undefined;
}

/** From the day of the report on; `validUntil` is the end of the period that it covers. */
function reportRun({ opened, validUntil }: GrantSaid, { currentForMonths = 0 }: Scheme): Run {
  const covered = validUntil ? latest(validUntil) : opened;
  return { from: opened, to: END_OF_TIME, currentUntil: addMonths(covered, currentForMonths) };
}

/** Until the first of its duties is over with its grace, or its printed end. */
function dutyRun({ validFrom, validUntil, owed }: GrantSaid, { duties = [] }: Scheme): Run {
  const from = earliest(validFrom);
  const lapses = duties.map(({ code, everyMonths, graceDays = 0 }) =>
    addDays(owed[code] ?? addMonths(from, everyMonths), graceDays),
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

/** The days on which the passing of time may change a grant that an event of `day` opened or kept up. */
export function runTurns(day: Day, { validFrom, validUntil, due }: Dates, scheme: Scheme): Day[] {
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
        const owed = [start, day].map((from) => addMonths(from, everyMonths));
        if (typeof due === 'string') owed.push(latest(due));
        return owed.flatMap((last) => {
          const end = addDays(last, graceDays);
          return [addDays(end, 1), addDays(end, -scheme.warningDays)];
        });
      });
  }
}
