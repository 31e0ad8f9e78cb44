import type { Model } from './model.js';

export interface Held<S> {
  state: S;
  version: number;
}

/** States by model and stream. Keeps the most recently used, and may forget any: it saves time, it decides nothing. */
export class StateCache {
  private readonly held = new WeakMap<object, Map<string, Held<unknown>>>();

  constructor(private readonly perModel = 5000) {}

  get<S, E>(model: Model<S, E>, stream: string): Held<S> | undefined {
    return this.held.get(model)?.get(stream) as Held<S> | undefined;
  }

  set<S, E>(model: Model<S, E>, stream: string, held: Held<S>): void {
    const states = this.held.get(model) ?? new Map<string, Held<unknown>>();
    this.held.set(model, states);
    // Two loads may end out of order: the further one stays.
    const latest = (states.get(stream)?.version ?? 0) > held.version ? states.get(stream) : held;
    states.delete(stream); // a Map iterates in order of insertion: the first is the least recently used
    states.set(stream, latest ?? held);
    const oldest = states.keys().next();
    if (states.size > this.perModel && !oldest.done) states.delete(oldest.value);
  }
}
