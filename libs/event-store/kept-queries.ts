import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Look } from './ledger-head.js';

interface Kept {
  answer: Promise<object>;
  /** What it rests on; incomplete while it is read. */
  look: Look;
  isRead: boolean;
  /** The last look that confirmed it. */
  asOf: Look;
}

/** Answers of a page, which are small: those of the last requests. */
const MOST_KEPT = 500;

/**
 * Answers again from memory until something is recorded that an answer rests on. Callers of one look share what is being read
 * for one of them. Answers are the same for all who ask: they must not be changed.
 */
@Injectable()
export class KeptQueries {
  readonly #kept = new LRUCache<string, Kept>({ max: MOST_KEPT });

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
    if (known && (look.isSameAs(known.asOf) || (known.isRead && look.confirms(known.look, known.asOf)))) {
      known.asOf = look;
      return known.answer as Promise<T>;
    }
    const own = look.fork();
    const answer = read(own);
    const kept: Kept = { answer, look: own, isRead: false, asOf: look };
    this.#kept.set(key, kept);
    try {
      await answer;
      kept.isRead = own.isUsed;
    } catch (error) {
      if (this.#kept.peek(key) === kept) this.#kept.delete(key);
      throw error;
    }
    return answer;
  }
}
