import type { Recorded } from './recorded.js';

/** How a stream becomes a state. Pure: `evolve` neither changes the state it is given nor throws. */
export interface Model<S, E> {
  initial: S;
  evolve(state: S, recorded: Recorded<E>): S;
}

export function fold<S, E>(model: Model<S, E>, state: S, recorded: readonly Recorded<E>[]): S {
  return recorded.reduce((before, next) => model.evolve(before, next), state);
}
