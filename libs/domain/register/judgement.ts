import type { Day } from '../date/day.js';
import type { PartialDate } from '../date/partial-date.js';
import type { DossierEventAs } from '../event/dossier-events.js';
import type { Source } from '../source/source.js';
import type { Entry } from './entry.js';
import type { Register } from './register.js';
import type { RecordedHold } from './register-events.js';

type Observed = DossierEventAs<'observation'>;

/** How an entry is listed. */
export interface ListedAs {
  listing: Entry['listing'];
  milestone?: string | undefined;
  validFrom?: PartialDate | undefined;
  level?: string | undefined;
}

/** Numbers of entries. */
export interface Figures {
  /** Listed by the document. */
  entries: number;
  /** Listed by the reading before. */
  before: number;
  /** New, or listed again. */
  added: number;
  /** With any difference, those that moved included. */
  changed: number;
  /** To another listing or stage. */
  moved: number;
  gone: number;
  unchanged: number;
  ignored: number;
  unreadable: number;
}

/** What a document says otherwise than the ledger. */
export interface Difference {
  kind: 'added' | 'changed' | 'gone';
  /** Its key. */
  entry: string;
  provider: string;
  service: string | null;
  /** `null` if the reading opens it. */
  dossier: string | null;
  from: ListedAs | null;
  to: ListedAs | null;
  /** Fields of the entry that changed. */
  fields: string[];
}

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
 * @param reading `contradictory`: number of new or changed entries that contradict themselves
 */
export function holdsOf(
  figures: Figures,
  { limits }: Register,
  reading: { day: Day; last: Day | undefined; contradictory: number },
): RecordedHold[] {
  const { entries, before, gone, moved, unreadable } = figures;
  const { day, last, contradictory } = reading;
  const isLater = last !== undefined;
  const found: Record<RecordedHold, boolean> = {
    gone: isLater && exceeds(gone, before, limits.gonePercent),
    moved: isLater && exceeds(moved, before, limits.movedPercent),
    smaller: isLater && entries < before / 2,
    older: isLater && day < last,
    contradictory: contradictory > 0,
    unreadable: exceeds(unreadable, entries + unreadable, limits.gonePercent),
  };
  return (Object.keys(found) as RecordedHold[]).filter((hold) => found[hold]);
}

const exceeds = (part: number, whole: number, percent: number): boolean => part * 100 > whole * percent;
