import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Look } from './ledger-head.js';

interface Kept {
  answer: Promise<object>;
  /** What it rests on; incomplete while it is read. */
  look: Look;
  /** In characters; 0 while it is read. */
  size: number;
  /** The last look that confirmed it. */
  asOf: Look;
}

/** Of JSON; in memory, they take about four times as much. */
const MOST_CHARACTERS = 4_000_000;

const withMaps = (_: string, value: unknown): unknown => (value instanceof Map ? [...value] : value);

/**
 * Answers again from memory until something is recorded that an answer rests on. Callers of one look share what is being read
 * for one of them. Answers are the same for all who ask: they must not be changed.
 */
@Injectable()
export class KeptQueries {
  readonly #kept = new LRUCache<string, Kept>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: ({ size }, key) => size + key.length,
  });

  /**
   * @param look absent: it is read anew
   * @param question all that the answer depends on beside the ledger, the day included
   * @param read notes with its look what the answer rests on
   */
  async of<T extends object>(
    look: Look | undefined,
    question: object,
    read: (look: Look | undefined) => Promise<T>,
  ): Promise<T> {
    if (!look) return read(look);
    const key = JSON.stringify(question);
    const known = this.#kept.get(key);
    if (known && (look.isSameAs(known.asOf) || (known.size > 0 && look.confirms(known.look, known.asOf)))) {
      known.asOf = look;
      return known.answer as Promise<T>;
    }
    const own = look.fork();
    const answer = read(own);
    const kept: Kept = { answer, look: own, size: 0, asOf: look };
    this.#kept.set(key, kept);
    let size = 0;
    try {
      const found = await answer;
      if (own.isUsed) size = JSON.stringify(found, withMaps).length;
      return found;
    } finally {
      if (this.#kept.peek(key) === kept) {
        if (size > 0) this.#kept.set(key, { ...kept, size });
        else this.#kept.delete(key);
      }
    }
  }
}
