import { z } from 'zod';
import type { Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { seen } from '../../http/query-fields.js';
import { type AmendedEntry, aimOf, rootOf } from './amended-entry.js';
import { entryId } from './entry-link.js';
import { thisPageWith, type ThisPage } from './page.js';
import { pageNumber } from './page-query.js';

/** What the address of a page with a timeline may ask of it. */
export const TimelineAsked = z.object({
  page: pageNumber,
  order: z.enum(['happened', 'recorded'], { error: 'must be happened or recorded' }).default('happened'),
  ...seen,
  /** The page on which this one is told. */
  event: z.uuid({ error: 'must be the id of an event' }).optional(),
});
export type TimelineAsked = z.output<typeof TimelineAsked>;

/** A page of it is over when it has so many entries, or says so much. */
const MOST = 20;
const MOST_CHARACTERS = 24_000;

export interface TimelineView {
  order: TimelineAsked['order'];
  shown: AmendedEntry[];
  number: number;
  count: number;
  /** How many had not happened by the day looked at, and by when all of them have. */
  later: { count: number; until: Day };
  /** Where an entry is told, on whichever page; nothing for one that is not shown. */
  hrefOf: (id: string) => string | undefined;
}

/**
 * The page of a timeline that is asked for: by its number, by an event, or by what was just recorded.
 *
 * @param entries everything on record of one stream at the moment looked at
 */
export function timelineView(
  page: ThisPage,
  entries: ReadonlyMap<string, AmendedEntry>,
  { page: asked, order, seen: position, event }: TimelineAsked,
): TimelineView {
  const all = [...entries.values()];
  const days = all.map((one) => dayOf(root(one)));
  const happened = all.filter((_, index) => (days[index] ?? '') <= page.at.asOf);
  const listed = order === 'recorded' ? happened : byDay(happened.filter(({ entry }) => aimOf(entry) === undefined));
  const pages = pagesOf(listed);
  const pageOf = new Map(pages.flatMap((items, index) => items.map(({ entry }) => [entry.id, index + 1] as const)));
  const placeOf = (id: string): number | undefined => {
    const found = entries.get(id);
    return pageOf.get(id) ?? (found && pageOf.get(rootOf(found.entry, entries).id));
  };
  const sought = event ?? all.find(({ entry }) => entry.position === position)?.entry.id;
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
      const at = place === number ? '' : thisPageWith(page, { page: place === 1 ? undefined : place });
      return `${at}#${entryId(id)}`;
    },
  };

  function root({ entry }: AmendedEntry): AmendedEntry {
    return entries.get(rootOf(entry, entries).id) ?? { entry, amendments: [] };
  }
}

/** What has no day acts on every day. */
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
