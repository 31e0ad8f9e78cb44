import { z } from 'zod';
import { type Amendment, type Live, liveEvents } from '../event/corrections.js';
import { compareDays, type Day, DaySchema } from '../date/day.js';
import { earliest, PartialDateSchema, precisionOf, PRECISIONS } from '../date/partial-date.js';
import type { DossierRecord } from '../dossier/facts.js';
import { DossierEventSchema, type DossierEvent } from '../event/dossier-events.js';
import { ProviderEventSchema, type ProviderEvent } from '../event/provider-events.js';
import { isNews, type OnRecord } from '../event/ledger-event.js';
import { confirms, SourceSchema } from '../source/source.js';
import type { ProviderRecord } from './provider.js';

const About = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('provider'), id: z.uuid(), name: z.string() }),
  z.strictObject({ kind: z.literal('dossier'), id: z.uuid(), scheme: z.string(), service: z.string().nullable() }),
]);
export type About = z.infer<typeof About>;

/** One event of the history of a provider, with its corrections applied. */
export const HistoryEntry = z.strictObject({
  event: z.uuid(),
  position: z.int(),
  day: DaySchema.nullable().describe('The earliest day of `occurred`; `null` if undated.'),
  precision: z.enum(PRECISIONS).nullable(),
  occurred: PartialDateSchema.nullable(),
  type: z.string(),
  about: About,
  title: z.string().nullable(),
  source: SourceSchema.nullable(),
  confirmed: z.boolean(),
  corrected: z.boolean().describe('Whether it was corrected.'),
});
export type HistoryEntry = z.infer<typeof HistoryEntry> & {
  /** The event with its corrections applied. */
  said: Exclude<ProviderEvent | DossierEvent, Amendment>;
  /** For a transfer: the names of the providers. */
  between?: { from: string; to: string };
};

export const providerEntries = (record: ProviderRecord, about: About): HistoryEntry[] =>
  liveEvents(record, ProviderEventSchema)
    .filter(isOneMessage)
    .map((entry) => entryOf(entry, record, about));

export const dossierEntries = (record: DossierRecord, about: About): HistoryEntry[] =>
  liveEvents(record, DossierEventSchema)
    .filter(isOneMessage)
    .map((entry) => entryOf(entry, record, about));

/** A file of evidence belongs to the event that it proves. */
const isOneMessage = ({ event }: { event: ProviderEvent | DossierEvent }): boolean => isNews(event.type);

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
    .sort((a, b) => compareDays(a.day ?? '', b.day ?? '') || a.position - b.position);
  const storyLeftOut = Math.max(0, story.length - limit);
  return { story: story.slice(storyLeftOut), storyLeftOut };
}

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
