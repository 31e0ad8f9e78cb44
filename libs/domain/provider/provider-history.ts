import { type Amendment, type Live, liveEvents } from '../event/corrections.js';
import type { Day } from '../date/day.js';
import { earliest, precisionOf, type PartialDate, type Precision } from '../date/partial-date.js';
import type { DossierRecord } from '../dossier/facts.js';
import { DossierEventSchema, type DossierEvent } from '../event/dossier-events.js';
import { ProviderEventSchema, type ProviderEvent } from '../event/provider-events.js';
import type { OnRecord } from '../event/ledger-event.js';
import { confirms, type Source } from '../source/source.js';
import type { ProviderRecord } from './provider.js';

/** What an entry of the story is about. */
export type About =
  | { kind: 'provider'; id: string; name: string }
  | { kind: 'dossier'; id: string; scheme: string; service: string | null };

/** One thing that happened, as it reads with its corrections. */
export interface HistoryEntry {
  event: string;
  position: number;
  /** The earliest day of `occurred`; `null`: nobody said when. */
  day: Day | null;
  precision: Precision | null;
  occurred: PartialDate | null;
  type: string;
  about: About;
  title: string | null;
  /** The event itself, as it reads with its corrections. */
  said: Exclude<ProviderEvent | DossierEvent, Amendment>;
  /** Of a transfer: the names of the providers. */
  between?: { from: string; to: string };
  source: Source | null;
  confirmed: boolean;
  /** Whether it was recorded otherwise first. */
  corrected: boolean;
}

export const providerEntries = (record: ProviderRecord, about: About): HistoryEntry[] =>
  liveEvents(record, ProviderEventSchema).map((entry) => entryOf(entry, record, about));

export const dossierEntries = (record: DossierRecord, about: About): HistoryEntry[] =>
  liveEvents(record, DossierEventSchema).map((entry) => entryOf(entry, record, about));

export interface ProviderHistory {
  story: HistoryEntry[];
  /** How many of the oldest were left out. */
  storyLeftOut: number;
}

/**
 * What had happened by a day, in its order; what has no day comes first.
 *
 * @param limit how many at most: the latest stay
 */
export function historyOf(entries: readonly HistoryEntry[], asOf: Day, limit: number): ProviderHistory {
  const story = entries
    .filter(({ day }) => day === null || day <= asOf)
    .sort((a, b) => byDay(a.day ?? '', b.day ?? '') || a.position - b.position);
  const storyLeftOut = Math.max(0, story.length - limit);
  return { story: story.slice(storyLeftOut), storyLeftOut };
}

const byDay = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0);

function entryOf<E extends ProviderEvent | DossierEvent>(
  { id, position, event }: Live<ProviderEvent> | Live<DossierEvent>,
  record: readonly OnRecord<E>[],
  about: About,
): HistoryEntry {
  const { occurred = null, source = null } = event;
  return {
    event: id,
    position,
    day: occurred === null ? null : earliest(occurred),
    precision: occurred === null ? null : precisionOf(occurred),
    occurred,
    type: event.type,
    about,
    title: event.data.title ?? null,
    said: event,
    source,
    confirmed: source !== null && confirms(source),
    corrected: !record.some((entry) => entry.event === (event as unknown)),
  };
}
