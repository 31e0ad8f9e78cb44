import { merge } from '#domain/correction/live.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Content, TimelineEntry } from '#ledger/get-timeline.js';

/** An entry of a timeline with all that was said to amend it, and to amend that. */
export interface AmendedEntry {
  entry: TimelineEntry;
  /** In the order of recording. */
  amendments: Amendment[];
}

export interface Amendment extends AmendedEntry {
  /** What it aims at, as that read right before. */
  amends: LedgerEvent;
}

/** The event of an entry, as it reads with its corrections; or with other content. */
export const eventIn = (entry: TimelineEntry, content: Content = entry.current ?? entry): LedgerEvent =>
  ({
    type: entry.type,
    ...(content.occurred !== null && { occurred: content.occurred }),
    ...(content.source !== null && { source: content.source }),
    data: content.data,
  }) as LedgerEvent;

/** The id of the event that an amendment aims at. */
export function aimOf({ type, data }: TimelineEntry): string | undefined {
  if (type !== 'EventCorrected' && type !== 'EventRetracted') return undefined;
  return 'event' in data && typeof data.event === 'string' ? data.event : undefined;
}

/** Each entry, amendments too, with what amends it; by id, in the order of recording. */
export function amendedEntries(entries: readonly TimelineEntry[]): Map<string, AmendedEntry> {
  const aimedAt = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const aim = aimOf(entry);
    if (aim !== undefined) aimedAt.set(aim, [...(aimedAt.get(aim) ?? []), entry]);
  }
  const found = new Map<string, AmendedEntry>();
  // An amendment aims at an earlier event, so walking back meets each one after those that amend it.
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

/** What an entry is in the end about: itself, or what it amends. */
export function rootOf(entry: TimelineEntry, entries: ReadonlyMap<string, AmendedEntry>): TimelineEntry {
  const aim = aimOf(entry);
  const target = aim === undefined ? undefined : entries.get(aim)?.entry;
  return target ? rootOf(target, entries) : entry;
}
