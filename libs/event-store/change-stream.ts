import { randomUUID } from 'node:crypto';
import { uuidOf } from './encoding.js';
import {
  type Appended,
  Conflict,
  type Context,
  fold,
  IdReused,
  type Model,
  type Recorded,
  type StreamAppend,
} from './events.js';
import type { Look } from './ledger-head.js';
import type { LoadOptions } from './stream-states.js';

const attempts = 10;

export interface AppendContext extends Context {
  /** As of which the first decision is taken; one that loses a race is taken on the state of then. If it assumes, the append confirms it. */
  look?: Look;
}

export interface ChangeOptions extends AppendContext {
  /** The id of the first event; the others get ids that follow from it. Makes the change idempotent. */
  id?: string;
  /** The version that the caller has seen (`If-Match`). */
  expected?: number;
}

export interface Changed<S, E> {
  recorded: Recorded<E>[];
  replayed: boolean;
  /** The state that it was decided on. */
  before: S;
  /** The stream's state once these events were recorded, and its version. */
  state: S;
  version: number;
}

/** The part of the event store that changes and previews use. */
interface Ledger<E> {
  head(): Promise<number>;
  load<S, T extends E>(
    stream: string,
    model: Model<S, T>,
    options?: LoadOptions,
  ): Promise<{ state: S; version: number }>;
  find(id: string): Promise<Recorded<E> | undefined>;
  append(appends: readonly StreamAppend<E>[], context: AppendContext): Promise<Appended<E>>;
}

/**
 * Reads, folds, decides and appends. A decision that loses a race is taken again on the new state, so it must be pure.
 * One that decides nothing records nothing.
 *
 * Checks in this order: an `id` on record returns its first result if the same decision on the state of that time gives
 * the same events; then `expected`; then the decision.
 *
 * @throws Conflict `expected` is stale, or the race was lost too often
 * @throws IdReused the id is on record with other content
 * @throws the errors of `decide`
 */
export async function changeStream<S, E, T extends E>(
  events: Ledger<E>,
  stream: string,
  model: Model<S, T>,
  decide: (state: S, version: number) => readonly T[],
  options: ChangeOptions,
): Promise<Changed<S, E>> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await events.load(stream, model, attempt === 1 ? { look: options.look } : {});
    // Looked up after the load: a change that the state shows is found by its id.
    const earlier = options.id === undefined ? undefined : await events.find(options.id);
    if (earlier) return replay(events, earlier, stream, model, decide, options);
    if (options.expected !== undefined && options.expected !== before.version) {
      throw new Conflict(stream, options.expected, before.version);
    }
    const decided = decide(before.state, before.version);
    if (decided.length === 0) return { recorded: [], replayed: false, before: before.state, ...before };
    try {
      const append = { stream, expected: before.version, events: withIds(decided, options.id) };
      const { recorded, replayed } = await events.append([append], options);
      // A concurrent request with the same id was first: the next attempt finds it. With ids generated here, it was this
      // append, whose first response was lost with the connection.
      if (replayed && options.id !== undefined) continue;
      return { recorded, replayed: false, ...after(model, before.state, recorded) };
    } catch (error) {
      if (!(error instanceof Conflict) || options.expected !== undefined || attempt === attempts) throw error;
    }
  }
}

async function replay<S, E, T extends E>(
  events: Ledger<E>,
  earlier: Recorded<E>,
  stream: string,
  model: Model<S, T>,
  decide: (state: S, version: number) => readonly T[],
  options: ChangeOptions,
): Promise<Changed<S, E>> {
  if (earlier.stream !== stream) throw new IdReused(earlier.id);
  const then = await events.load(stream, model, { upTo: earlier.position - 1 });
  const decided = decide(then.state, then.version);
  if (decided.length === 0) throw new IdReused(earlier.id);
  const append = { stream, expected: 'any' as const, events: withIds(decided, earlier.id) };
  const { recorded, replayed } = await events.append([append], options);
  return { recorded, replayed, ...after(model, then.state, recorded) };
}

function withIds<T>(decided: readonly T[], first: string = randomUUID()): { id: string; event: T }[] {
  return decided.map((event, index) => ({ id: index === 0 ? first : uuidOf(first, String(index)), event }));
}

function after<S, E, T extends E>(
  model: Model<S, T>,
  before: S,
  recorded: Recorded<E>[],
): { before: S; state: S; version: number } {
  return { before, state: fold(model, before, recorded as Recorded<T>[]), version: recorded.at(-1)?.version ?? 0 };
}

/** The result of a command that records one event. */
export interface Receipt {
  /** Of the event. */
  id: string;
  position: number;
  /** Of the stream, including this event. */
  version: number;
  /** It was recorded by an earlier request with the same id. */
  replayed: boolean;
}

export function receiptOf({ recorded, replayed }: Pick<Changed<unknown, unknown>, 'recorded' | 'replayed'>): Receipt {
  const [first] = recorded;
  if (!first) throw new Error('a decision without events');
  const { id, position, version } = first;
  return { id, position, version, replayed };
}

/** The effect of a change on the state of its stream. */
interface Previewed<S> {
  before: S;
  after: S;
  /** Id of the first event among those that `after` holds and `before` does not. */
  id: string;
  /** Head of the ledger that the change was decided on. */
  position: number;
}

/**
 * The preview of `EventStore.change`: takes the same decision on the same state and appends nothing.
 *
 * @param at `expected`: the version that the caller has seen; `recordedAt`: the time the events would be recorded at
 * @throws Conflict `expected` is stale
 * @throws the errors of `decide`
 */
export async function previewChange<S, E, T extends E>(
  events: Ledger<E>,
  stream: string,
  model: Model<S, T>,
  decide: (state: S, version: number) => readonly T[],
  { expected, recordedAt }: { expected?: number | undefined; recordedAt: Date },
): Promise<Previewed<S>> {
  const position = await events.head();
  const { state: before, version } = await events.load(stream, model);
  if (expected !== undefined && expected !== version) throw new Conflict(stream, expected, version);
  const drafted = draftsOf(stream, decide(before, version), { version, position, recordedAt });
  return { before, after: fold(model, before, drafted), id: uuidOf('preview', '0'), position };
}

/** A record of a stream as it would be with more events, which come right after its last one. */
export const withDrafts = <R extends { position: number }, T>(
  record: readonly R[],
  stream: string,
  events: readonly T[],
  recordedAt: Date,
): (R | Recorded<T>)[] => [
  ...record,
  ...draftsOf(stream, events, { version: record.length, position: record.at(-1)?.position ?? 0, recordedAt }),
];

/** Events as they would be on record after a version of their stream and a position of the ledger. */
const draftsOf = <T>(
  stream: string,
  events: readonly T[],
  { version, position, recordedAt }: { version: number; position: number; recordedAt: Date },
): Recorded<T>[] =>
  events.map((event, index) => ({
    ...{ stream, event, recordedAt, actor: 'preview', correlationId: null, causationId: null },
    id: uuidOf('preview', String(index)),
    position: position + index + 1,
    version: version + index + 1,
  }));
