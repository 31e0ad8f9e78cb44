import type { BoardTables } from '#database/tables/projections.js';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import { arrayLiteral } from '#database/array-literal.js';
import type { Database } from '#database/tables.js';
import { compareDays } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { type DossierEvent, DossierEventSchema } from '#domain/event/dossier-events.js';
import { type Live, liveEvents } from '#domain/event/corrections.js';
import { named, providerStream, streamId } from '#domain/event/ledger-event.js';
import { type ProviderEvent, ProviderEventSchema } from '#domain/event/provider-events.js';
import { providerOf } from '#domain/provider/provider.js';
import { fold } from '#domain/text/text.js';
import type { Recorded } from '#event-store/events.js';
import type { AffectedRecord } from '../project-dossiers.js';

/** Something that search finds. It follows from the whole record of its stream: retracted events have none. */
type SearchEntry = Omit<BoardTables['search_entry'], 'stream' | 'holder' | 'words' | 'kind'> & {
  kind: 'provider' | 'service' | 'decision' | 'party' | 'technology' | 'statement';
};

type Row = SearchEntry & { stream: string; holder: string };

/**
 * What search finds has no history: it is what the record says now, former names included, without retracted events. The names
 * of a provider are written with every entry that belongs to it, those of its dossiers included.
 */
export async function storeProviderEntries(tx: Transaction<Database>, some: readonly AffectedRecord[]): Promise<void> {
  const holders = new Map<string, string>();
  const rows = some.flatMap(({ stream, record }): Row[] => {
    const entries = entriesOfProvider(streamId(stream), record as readonly Recorded<ProviderEvent>[]);
    const names = entries.filter(({ kind }) => kind === 'provider');
    const holder = names.map(({ folded }) => folded).join(' ');
    holders.set(streamId(stream), holder);
    return entries.map((entry) => ({ ...entry, stream, holder }));
  });
  await write(tx, some, rows);
  await sql`
    update search_entry as entry set holder = named.holder
    from unnest(${arrayLiteral([...holders.keys()])}::uuid[], ${arrayLiteral([...holders.values()])}::text[])
      as named (provider, holder)
    where entry.provider = named.provider and entry.holder <> named.holder
  `.execute(tx);
}

export async function storeDossierEntries(tx: Transaction<Database>, some: readonly AffectedRecord[]): Promise<void> {
  const slice = new TimeSlice();
  const found: { stream: string; entries: SearchEntry[] }[] = [];
  for (const { stream, record } of some) {
    found.push({ stream, entries: entriesOfDossier(record as readonly Recorded<DossierEvent>[]) });
    if (slice.isOver) await slice.yield();
  }
  const holders = await namesOf(tx, new Set(found.flatMap(({ entries }) => entries.map(({ provider }) => provider))));
  const rows = found.flatMap(({ stream, entries }) =>
    entries.map((entry): Row => ({ ...entry, stream, holder: holders.get(entry.provider) ?? '' })),
  );
  await write(tx, some, rows);
}

async function namesOf(tx: Transaction<Database>, providers: ReadonlySet<string>): Promise<Map<string, string>> {
  const { rows } = await sql<{ provider: string; holder: string }>`
    select provider, holder from search_entry
    where stream = any(${arrayLiteral([...providers].map(providerStream))}::text[]) and kind = 'provider'
  `.execute(tx);
  return new Map(rows.map(({ provider, holder }) => [provider, holder]));
}

const COLUMNS = [
  ...(['stream', 'key', 'kind', 'provider', 'event', 'type', 'occurred', 'text', 'folded', 'terms', 'holder'] as const),
];

/** Replaces all entries of some streams. What has not changed is not written. */
async function write(
  tx: Transaction<Database>,
  streams: readonly { stream: string }[],
  rows: readonly Row[],
): Promise<void> {
  const type = (column: (typeof COLUMNS)[number]) =>
    sql.raw(column === 'provider' || column === 'event' ? 'uuid[]' : 'text[]');
  const values = COLUMNS.map((name) => sql`${arrayLiteral(rows.map((row) => row[name]))}::${type(name)}`);
  const names = columns((name) => sql.ref(name));
  const changing = columns((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`);
  await sql`
    with new as materialized (select * from unnest(${sql.join(values)}) as new (${names})),
      gone as (
        delete from search_entry as entry
        where entry.stream = any(${arrayLiteral(streams.map(({ stream }) => stream))}::text[])
          and not exists (select from new where new.stream = entry.stream and new.key = entry.key)
      )
    insert into search_entry as entry (${names}) select ${names} from new
    on conflict (stream, key) do update set ${changing}
    where (${columns((name) => sql.ref(`entry.${name}`))}) is distinct from (${columns((name) => sql.ref(`excluded.${name}`))})
  `.execute(tx);
}

const columns = (of: (name: (typeof COLUMNS)[number]) => RawBuilder<unknown>) => sql.join(COLUMNS.map(of));

type LiveEvent = Live<ProviderEvent> | Live<DossierEvent>;

/** Empty if the provider is not registered. */
function entriesOfProvider(id: string, record: readonly Recorded<ProviderEvent>[]): SearchEntry[] {
  const provider = providerOf(record);
  if (!provider) return [];
  const nothing = { provider: id, event: null, type: null, occurred: null };
  const identifiers = provider.identifiers.map(({ value }) => value);
  const names = [...provider.names, ...identifiers].map((text) =>
    entry({ ...nothing, kind: 'provider', text }, [provider.slug]),
  );
  const live = liveEvents(record, ProviderEventSchema);
  return unique([...names, ...live.flatMap((one) => [...mentions(id, one), ...statement(id, one)])]);
}

/** Empty if the dossier has not been opened. */
function entriesOfDossier(record: readonly Recorded<DossierEvent>[]): SearchEntry[] {
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
