import { type Amendment, type Live, liveEvents } from '../event/corrections.js';
import type { Day } from '../date/day.js';
import { earliest, precisionOf, type PartialDate, type Precision } from '../date/partial-date.js';
import type { DossierRecord } from '../dossier/facts.js';
import { DossierEventSchema, type DossierEvent } from '../event/dossier-events.js';
import { ProviderEventSchema, type ProviderEvent } from '../event/provider-events.js';
import type { OnRecord } from '../event/ledger-event.js';
import { confirms, type Source } from '../source/source.js';
import type { ProviderRecord } from './provider.js';

/** The subject of an entry. */
export type About =
  | { kind: 'provider'; id: string; name: string }
  | { kind: 'dossier'; id: string; scheme: string; service: string | null };

/** One event of the history of a provider, with its corrections applied. */
export interface HistoryEntry {
  event: string;
  position: number;
  /** The earliest day of `occurred`; `null`: undated. */
  day: Day | null;
  precision: Precision | null;
  occurred: PartialDate | null;
  type: string;
  about: About;
  title: string | null;
  /** The event with its corrections applied. */
  said: Exclude<ProviderEvent | DossierEvent, Amendment>;
  /** For a transfer: the names of the providers. */
  between?: { from: string; to: string };
  source: Source | null;
  confirmed: boolean;
  /** Whether it was corrected. */
  corrected: boolean;
}

export const providerEntries = (record: ProviderRecord, about: About): HistoryEntry[] =>
  liveEvents(record, ProviderEventSchema).map((entry) => entryOf(entry, record, about));

export const dossierEntries = (record: DossierRecord, about: About): HistoryEntry[] =>
  liveEvents(record, DossierEventSchema).map((entry) => entryOf(entry, record, about));

export interface ProviderHistory {
  story: HistoryEntry[];
  /** Number of oldest entries left out. */
  storyLeftOut: number;
}

/**
 * The events up to a day, in order; undated ones come first.
 *
 * @param limit maximum number of entries; the latest are kept
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
