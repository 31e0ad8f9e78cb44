import { z } from 'zod';
import type { Day } from '../date/day.js';
import { PartialDateSchema } from '../date/partial-date.js';
import type { DossierEventAs } from '../event/dossier-events.js';
import type { Source } from '../source/source.js';
import { type Entry, LISTINGS } from './entry.js';
import { DEFAULT_LIMITS, type Register } from './register.js';
import type { RecordedHold } from './register-events.js';

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
export const observation = (entry: Entry, register: Register, occurred: Day, source: Source): Observed => ({
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

/**
 * Why a reading has to wait for an officer. A first reading removes and moves nothing: only what it says itself counts.
 *
 * @param reading `contradictory`: number of new or changed entries that contradict themselves; `hasOtherHead`: the columns of
 *   its table are others than those of the profile
 */
export function holdsOf(
  figures: Figures,
  { limits = DEFAULT_LIMITS }: Register,
  reading: { day: Day; last: Day | undefined; contradictory: number; hasOtherHead: boolean },
): RecordedHold[] {
  const { entries, before, gone, moved, unreadable } = figures;
  const { day, last, contradictory, hasOtherHead } = reading;
  const isLater = last !== undefined;
  const found: Record<RecordedHold, boolean> = {
    gone: isLater && exceeds(gone, before, limits.gonePercent),
    moved: isLater && exceeds(moved, before, limits.movedPercent),
    smaller: isLater && entries < before / 2,
    older: isLater && day < last,
    contradictory: contradictory > 0,
    unreadable: exceeds(unreadable, entries + unreadable, limits.gonePercent),
    head: hasOtherHead,
  };
  return (Object.keys(found) as RecordedHold[]).filter((hold) => found[hold]);
}

const exceeds = (part: number, whole: number, percent: number): boolean => part * 100 > whole * percent;
