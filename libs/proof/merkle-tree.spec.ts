import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { times } from '#test/laws/law.js';
import {
  Edge,
  EMPTY_ROOT,
  leafHash,
  rootOf,
  provesConsistency,
  provesInclusion,
  type ReadTile,
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

const PERIOD = 251;
const ENTRIES_OF_LOG = Array.from({ length: PERIOD * TILE_WIDTH }, (_, nth) => leafHash(Buffer.from(`entry ${nth}`)));

/** The entries of a log without end. They repeat, but the tiles above them do not. */
const entry = (index: number): Buffer => ENTRIES_OF_LOG[index % ENTRIES_OF_LOG.length] ?? EMPTY_ROOT;
const WRONG = leafHash(Buffer.from('none of them'));

const known = new Map<string, Buffer>();
function hashAt(level: number, nth: number): Buffer {
  if (level === 0) return entry(nth);
  const key = `${level}/${level === 1 ? nth % PERIOD : nth}`;
  const hash = known.get(key) ?? rootOf(hashesBelow(level, nth, TILE_WIDTH));
  known.set(key, hash);
  return hash;
}
const hashesBelow = (level: number, nth: number, width: number): Buffer[] =>
  Array.from({ length: width }, (_, one) => hashAt(level - 1, nth * TILE_WIDTH + one));
const read: ReadTile = ({ level, index, width }) => Promise.resolve(hashesBelow(level + 1, index, width));

/** Whether a proof of an entry and one of a beginning verify, and no longer with another entry or a changed, missing or added hash. */
async function proves(size: number, index: number, earlier: number): Promise<boolean> {
  const tree = new TiledTree(size, read);
  const [after, before] = [await Edge.of(size, read), await Edge.of(earlier, read)];
  const told = { index, size, leaf: entry(index), root: after.root };
  const [inclusion, growth] = [await tree.inclusion(index), await tree.consistency(earlier)];
  const others = (proof: Buffer[]) => [
    [...proof, WRONG],
    ...(proof.length > 0 ? [proof.slice(1), proof.with(index % proof.length, WRONG)] : []),
  ];
  return (
    provesInclusion(inclusion, told) &&
    provesConsistency(growth, before, after) &&
    !provesInclusion(inclusion, { ...told, leaf: WRONG }) &&
    !provesInclusion(inclusion, { ...told, index: index === 0 ? size : index - 1 }) &&
    !others(inclusion).some((proof) => provesInclusion(proof, told)) &&
    !others(growth).some((proof) => provesConsistency(proof, before, after)) &&
    (earlier === 0 || !provesConsistency(growth, { size: earlier, root: WRONG }, after))
  );
}

describe('the tree of RFC 6962', () => {
  it.each(ROOTS.map((root, nth) => [nth + 1, root] as const))(
    'of %d known entries has its known root',
    (size, root) => {
      const edge = new Edge();
      for (const hex of ENTRIES.slice(0, size)) edge.append(leafHash(Buffer.from(hex, 'hex')));
      expect(edge.root.toString('hex')).toBe(root);
    },
  );

  it('grows by one entry to what its tiles say, and proves it, at all sizes to 1,000 (sampled)', async () => {
    const edge = new Edge();
    for (let index = 0; index < 1_000; index += 1) {
      edge.append(entry(index));
      if (index % (1_000 / times(1_000)) > 0) continue;
      expect((await Edge.of(edge.size, read)).root).toEqual(edge.root);
      const [middle, earlier] = [Math.floor((index * 7) / 11), Math.floor((index * 3) / 5)];
      expect([index, await proves(edge.size, index, earlier), await proves(edge.size, middle, index)]).toEqual([
        index,
        true,
        true,
      ]);
    }
  });

  it('proves entries and beginnings of any size to a million', async () => {
    const upTo = (max: number) => fc.integer({ min: 0, max });
    const asked = upTo(999_999).chain((most) => fc.tuple(fc.constant(most + 1), upTo(most), upTo(most + 1)));
    await fc.assert(fc.asyncProperty(asked, (numbers) => proves(...numbers)));
  });
});
