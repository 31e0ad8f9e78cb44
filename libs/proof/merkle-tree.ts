import { createHash } from 'node:crypto';

/** RFC 6962, section 2.1: leaves and inner nodes are told apart, so that neither can be passed off as the other. */
export const leafHash = (entry: Uint8Array): Buffer => createHash('sha256').update(LEAF).update(entry).digest();
const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  createHash('sha256').update(NODE).update(left).update(right).digest();
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The root of a tree without entries. */
export const EMPTY_ROOT = createHash('sha256').digest();

/** Hashes in a full tile (C2SP tlog-tiles): the leaves of a subtree of height 8. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

/** `hashes`: `width` hashes of 32 bytes each, from 1 to 256. */
export interface Tile {
  level: number;
  index: number;
  hashes: Buffer[];
}

/**
 * The right edge of a tree: for each level, the hashes of the tile that is not full yet. It is all that appending and the root
 * need, 8 kB a level.
 */
export class Edge {
  readonly #levels: Buffer[][];
  #size: number;

  /** @param partial the tiles that are not full, of a tree of this size */
  constructor(size = 0, partial: readonly Tile[] = []) {
    this.#size = size;
    this.#levels = levelsOf(size).map((width, level) => {
      const hashes = partial.find((tile) => tile.level === level)?.hashes ?? [];
      if (hashes.length !== width)
        throw new Error(`The tile at level ${level} of a tree of ${size} has ${width} hashes`);
      return [...hashes];
    });
  }

  get size(): number {
    return this.#size;
  }

  get root(): Buffer {
    let root: Buffer | undefined;
    for (const hashes of this.#levels) root = foldedWith(hashes, root);
    return root ?? EMPTY_ROOT;
  }

  /** @returns the tiles that became full */
  append(leaf: Buffer): Tile[] {
    this.#size += 1;
    const full: Tile[] = [];
    let hash = leaf;
    for (let level = 0; ; level += 1) {
      const hashes = (this.#levels[level] ??= []);
      hashes.push(hash);
      if (hashes.length < TILE_WIDTH) return full;
      full.push({ level, index: this.#size / TILE_WIDTH ** (level + 1) - 1, hashes });
      this.#levels[level] = [];
      hash = rootOf(hashes);
    }
  }

  /** The tiles that are not full, without empty ones. */
  get partial(): Tile[] {
    return this.#levels.flatMap((hashes, level) =>
      hashes.length === 0
        ? []
        : [{ level, index: Math.floor(this.#size / TILE_WIDTH ** (level + 1)), hashes: [...hashes] }],
    );
  }
}

/** The width of the tile that is not full at each level of a tree of a size. */
function levelsOf(size: number): number[] {
  const widths: number[] = [];
  for (let rest = size; rest > 0; rest = Math.floor(rest / TILE_WIDTH)) widths.push(rest % TILE_WIDTH);
  return widths;
}

/** The tiles that are not full in a tree of a size: level, index and width. */
export const partialTilesOf = (size: number): { level: number; index: number; width: number }[] =>
  levelsOf(size).flatMap((width, level) =>
    width === 0 ? [] : [{ level, index: Math.floor(size / TILE_WIDTH ** (level + 1)), width }],
  );

/** The tree over hashes, with what stands right of them as the last one. */
function foldedWith(hashes: readonly Buffer[], right?: Buffer): Buffer | undefined {
  let root = right;
  let end = hashes.length;
  while (end > 0) {
    const width = end & -end; // the smallest complete subtree, at the right
    const subtree = complete(hashes, end - width, width);
    root = root === undefined ? subtree : nodeHash(subtree, root);
    end -= width;
  }
  return root;
}

/** Of a full tile. */
export const rootOf = (tile: readonly Buffer[]): Buffer => complete(tile, 0, TILE_WIDTH);

function complete(hashes: readonly Buffer[], start: number, width: number): Buffer {
  let level = hashes.slice(start, start + width);
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, nth) =>
      nodeHash(level[2 * nth] ?? EMPTY_ROOT, level[2 * nth + 1] ?? EMPTY_ROOT),
    );
  return level[0] ?? EMPTY_ROOT;
}

/** Reads a tile with at least so many hashes. @throws if there is none */
export type ReadTile = (tile: { level: number; index: number; width: number }) => Promise<readonly Buffer[]>;

/** Proofs about a tree of a size, from its tiles; each tile is read once. */
export class TiledTree {
  readonly #tiles = new Map<string, Promise<readonly Buffer[]>>();

  constructor(
    private readonly size: number,
    private readonly read: ReadTile,
  ) {}

  root(): Promise<Buffer> {
    return this.size === 0 ? Promise.resolve(EMPTY_ROOT) : this.#hashOf(0, this.size);
  }

  /** From the sibling of the leaf to the child of the root (RFC 6962, section 2.1.1). */
  async inclusion(index: number): Promise<Buffer[]> {
    if (index < 0 || index >= this.size) throw new RangeError(`There is no entry ${index} in a tree of ${this.size}`);
    const proof: Buffer[] = [];
    let [start, end] = [0, this.size];
    while (end - start > 1) {
      const middle = start + leftOf(end - start);
      if (index < middle) {
        proof.push(await this.#hashOf(middle, end));
        end = middle;
      } else {
        proof.push(await this.#hashOf(start, middle));
        start = middle;
      }
    }
    return proof.reverse();
  }

  /** That the tree begins with the tree of an earlier size (RFC 6962, section 2.1.2). */
  async consistency(earlier: number): Promise<Buffer[]> {
    if (earlier < 0 || earlier > this.size)
      throw new RangeError(`A tree of ${this.size} has no beginning of ${earlier}`);
    if (earlier === 0 || earlier === this.size) return [];
    const proof: Buffer[] = [];
    let [start, end] = [0, this.size];
    while (earlier !== end) {
      const middle = start + leftOf(end - start);
      if (earlier <= middle) {
        proof.push(await this.#hashOf(middle, end));
        end = middle;
      } else {
        proof.push(await this.#hashOf(start, middle));
        start = middle;
      }
    }
    if (start > 0) proof.push(await this.#hashOf(start, end));
    return proof.reverse();
  }

  /** Of the entries of a range that is a subtree: it begins at a multiple of the power of two that is not below its width. */
  async #hashOf(start: number, end: number): Promise<Buffer> {
    const width = end - start;
    const left = leftOf(width);
    if (left * 2 !== width && width > 1)
      return nodeHash(await this.#hashOf(start, start + left), await this.#hashOf(start + left, end));
    const level = Math.floor(Math.log2(width) / TILE_HEIGHT);
    const each = TILE_WIDTH ** level; // entries below a hash of this level
    const first = start / each;
    const hashes = await this.#tile(level, Math.floor(first / TILE_WIDTH));
    return complete(hashes, first % TILE_WIDTH, width / each);
  }

  #tile(level: number, index: number): Promise<readonly Buffer[]> {
    const width = Math.min(TILE_WIDTH, Math.floor(this.size / TILE_WIDTH ** level) - index * TILE_WIDTH);
    const key = `${level}/${index}`;
    const known = this.#tiles.get(key) ?? this.read({ level, index, width });
    this.#tiles.set(key, known);
    return known;
  }
}

/** The width of the left subtree: the largest power of two below the width. */
const leftOf = (width: number): number => (width < 2 ? 0 : 2 ** Math.ceil(Math.log2(width) - 1));

/** RFC 9162, section 2.1.3.2. */
export function provesInclusion(
  proof: readonly Uint8Array[],
  { index, size, leaf, root }: { index: number; size: number; leaf: Buffer; root: Buffer },
): boolean {
  if (index < 0 || index >= size) return false;
  let [fn, sn] = [index, size - 1];
  let hash: Buffer = leaf;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else hash = nodeHash(hash, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && hash.equals(root);
}

/** RFC 9162, section 2.1.4.2. */
export function provesConsistency(
  proof: readonly Uint8Array[],
  earlier: { size: number; root: Buffer },
  later: { size: number; root: Buffer },
): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (earlier.size === 0) return proof.length === 0 && earlier.root.equals(EMPTY_ROOT);
  const path = Number.isInteger(Math.log2(earlier.size)) ? [earlier.root, ...proof] : [...proof];
  let [fn, sn] = [earlier.size - 1, later.size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const first = path.shift();
  if (first === undefined) return false;
  let before: Buffer = Buffer.from(first);
  let after: Buffer = before;
  for (const sibling of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      before = nodeHash(sibling, before);
      after = nodeHash(sibling, after);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else after = nodeHash(after, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && before.equals(earlier.root) && after.equals(later.root);
}

const half = (n: number): number => Math.floor(n / 2);
