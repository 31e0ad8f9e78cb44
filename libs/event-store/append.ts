import type { Recorded } from './recorded.js';

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
