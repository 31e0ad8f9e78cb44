import { compareDays, type Day } from '#domain/date/day.js';
import { type DossierEvent, type DossierEventAs, is } from '#domain/event/dossier-events.js';
import type { DossierRecord } from '#domain/dossier/facts.js';
import type { Entry } from '#domain/register/entry.js';
import { isRow, rowsOf } from '#domain/register/history.js';
import { observation } from '#domain/register/judgement.js';
import type { Register } from '#domain/register/register.js';
import type { Source } from '#domain/source/source.js';

type Observed = DossierEventAs<'observation'>;

/** What a register has said of an entry. */
export interface SaidOfEntry {
  /** Not retracted, in order of recording. */
  observed: readonly { id: string; event: Observed }[];
  /** What others retracted, as compared: it is not recorded again. */
  struck: ReadonlySet<string>;
}

/** As it is compared: how an entry was listed since when. */
const rowKey = ({ occurred, data: { listing, milestone = '' } }: Observed): string =>
  `${occurred} ${listing} ${milestone}`;

const isSameStage = ({ data: one }: Observed, { data: other }: Observed): boolean =>
  one.listing === other.listing && one.milestone === other.milestone;

/** A row is another one if the one before it, with which its grant began, is told no longer. */
const wholeKey = (row: Observed): string => `${rowKey(row)} ${row.data.validFrom}`;

/** What others than the register retracted of its observations. @param slug of the register */
export function struckFrom(
  record: DossierRecord,
  live: ReadonlySet<string>,
  slug: string,
  isByRegister: (event: DossierEvent) => boolean,
): ReadonlySet<string> {
  const retracted = record.flatMap(({ event }) =>
    event.type === 'EventRetracted' && !isByRegister(event) ? [event.data.event] : [],
  );
  if (retracted.length === 0) return new Set();
  return new Set(
    record.flatMap(({ id, event }) =>
      is(event, 'observation') && event.data.registerSlug === slug && !live.has(id) && retracted.includes(id)
        ? [rowKey(event)]
        : [],
    ),
  );
}

/** What the history of an entry says otherwise than the ledger. */
interface ToldHistory {
  /** Rows that it tells no longer are retracted, and new ones recorded. */
  events: DossierEvent[];
  /** What the register says of the day of the document according to its rows and to what it said before. */
  last: Observed['data'] | undefined;
  /** Whether that is what is recorded last, as it has to be of an entry. */
  isLast: boolean;
}

/**
 * Every row is an event of its day. A row that is on record already, as one or as what an earlier document said of its own day,
 * is not recorded again.
 */
export function toldHistory(
  entry: Entry,
  said: SaidOfEntry | undefined,
  { register, day, source }: { register: Register; day: Day; source: Source },
): ToldHistory {
  const observed = said?.observed ?? [];
  const tellsAll = register.reader.history !== undefined;
  const rows = rowsOf(entry).map((row) =>
    observation(tellsAll ? row.entry : { ...row.entry, ...validityOf(entry, row.day) }, register, row.day, source),
  );
  const told = new Set(rows.map(wholeKey));
  // A list that dates its present stage only tells nothing of those before, unless it dates the last one otherwise.
  const redated = observed.findLast(({ event }) => isRow(event));
  const isToldNoLonger = (one: (typeof observed)[number]): boolean =>
    isRow(one.event) &&
    !told.has(wholeKey(one.event)) &&
    (tellsAll || (one === redated && rows.some((row) => isSameStage(row, one.event))));
  const kept = observed.filter((one) => !isToldNoLonger(one));
  const known = new Set([
    ...kept.map(({ event }) => (isRow(event) ? wholeKey(event) : rowKey(event))),
    ...(said?.struck ?? []),
  ]);
  const added = rows.filter((row) => !known.has(rowKey(row)) && !known.has(wholeKey(row)));
  const retracted = observed.filter((one) => !kept.includes(one));
  const all = [...kept.map(({ event }) => event), ...added];
  const last = all.toSorted((a, b) => compareDays(a.occurred, b.occurred)).findLast(({ occurred }) => occurred <= day);
  return {
    events: [
      ...retracted.map(({ id }): DossierEvent => ({
        ...{ type: 'EventRetracted', source, data: { event: id, reason: NO_LONGER_TOLD } },
      })),
      ...added,
    ],
    last: last?.data,
    isLast: last === all.at(-1),
  };
}

/** Where the present stage alone is dated, what the document says of its validity is said of that day, too. */
const validityOf = ({ validFrom, validUntil, decision }: Entry, day: Day): Partial<Entry> => ({
  ...(validFrom !== undefined && validFrom <= day && { validFrom }),
  ...(validUntil !== undefined && { validUntil }),
  ...(decision !== undefined && { decision }),
});

const NO_LONGER_TOLD = 'The register tells it no longer.';
