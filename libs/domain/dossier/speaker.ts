import { type LedgerEvent, named } from '../event/ledger-event.js';
import { correctedSource, liveEvents } from '../event/corrections.js';
import { type DossierEvent, DossierEventSchema, hasEffect, is, type NewDossierEvent } from '../event/dossier-events.js';
import { ProviderEventSchema } from '../event/provider-events.js';
import { providerOf, type ProviderRecord } from '../provider/provider.js';
import { movesStatus, type Source } from '../source/source.js';
import { fold } from '../text/text.js';
import type { DossierRecord } from './facts.js';

/** The names that speak for a provider, each by its words: all of its own, and those of its owners. */
type Speakers = readonly (readonly string[])[];

export function speakersOf(record: ProviderRecord): Speakers {
  const owners = liveEvents(record, ProviderEventSchema).flatMap(({ event }) =>
    event.type === 'OwnershipDeclared' && movesStatus(event.source) ? event.data.holders.map(({ name }) => name) : [],
  );
  return [...(providerOf(record)?.names ?? []), ...owners].map(wordsOf);
}

/** Every provider that the record names as holder of the service, on whatever day. */
export const holdersIn = (record: DossierRecord): string[] => [
  ...new Set(
    liveEvents(record, DossierEventSchema).flatMap(({ event }) => {
      if (event.type === 'DossierOpened') return [event.data.provider];
      return named(event, 'holder');
    }),
  ),
];

/** Of a claim in such an event it is known whether who speaks is the provider. */
export function isOfStatus(given: LedgerEvent): boolean {
  const event = given as DossierEvent; // no event of another kind has one of these types
  return is(event, 'step') || is(event, 'turn') || hasEffect(event, 'grants');
}

/** Whether a decision on the event needs to know who speaks for the provider. */
export const asksWhoSpeaks = (event: DossierEvent): boolean =>
  event.type === 'EventCorrected'
    ? event.data.changes.source !== undefined || event.data.changes.sourceFields !== undefined
    : event.source?.speaker !== undefined || (event.source?.kind === 'company' && isOfStatus(event));

/**
 * The event with a source that says whether a company that reports about the status speaks for the provider: see
 * docs/status.md, "Sources". Whoever asks for the event does not decide that.
 */
export function withSpeaker<E extends DossierEvent>(event: E, speakers: Speakers): E {
  if (!event.source || !asksWhoSpeaks(event)) return event;
  const { speaker: _, ...source } = event.source;
  return {
    ...event,
    source: isOfStatus(event) && !speaks(source, speakers) ? { ...source, speaker: 'other' } : source,
  };
}

/** As `withSpeaker`; a correction of a source says it of the source as corrected. */
export function amendedSpeaker(event: NewDossierEvent, record: DossierRecord, speakers: Speakers): NewDossierEvent {
  if (event.type !== 'EventCorrected' || !asksWhoSpeaks(event)) return withSpeaker(event, speakers);
  const { changes } = event.data;
  const target = liveEvents(record, DossierEventSchema).find(({ id }) => id === event.data.event)?.event;
  const source = target && isOfStatus(target) ? correctedSource(target.source, changes) : undefined;
  const speaker = source && !speaks(source, speakers) ? ('other' as const) : null;
  if (speaker === null && target?.source?.speaker === undefined && source?.speaker === undefined) return event;
  const data = { ...event.data, changes: { ...changes, sourceFields: { ...changes.sourceFields, speaker } } };
  return { ...event, data };
}

/** Not a company, or one that a name speaks for. A source without a publisher is refused later. */
function speaks({ kind, publisher = '' }: Partial<Source>, speakers: Speakers): boolean {
  if (kind !== 'company') return true;
  const words = wordsOf(publisher);
  return speakers.some((name) => isIn(name, words) || isIn(words, name));
}

const wordsOf = (name: string): string[] =>
  fold(name)
    .split(' ')
    .filter((word) => word !== '');

/** Whether all words of a name are among others; a name without words is nobody's. */
const isIn = (words: readonly string[], others: readonly string[]): boolean =>
  words.length > 0 && words.every((word) => others.includes(word));
