import type { EventTable } from '#database/tables/ledger.js';

/** An event on record. */
export interface Recorded<E> {
  /** Its place in the ledger's one order: 1, 2, 3 … without a gap. */
  position: number;
  id: string;
  stream: string;
  /** Its place in its stream: 1, 2, 3 … without a gap. */
  version: number;
  /** When the ledger took it in; never earlier than that of the position before. */
  recordedAt: Date;
  actor: string;
  correlationId: string | null;
  causationId: string | null;
  event: E;
}

export interface StreamAppend<E> {
  stream: string;
  /** The version that the stream must stand at: 0, it must not exist yet; `any`, whatever it is. */
  expected: number | 'any';
  /** At least one. The id is a UUID and makes a repeated append harmless. */
  events: readonly { id: string; event: E }[];
}

/** Who caused it, and by what. */
export interface Context {
  actor: string;
  correlationId?: string;
  causationId?: string;
}

export interface Appended<E> {
  /** In the order they were given. */
  recorded: Recorded<E>[];
  /** They were on record before this append, which has recorded nothing. */
  replayed: boolean;
}

/** An event as it stands in the table, of any age. */
interface Stored {
  stream: string;
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: unknown;
  source: unknown;
}

/** An event as it is about to be stored: everything in it is JSON. */
export interface Encoded {
  type: string;
  schemaVersion: number;
  occurred: string | null;
  data: object;
  source: object | null;
}

/** What the store is told about a domain. `decode` reads every schema version ever written, and refuses by throwing. */
export interface Codec<E> {
  encode(event: E): Encoded;
  decode(stored: Stored): E;
}

/** How a stream becomes a state. Pure: `evolve` neither changes the state it is given nor throws. */
export interface Model<S, E> {
  initial: S;
  evolve(state: S, recorded: Recorded<E>): S;
}

export function fold<S, E>(model: Model<S, E>, state: S, recorded: readonly Recorded<E>[]): S {
  return recorded.reduce((before, next) => model.evolve(before, next), state);
}

/** What a reader of events selects. */
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
] as const satisfies readonly (keyof EventTable)[];

export function decodeRow<E>(codec: Codec<E>, row: Pick<EventTable, (typeof eventColumns)[number]>): Recorded<E> {
  const { stream, type, schema_version: schemaVersion, occurred, data, source } = row;
  return {
    position: row.position,
    id: row.id,
    stream,
    version: row.version,
    recordedAt: row.recorded_at,
    actor: row.actor,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
    event: codec.decode({ stream, type, schemaVersion, occurred, data, source }),
  };
}

/** The stream does not stand at the version that the append expected. Nothing of the append was recorded. */
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

/** The id is on record with other content, or with only a part of the append. Nothing of the append was recorded. */
export class IdReused extends Error {
  override name = 'IdReused';

  constructor(readonly id: string) {
    super(`${id} is the id of another event`);
  }
}

/** PostgreSQL cannot hold a value of the append, such as a NUL character. Nothing of the append was recorded. */
export class Unstorable extends Error {
  override name = 'Unstorable';
}
