import type { Tailed } from './tailed.js';

const BLOCK = 100;
const MOST_BLOCKS = 20;
const LARGEST_KEPT = 1_000_000;

/** What is further back than the tail keeps, in blocks of the ledger: read once for all who come by at about the same time. */
export class SharedBlocks<T extends Tailed> {
  readonly #blocks = new Map<string, Promise<T[]>>();

  constructor(private readonly read: (after: number, upTo: number) => Promise<T[]>) {}

  /** Everything after a position, up to the end of its block or to the head. */
  async after(position: number, head: number): Promise<T[]> {
    const from = position - (position % BLOCK);
    const block = await this.#block(from, Math.min(from + BLOCK, head));
    return block.slice(position - from);
  }

  forget(): void {
    this.#blocks.clear();
  }

  /** Those used last are kept. */
  #block(after: number, upTo: number): Promise<T[]> {
    const name = `${after} ${upTo}`;
    const block = this.#blocks.get(name) ?? this.#begin(name, after, upTo);
    this.#blocks.delete(name);
    this.#blocks.set(name, block);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > MOST_BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    return block;
  }

  #begin(name: string, after: number, upTo: number): Promise<T[]> {
    const drop = (): void => void this.#blocks.delete(name);
    const block = this.read(after, upTo);
    block.then((entries) => {
      if (entries.reduce((sum, { size }) => sum + size, 0) > LARGEST_KEPT) drop();
    }, drop);
    return block;
  }
}
