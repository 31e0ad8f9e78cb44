import { z } from 'zod';
import type { Day } from '../date/day.js';
import { type PartialDate, PartialDateSchema } from '../date/partial-date.js';
import type { DossierEventAs } from '../event/dossier-events.js';
import type { Source } from '../source/source.js';
import { type Entry, LISTINGS } from './entry.js';
import { DEFAULT_LIMITS, type Register } from './register.js';
import type { RecordedHold, RegisterReading } from './register-events.js';

type Observed = DossierEventAs<'observation'>;

/** How an entry is listed. */
export const ListedAs = z.strictObject({
  listing: z.enum(LISTINGS),
  milestone: z.string().optional(),
  validFrom: PartialDateSchema.optional(),
  level: z.string().optional(),
});
export type ListedAs = z.output<typeof ListedAs>;

const count = z.int().nonnegative();

/** Numbers of entries. */
export const Figures = z
  .strictObject({
    entries: count.describe('Listed by the document.'),
    before: count.describe('Listed by the reading before.'),
    added: count.describe('New, or listed again.'),
    changed: count.describe('With any difference, including those that moved.'),
    moved: count.describe('To another listing or stage.'),
    gone: count,
    unchanged: count,
    ignored: count.describe('Without a status, such as placeholders.'),
    unreadable: count,
  })
  .meta({ id: 'ReadingFigures' });
export type Figures = z.output<typeof Figures>;

/** What a document says otherwise than the ledger. */
export const Difference = z
  .strictObject({
    kind: z.enum(['added', 'changed', 'gone']),
    entry: z.string().describe('Key of the entry.'),
    provider: z.string(),
    service: z.string().nullable(),
    dossier: z.uuid().nullable().describe('`null` if the reading would open it.'),
    from: ListedAs.nullable(),
    to: ListedAs.nullable(),
    fields: z.array(z.string()).describe('Fields of the entry that differ.'),
  })
  .meta({ id: 'RegisterDifference' });
export type Difference = z.output<typeof Difference>;

export const listedAs = ({ listing, milestone, validFrom, level }: ListedAs): ListedAs => ({
  listing,
  ...(milestone !== undefined && { milestone }),
  ...(validFrom !== undefined && { validFrom }),
  ...(level !== undefined && { level }),
});

/** Whether the listing or the stage differs. */
export const hasMoved = (from: ListedAs, to: ListedAs): boolean =>
  from.listing !== to.listing || from.milestone !== to.milestone;

/** What the register says of an entry on a day. */
export const observation = (entry: Entry, register: Register, occurred: PartialDate, source: Source): Observed => ({
  type: 'RegisterObserved',
  occurred,
  source,
  data: { ...ofRegister(register, entry.key), ...saidBy(entry) },
});

/** An entry that the register no longer lists. */
export const absence = (key: string, register: Register, occurred: Day, source: Source): Observed => ({
  type: 'RegisterObserved',
  occurred,
  source,
  data: { ...ofRegister(register, key), listing: 'absent' },
});

const ofRegister = ({ name, slug }: Register, entry: string) => ({ register: name, registerSlug: slug, entry });

/** The fields of an observation that come from the entry; those that are blank are absent. */
const saidBy = (entry: Entry) => ({
  ...listedAs(entry),
  ...(entry.decision !== undefined && { decision: entry.decision }),
  ...(entry.validUntil !== undefined && { validUntil: entry.validUntil }),
  ...(entry.conditions.length > 0 && { conditions: [...entry.conditions] }),
  ...(entry.milestones.length > 0 && { milestones: entry.milestones.map((one) => ({ ...one })) }),
});

const COMPARED = [
  'entry',
  'listing',
  'milestone',
  'decision',
  'validFrom',
  'validUntil',
  'level',
  'conditions',
  'milestones',
] as const;

/** The fields in which two observations of a register differ. */
export const fieldsChanged = (before: Observed['data'], after: Observed['data']): string[] =>
  COMPARED.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));

/** Whether an entry contradicts itself: granted without the date that this register gives. */
export const isContradictory = ({ listing, validFrom }: Entry, { reader }: Register): boolean =>
  listing === 'granted' && reader.fields.validFrom !== undefined && validFrom === undefined;

/** What is known of a document besides its figures. */
export interface Suspicions {
  day: Day;
  /** In order. */
  reads: readonly RegisterReading[];
  /** New or changed entries that contradict themselves. */
  contradictory: number;
  /** The columns of its table are others than those of the profile. */
  hasOtherHead: boolean;
  /** Entries that have another key. */
  rekeyed: number;
  column: boolean;
  section: boolean;
  /** Stand for what it lists, and for the document. */
  content: string;
  sha256: string;
}

/** Why a reading has to wait for an officer. A first reading removes and moves nothing: only what it says itself counts. */
export function holdsOf(
  figures: Figures,
  { limits = DEFAULT_LIMITS }: Register,
  suspicions: Suspicions,
): RecordedHold[] {
  const { entries, before, gone, moved, unreadable } = figures;
  const { day, reads, contradictory, rekeyed, section, column, hasOtherHead } = suspicions;
  const last = reads.at(-1)?.occurred;
  const isLater = last !== undefined;
  const found: Record<RecordedHold, boolean> = {
    gone: isLater && exceeds(gone, before, limits.gonePercent),
    moved: isLater && exceeds(moved, before, limits.movedPercent),
    smaller: isLater && entries < before / 2,
    section: isLater && section,
    column: isLater && column,
    keys: isLater && exceeds(rekeyed, before, limits.movedPercent),
    older: isLater && day < last,
    again: isServedAgain(figures, suspicions),
    contradictory: contradictory > 0,
    unreadable: exceeds(unreadable - acceptedUnreadable(reads), entries + unreadable, limits.gonePercent),
    head: hasOtherHead,
  };
  return (Object.keys(found) as RecordedHold[]).filter((hold) => found[hold]);
}

/** Whether it undoes several differences by listing what an earlier document listed. */
function isServedAgain({ added, changed, gone }: Figures, { reads, content, sha256 }: Suspicions): boolean {
  const isOf = ({ data }: RegisterReading): boolean => data.content === content || data.sha256 === sha256;
  const last = reads.at(-1);
  return added + changed + gone > 1 && last !== undefined && !isOf(last) && reads.some(isOf);
}

/** As many as an officer has accepted, or fewer if later documents had fewer. */
const acceptedUnreadable = (reads: readonly RegisterReading[]): number =>
  reads.reduce(
    (known, { data: { accepted, unreadable } }) =>
      accepted?.holds.includes('unreadable') ? unreadable : Math.min(known, unreadable),
    0,
  );

const exceeds = (part: number, whole: number, percent: number): boolean => part * 100 > whole * percent;
