import { addDays, compareDays, type Day, earlier, later } from '../date/day.js';
import type { PartialDate } from '../date/partial-date.js';
import type { DossierEventAs } from '../event/dossier-events.js';
import type { Entry, HistoryRow } from './entry.js';

type Observed = DossierEventAs<'observation'>;

/** Whether an observation is a row of a history: a document of another day tells of its day. */
export const isRow = ({ occurred, source: { readOn } }: Observed): boolean =>
  readOn !== undefined && readOn !== occurred;

/** The last day for which a row tells how the entry was listed. A document that tells of the next row still tells of this one. */
export function toldUntil({ source: { readOn = '' } }: Observed, next: { event: Observed; day: Day } | undefined): Day {
  if (!next) return readOn;
  return earlier(addDays(next.day, -1), later(readOn, isRow(next.event) ? (next.event.source.readOn ?? '') : ''));
}

/** A row, and since when the rows before it tell of the same listing without a break. */
type Run = HistoryRow & { began: PartialDate };

const isSame = (one: Omit<HistoryRow, 'day'>, other: Omit<HistoryRow, 'day'>): boolean =>
  one.listing === other.listing && one.milestone === other.milestone;

/**
 * Rows of one day stay in the order of the document, but for those that repeat the one before; a stage that several rows repeat
 * began with the first of them.
 */
function runsOf({ history = [] }: Entry): Run[] {
  const runs: Run[] = [];
  for (const row of history.toSorted((a, b) => compareDays(a.day, b.day))) {
    const before = runs.at(-1);
    const isRepeated = before !== undefined && isSame(before, row);
    if (!isRepeated || before.day !== row.day) runs.push({ ...row, began: isRepeated ? before.began : row.day });
  }
  return runs;
}

/** What is known of an entry from the row of its stage: since when. */
const sinceRow = ({ listing, milestone, began }: Run): Pick<Entry, 'milestones' | 'validFrom'> => ({
  milestones: milestone === undefined ? [] : [{ milestone, occurred: began }],
  ...(listing === 'granted' && { validFrom: began }),
});

/** The rows of the history of an entry as entries of their days, in order. A row says nothing but the stage. */
export const rowsOf = (entry: Entry): { day: PartialDate; entry: Entry }[] =>
  runsOf(entry).map((run) => {
    const { key, provider } = entry;
    const { day, listing, milestone } = run;
    const nothingElse = { serviceKinds: [], conditions: [], dependsOn: [] };
    return { day, entry: { key, provider, listing, milestone, ...nothingElse, ...sinceRow(run) } };
  });

/**
 * An entry as it is listed on the day of its document, dated by the last row of its history if that tells of the same stage.
 * If not, nobody says since when it is at its stage: it is from the day of the document. A stage whose day is still to come is
 * that of its row, and not that of today.
 */
export function datedByHistory(read: Entry, day: Day): Entry {
  const runs = runsOf(read);
  const last = runs.findLast((run) => run.day <= day);
  const coming = runs.at(-1);
  const isAhead = last !== undefined && coming !== undefined && day < coming.day && isSame(coming, read);
  const entry = isAhead ? { ...read, listing: last.listing, milestone: last.milestone } : read;
  const told = last ?? coming;
  if (!told || !isSame(told, entry)) return entry;
  const { milestones, validFrom } = sinceRow(told);
  const stated = new Set(entry.milestones.map(({ milestone }) => milestone));
  return {
    ...entry,
    milestones: [...entry.milestones, ...milestones.filter(({ milestone }) => !stated.has(milestone))],
    validFrom: entry.validFrom ?? validFrom,
  };
}
