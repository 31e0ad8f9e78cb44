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
  /** What others retracted or corrected, as compared: it is not recorded again. */
  struck: ReadonlySet<string>;
  /** Ids of what others corrected, which stays as it is. */
  corrected: ReadonlySet<string>;
}

/** As it is compared: how an entry was listed since when. */
const rowKey = ({ occurred, data: { listing, milestone = '' } }: Observed): string =>
  `${occurred} ${listing} ${milestone}`;

const isSameStage = ({ data: one }: Observed, { data: other }: Observed): boolean =>
  one.listing === other.listing && one.milestone === other.milestone;

/** A row is another one if the one before it, with which its grant began, is told no longer. */
const wholeKey = (row: Observed): string => `${rowKey(row)} ${row.data.validFrom}`;

/** What others than a register have made of its observations. @param observed those that are not retracted, as corrected */
export function amendedIn(
  record: DossierRecord,
  observed: SaidOfEntry['observed'],
  slug: string,
  isByRegister: (event: DossierEvent) => boolean,
): Pick<SaidOfEntry, 'struck' | 'corrected'> {
  const live = new Map(observed.map(({ id, event }) => [id, event]));
  const retracted = new Set(
    record.flatMap(({ event }) => (event.type === 'EventRetracted' && !isByRegister(event) ? [event.data.event] : [])),
  );
  const [struck, corrected] = [new Set<string>(), new Set<string>()];
  for (const { id, event } of record) {
    if (!is(event, 'observation') || event.data.registerSlug !== slug) continue;
    const now = live.get(id);
    const isCorrected = now !== undefined && wholeKey(now) !== wholeKey(event);
    if (isCorrected) corrected.add(id);
    if (isCorrected || (!now && retracted.has(id))) struck.add(rowKey(event));
  }
  return { struck, corrected };
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
 * Every row is an event of its day; without a history there is one, of the present stage. A row that is on record already, as
 * one or as what an earlier document said of its own day, is not recorded again.
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
    !said?.corrected.has(one.id) &&
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
