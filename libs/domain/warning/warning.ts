import { type Day, earliestDayAt, hadBegun } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { Amendment } from '../event/corrections.js';
import type { DossierEvent } from '../event/dossier-events.js';
import type { ProviderEvent, ProviderEventAs } from '../event/provider-events.js';
import { incrementalFilter } from '../memoize.js';
import type { Status } from '../dossier/status.js';
import type { HowListed } from '../register/entry.js';
import type { SourceKind } from '../source/source.js';
import type { Script } from '../text/look-alike.js';
import type { Bilingual } from '../text/text.js';

/** Types of event that happen on one day only. */
export type DatedOnce = ProviderEventAs<'once'>['type'];

export type ActOnGrant = 'suspended' | 'reinstated' | 'withdrawn' | 'reservations-lifted';

/** What a source that is not the authority can report about a grant in force. */
export type ReportedAct =
  | ActOnGrant
  | 'surveillance-passed'
  | 'surveillance-failed'
  | 'refused'
  | 'abandoned'
  | 'under-way';

/** The services between a service and the one that it depends on, next one first. */
type Through = { through?: readonly string[] | undefined };

/** Each code with what its sentence is given: JSON, also returned by REST. The sentences are in `libs/language`. */
export interface WarningCodes {
  'listing-contradicts': { publisher: string; listing: Exclude<HowListed, 'granted'> };
  'end-differs': { until: string; other: string };
  'start-differs': { from: string; other: string };
  'level-differs': { level: string; other: string };
  'milestone-day-differs': { milestone: string; occurred: string; other: string };
  'registers-differ': { register: string; other: string; day: string };
  'claim-contradicts': { publisher: string; outcome: Bilingual; status: Status } | { authority: string };
  'claim-disputed': { speaker: string; title?: string | undefined };
  'days-differ': { type: DatedOnce; dates: readonly { occurred: string; publisher: string }[] };
  'claim-unconfirmed': { publisher: string };
  'act-unconfirmed': { publisher: string; act: ReportedAct };
  'grant-after-withdrawal': { publisher: string; withdrawn: string };
  'no-longer-listed': { publisher: string; since: string };
  'listing-outdated': { read: string; days: number };
  'publisher-not-authority': { publisher: string; kind: SourceKind; authority: string };
  'speaker-not-holder': { publisher: string };
  'not-suspended': Readonly<Record<string, never>>;
  'no-such-reservation': { reservation: string };
  'order-by-recording': { occurred: string; other: string };
  'surveillance-failed': { occurred: string };
  'no-such-grant': { act: ActOnGrant };
  'validity-too-long': { from: string; until: string; years: number };
  'ends-before-it-starts': { from: string; until: string };
  'unknown-milestone': { scheme: string; milestone: string };
  'unknown-level': { scheme: string; level: string; levels: readonly string[] };
  'version-over': { from: string; version: string; ended: string };
  'before-scheme': { scheme: Bilingual; from: string; published?: string | undefined };
  'before-referential': { scheme: string; version: string } | { from: string; version: string; published: string };
  'out-of-order': { milestone: string; occurred: string; after: string; afterOccurred: string };
  'in-the-future': { occurred: string };
  'shares-above-whole': { total: number };
  'obtained-before-expected': { title: string; obtained: string; expected: string };
  'name-shared': { name: string; provider: string };
  'name-look-alike': { name: string; other: string; provider: string };
  'service-look-alike': { name: string; other: string };
  'name-mixed-scripts': { name: string; word: string; scripts: readonly Script[] };
  'no-end-on-record': Readonly<Record<string, never>>;
  'missing-milestone': { milestone: string; missing: readonly string[] };
  'cut-short': { until: string | null; version: string; ends: string };
  'depends-on-ended-grant': { service: string; status: Status } & Through;
  'depends-on-never-granted': { service: string; status: Status } & Through;
  'depends-on-expiring-grant': { service: string; ends: string | null } & Through;
}

/**
 * Contradictory and implausible facts are recorded and flagged, never rejected. `conflict`: two facts cannot both be right;
 * `implausible`: probably a mistake; `gap`: information is missing; `risk`: a correct fact that needs attention.
 */
