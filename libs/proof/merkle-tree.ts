import { hash } from 'node:crypto';

/** RFC 6962, section 2.1: leaves and inner nodes are told apart, so that neither can be passed off as the other. */
export const leafHash = (entry: Uint8Array): Buffer => hash('sha256', Buffer.concat([LEAF, entry]), 'buffer');
const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer =>
  hash('sha256', Buffer.concat([NODE, left, right]), 'buffer');
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The root of a tree without entries. */
export const EMPTY_ROOT = hash('sha256', '', 'buffer');

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
  readonly #levels: Buffer[][] = [];
  #size = 0;

  /** Of a tree of a size, from its tiles. */
  static async of(size: number, read: ReadTile): Promise<Edge> {
    const edge = new Edge();
    edge.#size = size;
    for (let [level, rest] = [0, size]; rest > 0; [level, rest] = [level + 1, Math.floor(rest / TILE_WIDTH)]) {
      const [index, width] = [Math.floor(rest / TILE_WIDTH), rest % TILE_WIDTH];
      edge.#levels.push(width === 0 ? [] : [...(await read({ level, index, width }))]);
    }
    return edge;
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

  /** From the sibling of the leaf to the child of the root (RFC 6962, section 2.1.1). */
  async inclusion(index: number): Promise<Buffer[]> {
    if (index < 0 || index >= this.size) throw new RangeError(`There is no entry ${index} in a tree of ${this.size}`);
    const { siblings } = await this.#descent(index + 1, ({ start, end }) => end - start === 1);
    return siblings.reverse();
  }

  /** That the tree begins with the tree of an earlier size (RFC 6962, section 2.1.2). */
  async consistency(earlier: number): Promise<Buffer[]> {
    if (earlier < 0 || earlier > this.size)
      throw new RangeError(`A tree of ${this.size} has no beginning of ${earlier}`);
    if (earlier === 0 || earlier === this.size) return [];
    const { siblings, start, end } = await this.#descent(earlier, (subtree) => subtree.end === earlier);
    if (start > 0) siblings.push(await this.#hashOf(start, end));
    return siblings.reverse();
  }

  /** From the root to a subtree that has the last of the first `many` entries, with the siblings on the way. */
  async #descent(many: number, isFound: (subtree: { start: number; end: number }) => boolean) {
    const siblings: Buffer[] = [];
    let [start, end] = [0, this.size];
    while (!isFound({ start, end })) {
      const middle = start + leftOf(end - start);
      const isLeft = many <= middle;
      siblings.push(await (isLeft ? this.#hashOf(middle, end) : this.#hashOf(start, middle)));
      [start, end] = isLeft ? [start, middle] : [middle, end];
    }
    return { siblings, start, end };
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

export function provesInclusion(
  proof: readonly Uint8Array[],
  { index, size, leaf, root }: { index: number; size: number; leaf: Buffer; root: Buffer },
): boolean {
  if (index < 0 || index >= size) return false;
  return ascent(proof, { fn: index, sn: size - 1, from: leaf })?.whole.equals(root) ?? false;
}

export function provesConsistency(
  proof: readonly Uint8Array[],
  earlier: { size: number; root: Buffer },
  later: { size: number; root: Buffer },
): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (earlier.size === 0) return proof.length === 0 && earlier.root.equals(EMPTY_ROOT);
  let [fn, sn] = [earlier.size - 1, later.size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const [from = EMPTY_ROOT, ...path] = fn === 0 ? [earlier.root, ...proof] : proof;
  const roots = ascent(path, { fn, sn, from: Buffer.from(from) });
  return roots !== undefined && roots.left.equals(earlier.root) && roots.whole.equals(later.root);
}

/**
 * From the hash of a subtree to two roots: with all of its siblings, and with those on the left only, which end where the subtree
 * ends (RFC 9162, sections 2.1.3.2 and 2.1.4.2). @returns `undefined` for a path that does not lead from `fn` to the root
 */
function ascent(path: readonly Uint8Array[], { fn, sn, from }: { fn: number; sn: number; from: Buffer }) {
  let [left, whole] = [from, from];
  for (const sibling of path) {
    if (sn === 0) return undefined;
    if (fn % 2 === 1 || fn === sn) {
      [left, whole] = [nodeHash(sibling, left), nodeHash(sibling, whole)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else whole = nodeHash(whole, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? { left, whole } : undefined;
}

const half = (n: number): number => Math.floor(n / 2);
