import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import type { LedgerEvent, OnRecord } from '#domain/event/ledger-event.js';
import { type Codec, decodeRow, type StreamAppend } from '#event-store/events.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { canonicalJson, uuidOf } from '#event-store/encoding.js';
import type { ImportRow } from './parse-row.js';

/** Later than every position on record: what is drafted comes after it. */
const DRAFTED = 2 ** 52;

/** What an import adds to one stream: decided upon event by event, appended together. */
export class Draft<E extends LedgerEvent> {
  readonly drafted: OnRecord<E>[] = [];
  private readonly whole: OnRecord<E>[] | undefined;

  /**
   * @param version that the stream stands at; 0: there is none
   * @param before what is on record, unless nobody will look at it
   */
  constructor(
    readonly stream: string,
    private readonly version: number,
    before?: readonly OnRecord<E>[],
  ) {
    this.whole = before && [...before];
  }

  /** Whether nothing is on record, nor decided upon. */
  get isNew(): boolean {
    return this.length === 0;
  }

  add(decision: (record: readonly OnRecord<E>[]) => readonly E[]): void {
    for (const event of decision(this.whole ?? unread(this.length))) {
      const version = this.length + 1;
      const entry = {
        id: idOf(this.stream, event),
        event,
        version,
        position: DRAFTED + version,
        recordedAt: new Date(0),
      };
      this.drafted.push(entry);
      this.whole?.push(entry);
    }
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

/**
 * The types whose decision asks of a record only whether there is one, so that an import need not read the whole stream
 * for them. A type that is missing here is decided on the whole record: that is slower, never wrong.
 */
export const DECIDED_UNREAD: ReadonlySet<EventType> = new Set<EventType>([
  'ProviderRenamed',
  'AliasAdded',
  'PartnershipAnnounced',
  'CompanyCreated',
  'ServiceLaunched',
  'OwnershipDeclared',
  'AuthorizationExpected',
  'AuthorizationObtained',
  'AnnouncementMade',
  'StatementMade',
  'ScopeDeclared',
  'IntentDeclared',
  'ApplicationFiled',
  'TargetSet',
  'MilestoneReached',
  'ValidationIssued',
  'GrantIssued',
  'RegisterObserved',
  'GrantAnnounced',
  'GrantSuspended',
  'GrantReinstated',
  'GrantWithdrawn',
  'ReservationLifted',
  'SurveillancePassed',
  'SurveillanceFailed',
  'ApplicationRefused',
  'ApplicationAbandoned',
  'ClaimDisputed',
  'DependencyDeclared',
]);

/** A record of which only the length is known; a decision that looks further is a bug, and told so. */
export function unread<E>(length: number): readonly OnRecord<E>[] {
  return new Proxy<OnRecord<E>[]>([], {
    get(_, property) {
      if (property === 'length') return length;
      throw new Error(`a decision looked at ${String(property)} of a record that was not read: see DECIDED_UNREAD`);
    },
  });
}

/** The event of a row, with the dossier that it depends on in its place. */
export function eventOf({ event }: ImportRow, dependsOn?: string): ImportRow['event'] {
  if (!('dependsOn' in event.data) || dependsOn === undefined) return event;
  return { ...event, data: { ...event.data, dependsOn } } as ImportRow['event'];
}

/** The same content in the same stream has the same id, so that it is recorded once. */
export const idOf = (stream: string, event: LedgerEvent): string => uuidOf(stream, contentOf(event));

const contents = new WeakMap<LedgerEvent, string>();

/** An event is asked for its ids several times: as what may be on record, as what is decided, as what is drafted. */
function contentOf(event: LedgerEvent): string {
  const content = contents.get(event) ?? canonicalJson(event);
  contents.set(event, content);
  return content;
}

/** The streams that an import may add to, as they stand: the versions of all, the records of those that are looked at. */
export class StreamsRead {
  private constructor(
    private readonly versions: ReadonlyMap<string, number>,
    private readonly records: ReadonlyMap<string, readonly OnRecord<LedgerEvent>[]>,
  ) {}

  static async of(
    { db, codec }: { db: LedgerDatabase; codec: Codec<LedgerEvent> },
    streams: ReadonlySet<string>,
    lookedAt: ReadonlySet<string>,
  ): Promise<StreamsRead> {
    const records = await readRecords(db, codec, [...lookedAt]);
    return new StreamsRead(
      await readVersions(
        db,
        [...streams].filter((stream) => !lookedAt.has(stream)),
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

/** Streams as they stand, in one query however many there are; those that do not exist are left out. */
export async function readRecords(
  db: LedgerDatabase,
  codec: Codec<LedgerEvent>,
  streams: readonly string[],
): Promise<Map<string, OnRecord<LedgerEvent>[]>> {
  if (streams.length === 0) return new Map();
  const { rows } = await sql<EventTable>`
    select * from event where stream = any(${[...streams]}) order by stream, version
  `.execute(db);
  return recordsIn(rows, codec);
}

/** The versions that streams stand at; those that do not exist are left out. Asks the index once per stream. */
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

/** Events by stream, in the order they come. */
export async function recordsIn<E extends LedgerEvent>(
  rows: readonly EventTable[],
  codec: Codec<LedgerEvent>,
): Promise<Map<string, OnRecord<E>[]>> {
  const slice = new TimeSlice();
  const records = new Map<string, OnRecord<E>[]>();
  for (const row of rows) {
    const entry = decodeRow(codec, row) as OnRecord<E>;
    const record = records.get(row.stream);
    if (record) record.push(entry);
    else records.set(row.stream, [entry]);
    if (slice.isOver) await slice.yield();
  }
  return records;
}
