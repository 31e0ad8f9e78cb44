import { LRUCache } from 'lru-cache';

const BLOCK_LENGTH = 100;
const MAX_BLOCKS = 20;
const MAX_BLOCK_SIZE = 1_000_000;

/** An LRU cache of blocks of older entries: consumers that catch up at about the same time share a read. */
export class BlockCache<T extends { size: number }> {
  readonly #blocks = new LRUCache<string, Promise<T[]>>({ max: MAX_BLOCKS });

  /** @param read one entry for every position after `after`, up to and with `upTo`, in order */
  constructor(private readonly read: (after: number, upTo: number) => Promise<T[]>) {}

  /** The entries after a position, up to the end of its block or the head. */
  async after(position: number, head: number): Promise<T[]> {
    const from = position - (position % BLOCK_LENGTH);
    const block = await this.#block(from, Math.min(from + BLOCK_LENGTH, head));
    return block.slice(position - from);
  }

  forget(): void {
    this.#blocks.clear();
  }

  #block(after: number, upTo: number): Promise<T[]> {
    const name = `${after} ${upTo}`;
    return this.#blocks.get(name) ?? this.#begin(name, after, upTo);
  }

  #begin(name: string, after: number, upTo: number): Promise<T[]> {
    const drop = (): void => void this.#blocks.delete(name);
    const block = this.read(after, upTo);
    this.#blocks.set(name, block);
    block.then((entries) => {
      if (entries.reduce((sum, { size }) => sum + size, 0) > MAX_BLOCK_SIZE) drop();
    }, drop);
    return block;
  }
}
