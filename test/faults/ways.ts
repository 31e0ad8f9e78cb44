import type { Dice } from '../bench/generator/dice.js';
import type { Subject } from './drafts.js';
import type { Operation } from './history.js';

/** What a process of writers is told. */
export interface WriterTask {
  name: string;
  seed: number;
  /** Where it writes to: over REST, by one of several addresses, or to the ledger itself. */
  to: RestTarget | LedgerTarget;
  subjects: Subject[];
  /** Writers, each of which sends one operation at a time. */
  lanes: number;
  /** One more writer acknowledges before it sends, so often; 0: none. */
  earlyEveryMs: number;
  file: string;
}

export interface RestTarget {
  apis: string[];
  key: string;
  patienceMs: number;
}

export interface LedgerTarget {
  database: string;
  patienceMs: number;
}

/** How an attempt went. `lost`: no answer, or one that says to repeat it. */
export type Attempt =
  { outcome: 'acknowledged'; replayed: boolean; positions?: number[] } | { outcome: 'refused' } | { outcome: 'lost' };

/** One way to write. */
export interface Way {
  /** Chooses what the next operation records. Every attempt sends the same. */
  plan(
    id: string,
    dice: Dice,
    subjects: readonly Subject[],
  ): {
    how: Operation['how'];
    marks: string[];
    /** @throws Error for an answer that must not be */
    attempt: () => Promise<Attempt>;
  };
  close(): Promise<void>;
}
