import { z } from 'zod';
import { merge } from '#domain/event/corrections.js';
import type { Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Content, TimelineEntry } from '#ledger/get-timeline.js';
import { seen } from '../../api/http/query-fields.js';
import { pageNumber, type PageContext, currentUrlWith } from './page.js';

export const TimelineAsked = z.object({
  page: pageNumber,
  order: z.enum(['happened', 'recorded']).default('happened'),
  ...seen,
  /** Shows the page with this event. */
  event: z.uuid().optional(),
});
export type TimelineAsked = z.output<typeof TimelineAsked>;

/** Page size in entries and in characters. */
const MOST = 20;
const MOST_CHARACTERS = 24_000;

export interface TimelineView {
  order: TimelineAsked['order'];
  shown: AmendedEntry[];
  number: number;
  count: number;
  /** Number of events after `asOf`, and the date of the last. */
  later: { count: number; until: Day };
  /** URL of an entry on any page; `undefined` if not shown. */
  hrefOf: (id: string) => string | undefined;
}

/**
 * The page of a timeline that is asked for: by its number, by an event, or by what was just recorded.
 *
 * @param entries everything on record of one stream at the moment looked at
 */
export function timelineView(
  page: PageContext,
  entries: ReadonlyMap<string, AmendedEntry>,
  { page: asked, order, seen, event }: TimelineAsked,
): TimelineView {
  const all = [...entries.values()];
  const days = all.map((one) => dayOf(root(one)));
  const happened = all.filter((_, index) => (days[index] ?? '') <= page.at.asOf);
  const listed =
    order === 'recorded'
      ? happened
      : byDay(happened.filter(({ entry }) => amendedId(entry) === undefined && provenId(entry) === undefined));
  const pages = pagesOf(listed);
  const pageOf = new Map(pages.flatMap((items, index) => items.map(({ entry }) => [entry.id, index + 1] as const)));
  const placeOf = (id: string): number | undefined => {
    const found = entries.get(id);
    return pageOf.get(id) ?? (found && pageOf.get(rootOf(found.entry, entries).id));
  };
  const sought = event ?? all.find(({ entry }) => entry.position === seen?.position)?.entry.id;
  const wanted = page.query.has('page') || sought === undefined ? asked : (placeOf(sought) ?? asked);
  const number = Math.min(wanted, Math.max(1, pages.length));
  return {
    order,
    shown: pages[number - 1] ?? [],
    number,
    count: pages.length,
    later: { count: all.length - happened.length, until: days.toSorted().at(-1) ?? page.at.asOf },
    hrefOf: (id) => {
      const place = placeOf(id);
      if (place === undefined) return undefined;
      const at = place === number ? '' : currentUrlWith(page, { page: place === 1 ? undefined : place });
      return `${at}#${entryId(id)}`;
    },
  };

  function root({ entry }: AmendedEntry): AmendedEntry {
    return entries.get(rootOf(entry, entries).id) ?? { entry, amendments: [] };
  }
}

/** Undated events count on every day. */
const dayOf = ({ entry }: AmendedEntry): string => {
  const { occurred } = entry.current ?? entry;
  return occurred === null ? '' : earliest(occurred);
};

const byDay = (entries: readonly AmendedEntry[]): AmendedEntry[] =>
  entries.toSorted((a, b) =>
    dayOf(a) === dayOf(b) ? b.entry.position - a.entry.position : dayOf(a) < dayOf(b) ? 1 : -1,
  );

function pagesOf(entries: readonly AmendedEntry[]): AmendedEntry[][] {
  const pages: AmendedEntry[][] = [];
  let characters = 0;
  for (const one of entries) {
    const page = pages.at(-1);
    const length = JSON.stringify(one).length;
    if (page && page.length < MOST && characters + length <= MOST_CHARACTERS) {
      page.push(one);
      characters += length;
    } else {
      pages.push([one]);
      characters = length;
    }
  }
  return pages;
}

export interface AmendedEntry {
  entry: TimelineEntry;
  amendments: Amendment[];
}

export interface Amendment extends AmendedEntry {
  /** The amended event as it was right before. */
  amends: LedgerEvent;
}

/** The event of an entry with its corrections applied, or with other content. */
export const eventIn = (entry: TimelineEntry, content: Content = entry.current ?? entry): LedgerEvent =>
  ({
    type: entry.type,
    ...(content.occurred !== null && { occurred: content.occurred }),
    ...(content.source !== null && { source: content.source }),
    data: content.data,
  }) as LedgerEvent;

export function amendedId({ type, data }: TimelineEntry): string | undefined {
  if (type !== 'EventCorrected' && type !== 'EventRetracted') return undefined;
  return 'event' in data && typeof data.event === 'string' ? data.event : undefined;
}

export function provenId({ type, data }: TimelineEntry): string | undefined {
  if (type !== 'EvidenceAttached') return undefined;
  return 'event' in data && typeof data.event === 'string' ? data.event : undefined;
}

/** All entries with their amendments, by id, in recording order. */
export function amendedEntries(entries: readonly TimelineEntry[]): Map<string, AmendedEntry> {
  const aimedAt = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const amended = amendedId(entry);
    if (amended !== undefined) aimedAt.set(amended, [...(aimedAt.get(amended) ?? []), entry]);
  }
  const found = new Map<string, AmendedEntry>();
  // Amendments follow the event they amend, so walking backwards meets them first.
  for (const entry of entries.toReversed()) {
    const amended: AmendedEntry = { entry, amendments: [] };
    let reads = eventIn(entry, entry);
    for (const aiming of aimedAt.get(entry.id) ?? []) {
      const amendments = found.get(aiming.id)?.amendments ?? [];
      amended.amendments.push({ entry: aiming, amendments, amends: reads });
      reads = aiming.retracted ? reads : after(reads, eventIn(aiming));
    }
    found.set(entry.id, amended);
  }
  return new Map(
    entries.flatMap(({ id }) => {
      const one = found.get(id);
      return one ? [[id, one] as const] : [];
    }),
  );
}

const after = (event: LedgerEvent, amendment: LedgerEvent): LedgerEvent =>
  amendment.type === 'EventCorrected' ? (merge(event, amendment.data.changes) as unknown as LedgerEvent) : event;

/** The entry itself or, for an amendment or a file of evidence, the original entry. */
function rootOf(entry: TimelineEntry, entries: ReadonlyMap<string, AmendedEntry>): TimelineEntry {
  const amended = amendedId(entry) ?? provenId(entry);
  const target = amended === undefined ? undefined : entries.get(amended)?.entry;
  return target ? rootOf(target, entries) : entry;
}

export const entryId = (event: string): string => `event-${event}`;
