import { z } from 'zod';
import { merge } from '#domain/event/corrections.js';
import type { Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import type { EventGroup } from '#domain/event/describe.js';
import { groupOf, type LedgerEvent } from '#domain/event/ledger-event.js';
import { confirms } from '#domain/source/source.js';
import { phrases } from '#language/phrases.js';
import type { Content, TimelineEntry } from '#ledger/get-timeline.js';
import { seen } from '../../api/http/query-fields.js';
import { pageNumber, type Page, currentUrlWith } from './page.js';

const GROUPS = Object.keys(phrases('en').events.groups) as EventGroup[];

export const SAID = ['confirmed', 'claimed', 'amended'] as const;

export const TimelineAsked = z.object({
  page: pageNumber,
  /** Only events of a group, or as they were said. */
  kind: z.enum(GROUPS).optional(),
  said: z.enum(SAID).optional(),
  ...seen,
  /** Shows the page with this event. */
  event: z.uuid().optional(),
});
export type TimelineAsked = z.output<typeof TimelineAsked>;

/** Page size in entries and in characters. */
const MOST = 20;
const MOST_CHARACTERS = 24_000;

export interface TimelineView {
  asked: TimelineAsked;
  /** Of all its events. */
  groups: EventGroup[];
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
 * @param entries what is on record at the moment looked at, in recording order
 */
export function timelineView(
  page: Page,
  entries: ReadonlyMap<string, AmendedEntry>,
  asked: TimelineAsked,
): TimelineView {
  const { kind, said, seen, event } = asked;
  const all = [...entries.values()];
  const root = (one: AmendedEntry) => entries.get(rootOf(one.entry, entries).id) ?? one;
  const days = all.map((one) => dayOf(root(one).entry));
  const happened = all.filter((_, index) => (days[index] ?? '') <= page.at.asOf);
  const isListed = ({ entry }: AmendedEntry) => amendedId(entry) === undefined && provenId(entry) === undefined;
  const isAsked = (one: AmendedEntry) =>
    (kind === undefined || groupOf(root(one).entry.type) === kind) && (said === undefined || isSaid(root(one), said));
  const listed = happened.filter((one) => isListed(one) && isAsked(one));
  const pages = pagesOf(byDay(listed));
  const pageOf = new Map(pages.flatMap((items, index) => items.map(({ entry }) => [entry.id, index + 1] as const)));
  const placeOf = (id: string): number | undefined => {
    const found = entries.get(id);
    return pageOf.get(id) ?? (found && pageOf.get(root(found).entry.id));
  };
  const sought = event ?? all.find(({ entry }) => entry.position === seen?.position)?.entry.id;
  const wanted = page.query.has('page') || sought === undefined ? asked.page : (placeOf(sought) ?? asked.page);
  const number = Math.min(wanted, Math.max(1, pages.length));
  const shown = new Set(happened.map(({ entry }) => entry.id));
  return {
    asked,
    groups: GROUPS.filter((group) => all.some(({ entry }) => groupOf(entry.type) === group)),
    shown: pages[number - 1] ?? [],
    number,
    count: pages.length,
    later: { count: all.length - happened.length, until: days.toSorted().at(-1) ?? page.at.asOf },
    hrefOf: (id) => {
      if (!shown.has(id)) return undefined;
      const elsewhere = { event: id, kind: undefined, said: undefined };
      return `${placeOf(id) === number ? '' : currentUrlWith(page, elsewhere)}#${entryId(id)}`;
    },
  };
}

function isSaid({ entry, amendments }: AmendedEntry, said: NonNullable<TimelineAsked['said']>): boolean {
  if (said === 'amended') return amendments.length > 0;
  const { source } = eventIn(entry);
  return source !== undefined && confirms(source) === (said === 'confirmed');
}

/** Undated events count on every day. */
export function dayOf(entry: TimelineEntry): Day {
  const { occurred } = entry.current ?? entry;
  return occurred === null ? '' : earliest(occurred);
}

const byDay = (entries: readonly AmendedEntry[]): AmendedEntry[] =>
  entries.toSorted(({ entry: a }, { entry: b }) =>
    dayOf(a) === dayOf(b) ? b.position - a.position : dayOf(a) < dayOf(b) ? 1 : -1,
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
export function rootOf(entry: TimelineEntry, entries: ReadonlyMap<string, AmendedEntry>): TimelineEntry {
  const amended = amendedId(entry) ?? provenId(entry);
  const target = amended === undefined ? undefined : entries.get(amended)?.entry;
  return target ? rootOf(target, entries) : entry;
}

export const entryId = (event: string): string => `event-${event}`;
