import { TimeSlice } from '#concurrency/time-slice.js';
import { sql } from 'kysely';
import type { EventTable } from '#database/tables/ledger.js';

/** An event on record. */
export interface Recorded<E> {
  /** Position in the ledger: 1, 2, 3 … without gaps. */
  position: number;
  id: string;
  stream: string;
  /** Position in its stream: 1, 2, 3 … without gaps. */
  version: number;
  /** Time of recording; never earlier than that of the previous position. */
  recordedAt: Date;
  actor: string;
  correlationId: string | null;
  causationId: string | null;
  /** The span that recorded it, if it was traced. */
  traceparent?: string;
  /** This version of the program cannot decode it; `event` is what is stored. Only where it is asked for. */
  unreadable?: true;
  event: E;
}

export interface StreamAppend<E> {
  stream: string;
  /** The required version of the stream; 0: it must not exist; `any`: no check. */
  expected: number | 'any';
  /** At least one. The id is a UUID and makes the append idempotent. */
  events: readonly { id: string; event: E }[];
}

/** The actor, and the request or event that caused it. */
export interface Context {
  actor: string;
  correlationId?: string;
  causationId?: string;
}

export interface Appended<E> {
  /** In the order they were given. */
  recorded: Recorded<E>[];
  /** They were already on record; this append recorded nothing. */
  replayed: boolean;
}

/** A row of the event table, of any schema version. */
interface Stored {
  stream: string;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: unknown;
  source: unknown;
}

/** An event to be stored; all values are JSON. */
export interface Encoded {
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: object;
  source: object | null;
}

/**
 * Maps events of a domain to rows. `decode` reads every schema version ever written, and ignores fields that only a later
 * version knows, unless the event is a new one, which this process is about to record. It throws on other rows.
 */
export interface Codec<E> {
  encode(event: E): Encoded;
  decode(stored: Stored, reading?: { isNew: boolean }): E;
}

/** Derives a state from a stream. `evolve` is pure: it neither changes the given state nor throws. */
export interface Model<S, E> {
  initial: S;
  evolve(state: S, recorded: Recorded<E>): S;
}

export function fold<S, E>(model: Model<S, E>, state: S, recorded: readonly Recorded<E>[]): S {
  return recorded.reduce((before, next) => model.evolve(before, next), state);
}

export const eventColumns = [
  'position',
  'id',
  'stream',
  'version',
  'type',
  'schema_version',
  'occurred',
  'data',
  'source',
  'actor',
  'correlation_id',
  'causation_id',
  'recorded_at',
  'traceparent',
] as const satisfies readonly (keyof EventTable)[];

/** Whether an event says what a register listed that was read. Spelled as in the partial index `event_of_entry`. */
export const isOfEntry = sql<boolean>`type = 'RegisterObserved' and data ? 'registerSlug'`;

export type EventRow = Pick<EventTable, (typeof eventColumns)[number]>;

/** @throws UnreadableEvent */
export function decodeRow<E>(codec: Codec<E>, row: EventRow): Recorded<E> {
  return recordedAs(row, decoded(codec, row));
}

/** The only place that makes one, so that all have the same shape: code for several is slower, and compiled again for each. */
export function recordedAs<E>(
  row: Omit<EventRow, 'type' | 'schema_version' | 'occurred' | 'data' | 'source'>,
  event: E,
) {
  const recorded: Recorded<E> = {
    position: row.position,
    id: row.id,
    stream: row.stream,
    version: row.version,
    recordedAt: row.recorded_at,
    actor: row.actor,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    event,
  };
  if (row.traceparent !== null) recorded.traceparent = row.traceparent;
  return recorded;
}

/**
 * Without the events that cannot be decoded, or with them as they are stored, so that readers lose nothing. Nothing is known
 * about the data of the latter.
 */
export const decodeReadable = <E>(
  codec: Codec<E>,
  rows: readonly EventRow[],
  { keepRaw = false } = {},
): Recorded<E>[] =>
  rows.flatMap((row) => {
    try {
      return [decodeRow(codec, row)];
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      return keepRaw ? [{ ...recordedAs(row, rawEvent(row) as E), unreadable: true }] : [];
    }
  });

const rawEvent = ({ type, occurred, data, source }: EventRow) => ({
  type,
  ...(occurred !== null && { occurred }),
  ...(source !== null && { source }),
  data,
});

function decoded<E>(codec: Codec<E>, row: EventRow): E {
  const { stream, type, schema_version: schemaVersion, occurred, data, source } = row;
  try {
    return codec.decode({ stream, type, schemaVersion, occurred, data, source });
  } catch (error) {
    throw new UnreadableEvent(row, error);
  }
}

/** The codec cannot decode a stored event. Other streams are not affected. */
export class UnreadableEvent extends Error {
  override name = 'UnreadableEvent';
  readonly stream: string;
  readonly position: number;
  readonly type: string;
  readonly schemaVersion: number;

  constructor({ stream, position, type, schema_version: schemaVersion }: EventRow, cause: unknown) {
    super(`event ${position}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    [this.stream, this.position, this.type, this.schemaVersion] = [stream, position, type, schemaVersion];
  }
}

/** The stream is not at the expected version. Nothing was recorded. */
export class Conflict extends Error {
  override name = 'Conflict';

  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} stands at version ${actual}, not ${expected}`);
  }
}

/** The id is on record with other content, or with only a part of the append. Nothing was recorded. */
export class IdReused extends Error {
  override name = 'IdReused';

  constructor(readonly id: string) {
    super(`${id} is the id of another event`);
  }
}

/** Too many appends of this process are waiting for their turn. Nothing was recorded; repeat it later. */
export class AppendQueueFull extends Error {
  override name = 'AppendQueueFull';
}

/**
 * The append would be recorded more than a day after the last event, and the clock of this process does not confirm that so
 * much time has passed. Nothing was recorded.
 */
export class TimeJumped extends Error {
  override name = 'TimeJumped';
}

/** The ledger is not as a look assumed. Nothing was recorded; to be decided again on a true look. */
export class Outdated extends Error {
  override name = 'Outdated';
}

/** PostgreSQL cannot store a value of the append, such as a NUL character. Nothing was recorded. */
export class Unstorable extends Error {
  override name = 'Unstorable';
}

/** Events by stream, in the order of the rows. Yields while it decodes many. */
export async function recordsIn<R extends Pick<EventTable, 'stream'>, T>(
  rows: readonly R[],
  decode: (row: R) => T,
): Promise<Map<string, T[]>> {
  const slice = new TimeSlice();
  const records = new Map<string, T[]>();
  for (const row of rows) {
    const entry = decode(row);
    const record = records.get(row.stream);
    if (record) record.push(entry);
    else records.set(row.stream, [entry]);
    if (slice.isOver) await slice.yield();
  }
  return records;
}
