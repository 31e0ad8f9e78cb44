import { compareDays } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { type DossierEvent, DossierEventSchema } from '#domain/event/dossier-events.js';
import { type Live, liveEvents } from '#domain/event/corrections.js';
import { named } from '#domain/event/ledger-event.js';
import { type ProviderEvent, ProviderEventSchema } from '#domain/event/provider-events.js';
import { providerOf } from '#domain/provider/provider.js';
import { fold } from '#domain/text/text.js';
import type { Recorded } from '#event-store/events.js';

/** Something that search finds. It follows from the whole record of its stream: retracted events have none. */
export interface SearchEntry {
  /** Unique within the stream. */
  key: string;
  kind: 'provider' | 'service' | 'decision' | 'party' | 'technology' | 'statement';
  /** The provider that it belongs to. */
  provider: string;
  /** The event that states it, its type and date. */
  event: string | null;
  type: string | null;
  occurred: string | null;
  /** As recorded. */
  text: string;
  folded: string;
  /** Folded words by which it is found as well, besides the names of its provider. */
  terms: string;
}

type LiveEvent = Live<ProviderEvent> | Live<DossierEvent>;

/** Empty if the provider is not registered. */
export function entriesOfProvider(id: string, record: readonly Recorded<ProviderEvent>[]): SearchEntry[] {
  const provider = providerOf(record);
  if (!provider) return [];
  const nothing = { provider: id, event: null, type: null, occurred: null };
  const names = provider.names.map((text) => entry({ ...nothing, kind: 'provider', text }, [provider.slug]));
  const live = liveEvents(record, ProviderEventSchema);
  return unique([...names, ...live.flatMap((one) => [...mentions(id, one), ...statement(id, one)])]);
}

/** Empty if the dossier has not been opened. */
export function entriesOfDossier(record: readonly Recorded<DossierEvent>[]): SearchEntry[] {
  const live = liveEvents(record, DossierEventSchema);
  const opened = live.find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return [];
  const inOrder = live.toSorted((a, b) => compareDays(dayOf(a), dayOf(b)));
  const provider = inOrder.flatMap(({ event }) => named(event, 'holder')).at(-1) ?? opened.data.provider;
  const { scheme } = opened.data;
  const services = [opened, ...inOrder.map(({ event }) => event).filter((event) => event !== opened)].flatMap((event) =>
    named(event, 'service'),
  );
  const text = services.at(-1) ?? '';
  const keys = live.flatMap(({ event }) => named(event, 'entry'));
  const nothing = { provider, event: null, type: null, occurred: null };
  return unique([
    { ...entry({ ...nothing, kind: 'service', text }, [scheme, ...services, ...keys]), key: 'service' },
    ...live.flatMap((one) => [...decisions(provider, scheme, one), ...statement(provider, one)]),
  ]);
}

const dayOf = ({ event }: LiveEvent): string => (event.occurred === undefined ? '' : earliest(event.occurred));

/** Parties, owners and technology, as they are named. */
const mentions = (provider: string, { id, event }: Live<ProviderEvent>): SearchEntry[] =>
  (['party', 'technology'] as const).flatMap((kind) =>
    named(event, kind).map((text) =>
      entry({ kind, provider, event: id, type: event.type, occurred: event.occurred ?? null, text }),
    ),
  );

/** The numbers of decisions; each is found once per dossier, with the first event that states it. */
function decisions(provider: string, scheme: string, { id, event }: Live<DossierEvent>): SearchEntry[] {
  if (!('decision' in event.data) || event.data.decision === undefined) return [];
  const at = { provider, event: id, type: event.type, occurred: event.occurred ?? null };
  return [entry({ ...at, kind: 'decision', text: event.data.decision }, [scheme, 'decision'])];
}

const PROSE = ['title', 'note', 'reason', 'hosting'] as const;
const NAMES = ['speaker', 'about', 'authority'] as const;
const LONGEST_TEXT = 20_000;

/** What an event says in words: title, quote, note, conditions and reservations. */
function statement(provider: string, { id, event }: LiveEvent): SearchEntry[] {
  const { source, type, occurred = null } = event;
  const data = event.data as Partial<Record<(typeof PROSE)[number] | (typeof NAMES)[number], string>> & {
    conditions?: string[];
    sectors?: string[];
    reservations?: { text: string }[];
  };
  const reservations = (data.reservations ?? []).map((one) => one.text);
  const said = [...PROSE.map((field) => data[field]), source?.quote, ...(data.conditions ?? []), ...reservations];
  const text = said.filter((one) => one !== undefined).join(' · ');
  if (text === '') return [];
  const named = [...NAMES.map((field) => data[field] ?? ''), ...(data.sectors ?? [])];
  const terms = [...named, source?.publisher ?? '', source?.title ?? ''];
  const found = { kind: 'statement', provider, event: id, type, occurred, text: text.slice(0, LONGEST_TEXT) } as const;
  return [{ ...entry(found, terms), key: `statement ${id}` }];
}

function entry(of: Omit<SearchEntry, 'key' | 'folded' | 'terms'>, terms: readonly string[] = []): SearchEntry {
  const text = of.text.toWellFormed();
  const folded = foldedWords(text);
  return { ...of, text, folded, terms: foldedWords(terms.join(' ')), key: `${of.kind} ${folded}`.slice(0, 500) };
}

const LONGEST_WORD = 100;

/** PostgreSQL limits the length of a word. */
export const foldedWords = (text: string): string =>
  fold(text)
    .split(' ')
    .map((word) => word.slice(0, LONGEST_WORD).toWellFormed())
    .join(' ');

/** The first of each key. */
const unique = (entries: readonly SearchEntry[]): SearchEntry[] => [
  ...new Map(entries.toReversed().map((one) => [one.key, one])).values(),
];
