import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import { openDossier, recordOnDossier, schemeOf } from '#domain/dossier/dossier.js';
import { asksWhoSpeaks, speakersOf, withSpeaker } from '#domain/dossier/speaker.js';
import type { Effect, EventDescription } from '#domain/event/describe.js';
import { type DossierEvent, dossierEvents } from '#domain/event/dossier-events.js';
import {
  dossierStream,
  providerStream,
  streamId,
  type LedgerEvent,
  type OnRecord,
} from '#domain/event/ledger-event.js';
import { type ProviderEvent, providerEvents } from '#domain/event/provider-events.js';
import { otherSlug, recordOnProvider, registerProvider } from '#domain/provider/provider.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { slugOf } from '#domain/text/text.js';
import { canonicalJson, uuidOf } from '#event-store/encoding.js';
import { type StreamAppend, type Codec, decodeRow, recordsIn } from '#event-store/events.js';
import type { DossierRow, ImportRow } from './parse-row.js';
import type { Subject } from './resolve-row.js';

/** A dossier with new events. */
export interface PlannedDossier {
  id: string;
  /** The provider of its first row, with its name in that row. */
  provider: { id: string; called: string };
  scheme: string;
  draft: Draft<DossierEvent>;
}

/** The appends of an import, built row by row with the same decisions as single requests. */
export class Plan {
  private readonly providers = new Map<string, Draft<ProviderEvent>>();
  private readonly dossiers = new Map<string, PlannedDossier>();
  private readonly lines = new Map<string, number>();
  /** By dossier, the providers of its service at any time. */
  private readonly holders = new Map<string, readonly string[]>();
  /** Of providers that the file registers. */
  private readonly slugs = new Set<string>();
  readonly opened = { providers: 0, dossiers: 0 };

  /** @param isSlugTaken by a provider on record */
  constructor(
    private readonly streams: StreamStates,
    private readonly schemes: Schemes,
    private readonly isSlugTaken: (slug: string) => boolean,
  ) {}

  /**
   * @returns false if an earlier row is identical
   * @throws Refusal as the domain's decisions do
   */
  record(row: ImportRow, { provider, dossier }: Subject, dependsOn?: string): boolean {
    const event = eventOf(row, dependsOn);
    const stream = dossier ? dossierStream(dossier.id) : providerStream(provider);
    const id = idOf(stream, event);
    if (this.lines.has(id)) return false;
    const providers = this.providerDraft(provider, row.provider);
    if (row.about === 'dossier' && dossier) {
      this.holders.set(dossier.id, dossier.providers);
      this.recordOnDossier(row, event as DossierRow['event'], provider, dossier.id);
    } else providers.add((record) => recordOnProvider(record, event as Parameters<typeof recordOnProvider>[1]));
    this.lines.set(id, row.row.line);
    return true;
  }

  /** Marks who speaks, by all names on record and in the file, once all rows are decided. Ids stay those of the rows. */
  settleSpeakers(): void {
    for (const { id, draft } of this.touched) {
      const claims = draft.drafted.filter(({ event }) => asksWhoSpeaks(event));
      const holders = claims.length === 0 ? [] : (this.holders.get(id) ?? []).map(providerStream);
      const drafts = holders.map(
        (stream) => this.providers.get(streamId(stream)) ?? this.streams.draftOf<ProviderEvent>(stream),
      );
      const speakers = drafts.flatMap(({ record }) => speakersOf(record));
      for (const entry of claims) entry.event = withSpeaker(entry.event, speakers);
    }
  }

  /** The line of an event by its id; `undefined` for events that register a provider or open a dossier. */
  lineOf(id: string): number | undefined {
    return this.lines.get(id);
  }

  get appends(): StreamAppend<LedgerEvent>[] {
    return [...this.providers.values(), ...this.touched.map(({ draft }) => draft)].flatMap((draft) => draft.append);
  }

  /** In the order of the file. */
  get touched(): PlannedDossier[] {
    return [...this.dossiers.values()];
  }

  get touchedProviders(): { id: string; events: LedgerEvent[] }[] {
    return [...this.providers].map(([id, { drafted }]) => ({ id, events: drafted.map(({ event }) => event) }));
  }

  private providerDraft(id: string, name: string): Draft<ProviderEvent> {
    const draft = this.providers.get(id) ?? this.streams.draftOf<ProviderEvent>(providerStream(id));
    this.providers.set(id, draft);
    if (draft.isNew) {
      const slug = otherSlug(id, name, (usual) => this.isSlugTaken(usual) || this.slugs.has(usual));
      this.slugs.add(slug ?? slugOf(name));
      draft.add((record) => registerProvider(record, { name, slug }));
      this.opened.providers++;
    }
    return draft;
  }

  private recordOnDossier(row: DossierRow, event: DossierRow['event'], provider: string, id: string): void {
    const { scheme, service: name, kinds } = row;
    const { draft } = this.touch(row, provider, id);
    if (draft.isNew) {
      const service = name === undefined ? undefined : { name, kinds };
      draft.add((record) => openDossier(record, { provider, scheme, service }, { id, schemes: this.schemes }));
      this.opened.dossiers++;
    }
    draft.add((record) => recordOnDossier(record, event, { id, scheme: schemeOf(scheme, this.schemes) }));
  }