export const KIND_OF = {
  'listing-contradicts': 'conflict',
  'end-differs': 'conflict',
  'start-differs': 'conflict',
  'level-differs': 'conflict',
  'milestone-day-differs': 'conflict',
  'registers-differ': 'conflict',
  'claim-contradicts': 'conflict',
  'claim-disputed': 'conflict',
  'days-differ': 'conflict',
  'claim-unconfirmed': 'conflict',
  'act-unconfirmed': 'conflict',
  'grant-after-withdrawal': 'conflict',
  'no-longer-listed': 'conflict',
  'no-such-grant': 'implausible',
  'not-suspended': 'implausible',
  'no-such-reservation': 'implausible',
  'order-by-recording': 'implausible',
  'publisher-not-authority': 'implausible',
  'speaker-not-holder': 'implausible',
  'validity-too-long': 'implausible',
  'ends-before-it-starts': 'implausible',
  'unknown-milestone': 'implausible',
  'unknown-level': 'implausible',
  'version-over': 'implausible',
  'before-scheme': 'implausible',
  'before-referential': 'implausible',
  'out-of-order': 'implausible',
  'in-the-future': 'implausible',
  'shares-above-whole': 'implausible',
  'obtained-before-expected': 'implausible',
  'name-shared': 'implausible',
  'name-look-alike': 'implausible',
  'service-look-alike': 'implausible',
  'name-mixed-scripts': 'implausible',
  'no-end-on-record': 'gap',
  'missing-milestone': 'gap',
  'listing-outdated': 'gap',
  'cut-short': 'risk',
  'surveillance-failed': 'risk',
  'depends-on-never-granted': 'risk',
  'depends-on-ended-grant': 'risk',
  'depends-on-expiring-grant': 'risk',
} as const satisfies Record<keyof WarningCodes, string>;

type WarningCode = keyof WarningCodes;
export type WarningKind = (typeof KIND_OF)[WarningCode];

export const WARNING_KINDS = ['conflict', 'implausible', 'gap', 'risk'] as const satisfies WarningKind[];

interface Found<C extends WarningCode> {
  code: C;
  params: WarningCodes[C];
  /** Ids of the events on both sides, the prevailing one first. */
  events: string[];
}

/** A warning as the rules find it, one form for each code. */
export type Contradiction = { [C in WarningCode]: Found<C> }[WarningCode];

/** A contradiction about one grant, shown while it is valid, and after its end until another one is. */
export type AboutGrant = Contradiction & { about?: string };

/** An event of one side, with its corrections applied. */
export interface Side {
  event: string;
  said: Exclude<ProviderEvent | DossierEvent, Amendment>;
}

export type Warning = Contradiction & {
  kind: WarningKind;
  /** The first few of `events`, in their order. */
  sides: Side[];
};

/** Maximum number of `sides`; `events` has all. */
const MOST_SIDES = 6;

/** @param eventOf `undefined` for an event that is not of this stream */
export const warningOf = (found: Contradiction, eventOf: (id: string) => Side['said'] | undefined): Warning => ({
  ...found,
  kind: KIND_OF[found.code],
  sides: found.events.slice(0, MOST_SIDES).flatMap((event) => {
    const said = eventOf(event);
    return said ? [{ event, said }] : [];
  }),
});

/** The warnings that are not among earlier ones. */
export function newWarnings(before: readonly Warning[], after: readonly Warning[]): Warning[] {
  const known = new Set(before.map(keyOf));
  return after.filter((warning) => !known.has(keyOf(warning)));
}

const keyOf = ({ code, params, events }: Warning): string => JSON.stringify([code, params, events]);

/** A live event of a dossier or a provider. */
interface Dated {
  id: string;
  recordedAt: Date;
  /** When its date was recorded, if by a correction. */
  datedAt?: Date;
  event: { occurred?: string | undefined };
}

/** Facts recorded before their date, flagged from the day of recording on. */
export const recordedEarly = (live: readonly Dated[], day: Day): Contradiction[] =>
  early(live)
    .filter((fact) => recordedOn(fact) <= day)
    .map(({ id, event }) => ({
      code: 'in-the-future',
      params: { occurred: event.occurred ?? '' },
      events: [id],
    }));

/** The days on which such a warning appears. */
export const earlyRecordingDays = (live: readonly Dated[]): Day[] => early(live).map(recordedOn);

/** In the time zone furthest behind, so that the warning is visible at once in every zone. */
const recordedOn = ({ recordedAt, datedAt = recordedAt }: Dated): Day => earliestDayAt(datedAt);

const isRecordedEarly = ({ event, recordedAt, datedAt = recordedAt }: Dated): boolean =>
  event.occurred !== undefined && !hadBegun(earliest(event.occurred), datedAt);

const early = incrementalFilter(isRecordedEarly);
