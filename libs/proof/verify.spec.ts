import { describe, expect, it } from '@jest/globals';
import { entryOf, type LoggedEvent } from './entry.js';
import { Edge, leafHash, TiledTree } from './merkle-tree.js';
import {
  newSigner,
  readCheckpoint,
  readSigner,
  readVerifier,
  signCheckpoint,
  verifierOf,
  writeProof,
} from './notes.js';
import { ExportCheck, verifyProof } from './verify.js';

const signer = readSigner(newSigner('ledger.example.org/log'));
const keys = [readVerifier(verifierOf(signer))];
const salt = Buffer.alloc(16, 7);

const eventAt = (position: number): LoggedEvent => ({
  ...{ position, id: `10000000-0000-4000-8000-${String(position).padStart(12, '0')}`, stream: 's', version: position },
  ...{ type: 'Noted', schemaVersion: 1, occurred: null, data: { text: `note ${position}` }, source: null },
  ...{ actor: 'key:1 Jane Doe', correlationId: null, causationId: null, recordedAt: '2026-01-01T00:00:00.000Z' },
});

const SIZE = 12;
const events = Array.from({ length: SIZE }, (_, nth) => eventAt(nth + 1));
const entries = events.map((event) => entryOf(event, salt));
const leaves = entries.map((entry) => leafHash(Buffer.from(entry)));
const headOf = (size: number): string => {
  const edge = new Edge();
  for (const leaf of leaves.slice(0, size)) edge.append(leaf);
  return signCheckpoint({ origin: signer.name, size, root: edge.root }, signer);
};
describe('an entry', () => {
  it('holds neither a name nor what the event says', () => {
    expect(entries[0]).toContain('"actor":"key:1"');
    expect(entries.join()).not.toMatch(/Jane|note/);
  });
});

describe('the check of a proof', () => {
  const proofAt = async (position: number) => {
    const hashes = await new TiledTree(SIZE, ({ width }) => Promise.resolve(leaves.slice(0, width))).inclusion(
      position - 1,
    );
    const { data, source, actor, correlationId, causationId } = eventAt(position);
    const payload = { data, source, actor, correlationId, causationId };
    const extra = Buffer.from(JSON.stringify({ entry: entries[position - 1], salt: salt.toString('hex'), payload }));
    return writeProof({ index: position - 1, hashes, checkpoint: headOf(SIZE), extra });
  };

  it('needs no more than a key', async () => {
    const proof = await proofAt(6);
    expect(verifyProof(proof, keys)).toMatchObject({ entry: { position: 6 }, payload: { data: { text: 'note 6' } } });
    expect(verifyProof(proof, []).flaw).toEqual({ code: 'unsigned', position: 6 });
  });

  it('fails if any byte of it was changed', async () => {
    const proof = await proofAt(6);
    const passes = (text: string): boolean => {
      try {
        return verifyProof(text, keys).flaw === undefined;
      } catch {
        return false;
      }
    };
    const passing = [...Buffer.from(proof).keys()].filter((at) => {
      const bytes = Buffer.from(proof);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return passes(bytes.toString('utf8'));
    });
    expect(passing).toEqual([]);
  });
});