  private touch({ provider: called, scheme }: DossierRow, provider: string, id: string): PlannedDossier {
    const known = this.dossiers.get(id);
    if (known) return known;
    const draft = this.streams.draftOf<DossierEvent>(dossierStream(id));
    const touched = { id, provider: { id: provider, called }, scheme, draft };
    this.dossiers.set(id, touched);
    return touched;
  }
}

/** Beyond every position on record. */
const FIRST_DRAFT_POSITION = 2 ** 52;

/** New events of one stream, decided one by one and appended together. */
export class Draft<E extends LedgerEvent> {
  readonly drafted: OnRecord<E>[] = [];
  private readonly whole: OnRecord<E>[] | undefined;

  /**
   * @param version of the stream; 0 if it does not exist
   * @param before the record, if decisions read it
   */
  constructor(
    readonly stream: string,
    private readonly version: number,
    before?: readonly OnRecord<E>[],
  ) {
    this.whole = before && [...before];
  }

  /** No event is recorded or drafted. */
  get isNew(): boolean {
    return this.length === 0;
  }

  add(decision: (record: readonly OnRecord<E>[]) => readonly E[]): void {
    for (const event of decision(this.whole ?? lengthOnly(this.length))) {
      const version = this.length + 1;
      const entry = {
        id: idOf(this.stream, event),
        event,
        version,
        position: FIRST_DRAFT_POSITION + version,
        recordedAt: new Date(0),
      };
      this.drafted.push(entry);
      this.whole?.push(entry);
    }
  }

  /** With the drafted events; empty where decisions do not read it. */
  get record(): readonly OnRecord<E>[] {
    return this.whole ?? [];
  }

  get append(): StreamAppend<LedgerEvent>[] {
    const { stream, version: expected, drafted: events } = this;
    return events.length === 0 ? [] : [{ stream, expected, events }];
  }

  private get length(): number {
    return this.version + this.drafted.length;
  }
}

type EventType = LedgerEvent['type'];

const recordable: readonly Pick<EventDescription<EventType, unknown, Effect>, 'type' | 'group' | 'readsRecord'>[] = [
  ...providerEvents,
  ...dossierEvents,
].filter((described) => 'group' in described);

/** Types whose decision needs only the length of the record, so an import need not read the stream. */
export const LENGTH_ONLY_TYPES: ReadonlySet<EventType> = new Set(
  recordable.filter(({ readsRecord }) => !readsRecord).map(({ type }) => type),
);

/** A record with only its length; reading anything else throws. */
export function lengthOnly<E>(length: number): readonly OnRecord<E>[] {
  return new Proxy<OnRecord<E>[]>([], {
    get(_, property) {
      if (property === 'length') return length;
      throw new Error(`a decision looked at ${String(property)} of a record that was not read: see LENGTH_ONLY_TYPES`);
    },
  });
}

/** The event of a row, with its dependency resolved. */
export function eventOf({ event }: ImportRow, dependsOn?: string): ImportRow['event'] {
  if (!('dependsOn' in event.data) || dependsOn === undefined) return event;
  return { ...event, data: { ...event.data, dependsOn } } as ImportRow['event'];
}

/** Derived from stream and content, so the same content is recorded once per stream. */
export const idOf = (stream: string, event: LedgerEvent): string => uuidOf(stream, contentOf(event));

const contents = new WeakMap<LedgerEvent, string>();

/** Cached: ids of one event are computed several times. */
function contentOf(event: LedgerEvent): string {
  const content = contents.get(event) ?? canonicalJson(event);
  contents.set(event, content);
  return content;
}

/** The streams of an import: records of those that decisions read, versions of the others. */
export class StreamStates {
  private constructor(
    private readonly versions: ReadonlyMap<string, number>,
    private readonly records: ReadonlyMap<string, readonly OnRecord<LedgerEvent>[]>,
  ) {}

  static async of(
    { db, codec }: { db: LedgerDatabase; codec: Codec<LedgerEvent> },
    streams: ReadonlySet<string>,
    read: ReadonlySet<string>,
  ): Promise<StreamStates> {
    const records = await readRecords(db, codec, [...read]);
    return new StreamStates(
      await readVersions(
        db,
        [...streams].filter((stream) => !read.has(stream)),
      ),
      records,
    );
  }

  draftOf<E extends LedgerEvent>(stream: string): Draft<E> {
    const version = this.versions.get(stream);
    if (version !== undefined) return new Draft<E>(stream, version);
    const record = (this.records.get(stream) ?? []) as readonly OnRecord<E>[];
    return new Draft<E>(stream, record.length, record);
  }
}

/** The records of streams, in one query; missing streams are omitted. */
export async function readRecords(
  db: LedgerDatabase,
  codec: Codec<LedgerEvent>,
  streams: readonly string[],
): Promise<Map<string, OnRecord<LedgerEvent>[]>> {
  if (streams.length === 0) return new Map();
  const { rows } = await sql<EventTable>`
    select * from event where stream = any(${[...streams]}) order by stream, version
  `.execute(db);
  return recordsIn(rows, (row) => decodeRow(codec, row));
}

/** The versions of streams, by one index lookup each; missing streams are omitted. */
async function readVersions(db: LedgerDatabase, streams: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ stream: string; version: number }>`
    select asked.stream, last.version
    from unnest(${[...streams]}::text[]) asked (stream)
      cross join lateral (
        select version from event where event.stream = asked.stream order by version desc limit 1
      ) last
  `.execute(db);
  return new Map(rows.map(({ stream, version }) => [stream, version]));
}
