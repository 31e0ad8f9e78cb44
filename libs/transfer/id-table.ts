const FIRST_SIZE = 1024;

/** Ids of events, each with a whole number other than 0: 20 to 60 bytes for each, so that a million of them stay small. */
export class IdTable {
  /** Four words per slot. */
  #words = new Uint32Array(4 * FIRST_SIZE);
  /** 0: the slot is free. */
  #marks = new Int32Array(FIRST_SIZE);
  #taken = 0;

  /** @returns false when the id is there already, and stays as it was */
  add(id: string, mark: number): boolean {
    if (3 * this.#taken >= 2 * this.#marks.length) this.#grow();
    const words = wordsOf(id);
    const slot = this.#slotOf(words);
    if (this.#marks[slot] !== 0) return false;
    this.#put(slot, words, mark);
    this.#taken += 1;
    return true;
  }

  /** `undefined` for an id that is not there, and for what is no id in lower case. */
  markOf(id: string): number | undefined {
    if (id !== id.toLowerCase()) return undefined;
    return this.#marks[this.#slotOf(wordsOf(id))] || undefined;
  }

  /** Where the id stands, or is to stand: the first fitting or free slot from the one that it hashes to. */
  #slotOf(words: Words): number {
    const last = this.#marks.length - 1;
    let slot = hashOf(words) & last;
    while (this.#marks[slot] !== 0 && !this.#holds(slot, words)) slot = (slot + 1) & last;
    return slot;
  }

  #holds(slot: number, words: Words): boolean {
    return words.every((word, index) => this.#words[4 * slot + index] === word);
  }

  #put(slot: number, words: ArrayLike<number>, mark: number): void {
    this.#words.set(words, 4 * slot);
    this.#marks[slot] = mark;
  }

  #grow(): void {
    const [words, marks] = [this.#words, this.#marks];
    this.#words = new Uint32Array(2 * words.length);
    this.#marks = new Int32Array(2 * marks.length);
    for (const [slot, mark] of marks.entries()) {
      if (mark === 0) continue;
      const moved = wordsAt(words, slot);
      this.#put(this.#slotOf(moved), moved, mark);
    }
  }
}

type Words = [number, number, number, number];

/** @param id a UUID in its usual spelling */
function wordsOf(id: string): Words {
  const digits = id.replaceAll('-', '');
  const word = (index: number): number => parseInt(digits.slice(8 * index, 8 * index + 8), 16);
  return [word(0), word(1), word(2), word(3)];
}

const wordsAt = (words: Uint32Array, slot: number): Words => {
  const [a = 0, b = 0, c = 0, d = 0] = words.subarray(4 * slot, 4 * slot + 4);
  return [a, b, c, d];
};

/** Ids may be counted as well as drawn by lot: every bit has its say. */
function hashOf(words: Words): number {
  let hash = 0;
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return hash;
}
