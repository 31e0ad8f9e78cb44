import { addDays, addMonths, earlier, END_OF_TIME, later, type Day } from '../date/day.js';
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
function decisionRun({ validFrom, validUntil, referential }: GrantSaid, { referentials }: Scheme): Run {
  const from = earliest(validFrom);
  const printed = validUntil ? latest(validUntil) : END_OF_TIME;
  const grace = referentials.find(({ version }) => version === referential)?.graceEnds;
  if (grace !== undefined && grace < printed) return { from, to: grace, ends: grace, cutShort: grace };
  return { from, to: printed, ends: validUntil && earliest(validUntil) };
}

/** From the day of the report on; `validUntil` is the end of the period that it covers. */
function reportRun({ opened, validUntil }: GrantSaid, { currentForMonths = 0 }: Scheme): Run {
  const covered = validUntil ? latest(validUntil) : opened;
  return { from: opened, to: END_OF_TIME, currentUntil: addMonths(covered, currentForMonths) };
}

/** Until the first of its duties is over. */
function dutyRun({ validFrom, kept }: GrantSaid, { duties = [] }: Scheme): Run {
  const from = earliest(validFrom);
  const ends = duties.map(({ code, everyMonths, graceDays = 0 }) =>
    addDays(addMonths(later(kept[code] ?? from, from), everyMonths), graceDays),
  );
  const to = ends.reduce(earlier, END_OF_TIME);
  return { from, to, ends: to, currentUntil: to };
}

/** The days on which the passing of time may change a grant that an event of `day` opened or kept up. */
export function runTurns(
  day: Day,
  { validFrom, validUntil }: { validFrom?: unknown; validUntil?: unknown },
  scheme: Scheme,
): Day[] {
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
        const to = addDays(addMonths(later(start, day), everyMonths), graceDays);
        const early = addDays(addMonths(start, everyMonths), graceDays);
        return [to, early].flatMap((end) => [addDays(end, 1), addDays(end, -scheme.warningDays)]);
      });
  }
}
