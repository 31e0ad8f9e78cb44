import { Conflict, fold, type Model, type Recorded } from './events.js';
import type { EventStore } from './event-store.js';
import { uuidOf } from './encoding.js';

/** What a change would do to the state of its stream. */
export interface Previewed<S> {
  before: S;
  after: S;
  /** Id of the first event among those that `after` holds and `before` does not. */
  id: string;
  /** Head of the ledger that the change was decided on. */
  position: number;
}

/**
 * The dry run of `EventStore.change`: takes the same decision on the same state and appends nothing.
 *
 * @param at `expected`: the version that the caller has seen; `recordedAt`: the time the events would be recorded at
 * @throws Conflict `expected` is stale
 * @throws whatever `decide` throws
 */
export async function previewChange<S, E, T extends E>(
  events: EventStore<E>,
  stream: string,
  model: Model<S, T>,
  decide: (state: S, version: number) => readonly T[],
  { expected, recordedAt }: { expected?: number | undefined; recordedAt: Date },
): Promise<Previewed<S>> {
  const position = await events.head();
  const { state: before, version } = await events.load(stream, model);
  if (expected !== undefined && expected !== version) throw new Conflict(stream, expected, version);
  const drafted = decide(before, version).map((event, index): Recorded<T> => ({
    ...{ stream, event, recordedAt, actor: 'preview', correlationId: null, causationId: null },
    id: uuidOf('preview', String(index)),
    position: position + index + 1,
    version: version + index + 1,
  }));
  return { before, after: fold(model, before, drafted), id: uuidOf('preview', '0'), position };
}
