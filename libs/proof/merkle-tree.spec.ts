import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  Edge,
  EMPTY_ROOT,
  leafHash,
  provesConsistency,
  provesInclusion,
  type ReadTile,
  type Tile,
  TiledTree,
  TILE_WIDTH,
} from './merkle-tree.js';

/** Those of Certificate Transparency, and the roots of the trees of the first n of them. */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** A log of numbered entries that keeps its full tiles, and the partial ones of each size asked for. */
class Log {
  readonly #full = new Map<string, Buffer[]>();
  readonly edge = new Edge();
  readonly roots: Buffer[] = [EMPTY_ROOT];

  grow(to: number): this {
    while (this.edge.size < to) {
      for (const tile of this.edge.append(entry(this.edge.size)))
        this.#full.set(`${tile.level}/${tile.index}`, tile.hashes);
      this.roots.push(this.edge.root);
    }
    return this;
  }

  read: ReadTile = ({ level, index, width }) => {
    const tile = this.#full.get(`${level}/${index}`) ?? this.#partial(level, index)?.hashes;
    if (!tile || tile.length < width) throw new Error(`no tile ${level}/${index} of ${width}`);
    return Promise.resolve(tile.slice(0, width));
  };

  #partial = (level: number, index: number): Tile | undefined =>
    this.edge.partial.find((tile) => tile.level === level && tile.index === index);

  rootOf = (size: number): Buffer => this.roots[size] ?? EMPTY_ROOT;
}

const entry = (index: number): Buffer => leafHash(Buffer.from(`entry ${index}`));

describe('the tree of RFC 6962', () => {
  it.each(ROOTS.map((root, nth) => [nth + 1, root] as const))(
    'of %d known entries has its known root',
    (size, root) => {
      const edge = new Edge();
      for (const hex of ENTRIES.slice(0, size)) edge.append(leafHash(Buffer.from(hex, 'hex')));
      expect(edge.root.toString('hex')).toBe(root);
    },
  );

  it('proves every entry and every beginning of trees of up to 300 entries', async () => {
    const log = new Log().grow(300);
    for (const size of [1, 2, 3, 7, 8, 255, 256, 257, 300]) {
      const tree = new TiledTree(size, log.read);
      const root = log.rootOf(size);
      expect((await tree.root()).equals(root)).toBe(true);
      for (let index = 0; index < size; index += 1) {
        const proof = await tree.inclusion(index);
        expect(provesInclusion(proof, { index, size, leaf: entry(index), root })).toBe(true);
        expect(provesInclusion(proof, { index, size, leaf: entry(index + 1), root })).toBe(false);
      }
      for (let earlier = 0; earlier <= size; earlier += 1) {
        const proof = await tree.consistency(earlier);
        const [before, after] = [
          { size: earlier, root: log.rootOf(earlier) },
          { size, root },
        ];
        expect(provesConsistency(proof, before, after)).toBe(true);
        if (earlier > 0) expect(provesConsistency(proof, { ...before, root: entry(size) }, after)).toBe(false);
      }
    }
  });

  it('goes on from its partial tiles as if it had never stopped', () => {
    const log = new Log().grow(TILE_WIDTH * 2 + 5);
    const again = new Edge(log.edge.size, log.edge.partial);
    for (let index = log.edge.size; index < TILE_WIDTH * 3 + 1; index += 1)
      expect([again.append(entry(index)), again.root]).toEqual([log.edge.append(entry(index)), log.edge.root]);
  });

  it('accepts no proof with a changed, missing or added hash', async () => {
    const log = new Log().grow(1000);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 1000 }), fc.nat(), fc.nat(), async (size, at, nth) => {
        const index = at % size;
        const proof = await new TiledTree(size, log.read).inclusion(index);
        const told = { index, size, leaf: entry(index), root: log.rootOf(size) };
        expect(provesInclusion(proof, told)).toBe(true);
        const changed = proof.with(nth % proof.length, entry(size));
        for (const wrong of [changed, proof.slice(1), [...proof, entry(0)]])
          expect(provesInclusion(wrong, told)).toBe(false);
        expect(provesInclusion(proof, { ...told, index: (index + 1) % size })).toBe(false);
      }),
    );
  });
});
