import { LRUCache } from 'lru-cache';
import type { Model } from './events.js';

export interface CachedState<S> {
  state: S;
  version: number;
  /** The id of its last event; empty if it holds none. */
  last: string;
}

/**
 * An LRU cache of states by stream for each model. It only saves reads: any state may be evicted. A state counts for as much
 * as its stream has events, since it may hold all of them.
 */
export class StateCache {
  private readonly states = new WeakMap<object, LRUCache<string, CachedState<unknown>>>();

  constructor(private readonly eventsPerModel = 20_000) {}

  get<S, E>(model: Model<S, E>, stream: string): CachedState<S> | undefined {
    return this.states.get(model)?.get(stream) as CachedState<S> | undefined;
  }

  set<S, E>(model: Model<S, E>, stream: string, cached: CachedState<S>): void {
    const states = this.#statesOf(model);
    if (cached.version === 0) return;
    // Two loads may finish out of order; the later version wins.
    if ((states.peek(stream)?.version ?? -1) <= cached.version) states.set(stream, cached);
  }

  delete(model: object, stream: string): void {
    this.states.get(model)?.delete(stream);
  }

  #statesOf(model: object): LRUCache<string, CachedState<unknown>> {
    const maxSize = this.eventsPerModel;
    // The cache holds nothing larger than its maximum, so a longer stream is counted as filling it.
    const sizeCalculation = ({ version }: CachedState<unknown>) => Math.min(version, maxSize);
    const states = this.states.get(model) ?? new LRUCache({ maxSize, sizeCalculation });
    this.states.set(model, states);
    return states;
  }
}
