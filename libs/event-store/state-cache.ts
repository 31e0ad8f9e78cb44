import type { Model } from './model.js';

export interface Held<S> {
  state: S;
  version: number;
}

/**
 * States by model and stream. Keeps the most recently used, and may forget any: it saves time, it decides nothing. A state
 * counts for as much as its stream has events, for it may hold them all.
 */
export class StateCache {
  private readonly held = new WeakMap<object, Kept>();

  constructor(private readonly eventsPerModel = 20_000) {}

  get<S, E>(model: Model<S, E>, stream: string): Held<S> | undefined {
    return this.held.get(model)?.states.get(stream) as Held<S> | undefined;
  }

  set<S, E>(model: Model<S, E>, stream: string, held: Held<S>): void {
    const kept = this.held.get(model) ?? { states: new Map<string, Held<unknown>>(), events: 0 };
    this.held.set(model, kept);
    const before = kept.states.get(stream);
    // Two loads may end out of order: the further one stays.
    const latest = before && before.version > held.version ? before : held;
    forget(kept, stream);
    kept.states.set(stream, latest); // a Map iterates in order of insertion: the first is the least recently used
    kept.events += latest.version;
    for (const oldest of kept.states.keys()) {
      if (kept.events <= this.eventsPerModel || kept.states.size === 1) return;
      forget(kept, oldest);
    }
  }
}

interface Kept {
  states: Map<string, Held<unknown>>;
  events: number;
}

function forget(kept: Kept, stream: string): void {
  kept.events -= kept.states.get(stream)?.version ?? 0;
  kept.states.delete(stream);
}
