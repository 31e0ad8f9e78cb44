import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { type AmendedEntry, eventIn } from '../frame/timeline-entries.js';
import { addressOf, type PageContext } from '../frame/page.js';

interface Found {
  event: LedgerEvent;
  href: string;
}

/** What a reading of a register confirms of a dossier, by its id: the listing, as of the day of the reading, and its page. */
export function confirmedBy(
  page: PageContext,
  { readings = [] }: Pick<Scheme, 'readings'>,
  entries: ReadonlyMap<string, AmendedEntry>,
): (id: string) => Found | undefined {
  return (id) => {
    const reading = readings.find((one) => one.id === id);
    const listing = reading && lastListing(entries, reading);
    if (!listing) return undefined;
    const event = { ...listing, occurred: reading.day, source: reading.source };
    return { event, href: addressOf(page, `/registers/${reading.register}`) };
  };
}

function lastListing(
  entries: ReadonlyMap<string, AmendedEntry>,
  { register, position }: { register: string; position: number },
): Extract<LedgerEvent, { type: 'RegisterObserved' }> | undefined {
  const listings = [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    const isEarlier = !entry.retracted && entry.position < position;
    return isEarlier && event.type === 'RegisterObserved' && event.data.registerSlug === register ? [event] : [];
  });
  return listings.at(-1);
}
