import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { entryHash, type LoggedEvent } from '#proof/entry.js';
import { Edge } from '#proof/merkle-tree.js';
import { newSigner, readSigner, signCheckpoint, verifierOf } from '#proof/notes.js';
import { saysHere } from '#test/jalon.js';
import { ledgerFile, registration } from '#test/transferring.js';
import { temporaryFolder } from '#test/temporary-folder.js';
import { verifyCommand } from '../../../apps/cli/verify-command.js';

const SIZE = 5;
const salt = Buffer.alloc(16, 0xab);
const line = (position: number, override: object = {}) => {
  const event = registration(position, override) as unknown as LoggedEvent;
  return { ...event, salt: salt.toString('hex'), leaf: entryHash(event, salt).toString('base64') };
};
const lines = Array.from({ length: SIZE }, (_, nth) => line(nth + 1));
const file = ledgerFile(lines);

const signer = readSigner(newSigner('ledger.example.org/log'));
const headOf = (size: number, by = signer): string => {
  const edge = new Edge();
  for (const { leaf } of lines.slice(0, size)) edge.append(Buffer.from(leaf, 'base64'));
  return signCheckpoint({ origin: by.name, size, root: edge.root }, by);
};

describe('jalon verify with a ledger file', () => {
  const folder = temporaryFolder();
  beforeAll(async () => {
    await writeFile(join(folder, 'early'), headOf(3));
    await writeFile(join(folder, 'late'), headOf(SIZE));
    await writeFile(join(folder, 'foreign'), headOf(SIZE, readSigner(newSigner('other.example.org/log'))));
  });

  const verify = async (contents: string | Buffer, heads = ['early', 'late']) => {
    await writeFile(join(folder, 'file'), contents);
    const checkpoints = heads.flatMap((name) => ['--checkpoint', join(folder, name)]);
    return saysHere(verifyCommand(), [join(folder, 'file'), '--key', verifierOf(signer), ...checkpoints]);
  };

  it('agrees with the heads that were signed of it, also when it is compressed', async () => {
    for (const contents of [file, gzipSync(file)])
      expect(await verify(contents)).toMatchObject({
        code: 0,
        said: expect.stringMatching(/5 events[^]*3 events[^]*5 events/),
      });
  });

  const swapped = lines.with(1, lines[2]!).with(2, lines[1]!);
  const { salt: _, ...unsalted } = line(4);
  it.each([
    ['an event that was dropped', ledgerFile(lines.toSpliced(3, 1)), 'Position 4 is missing'],
    ['two that were swapped', ledgerFile(swapped), 'Position 2 is missing'],
    ['one that stands twice', ledgerFile(lines.toSpliced(2, 0, lines[1]!)), 'Position 3 is missing'],
    ['an end that is missing', ledgerFile(lines.slice(0, 4)), 'ends before the checkpoint of size 5'],
    ['a file that breaks off between two lines', file.slice(0, file.lastIndexOf('{')), 'Line 7: '],
    ['a line after its end', `${file}${JSON.stringify(line(6))}\n`, 'Line 8: '],
    ['a salt that was taken away', ledgerFile(lines.with(3, unsalted as never)), 'Position 4 has no salt'],
    ['an event that says more', ledgerFile(lines.with(1, { ...line(2), more: 1 } as never)), 'Position 2 is not'],
    [
      'data that no hash covers',
      file.replace('{"name":"Cloud 2"', '{"__proto__":{},"name":"Cloud 2"'),
      'Position 2 is not',
    ],
    [
      'an event that was forged with its hash',
      ledgerFile(lines.with(1, line(2, { data: { name: 'X' } }))),
      'first 3 events',
    ],
    ['a file of another kind', headOf(3), 'Line 1: This is neither a file of "jalon export" nor a proof'],
    ['compressed bytes that were changed', gzipSync(file).fill(0, 200, 210), 'cannot be read'],
  ])('names %s', async (_what, contents, message) => {
    expect(await verify(contents)).toEqual({ code: 1, said: expect.stringContaining(message) });
  });

  it('takes no head that another log has signed', async () => {
    expect(await verify(file, ['foreign'])).toMatchObject({ code: 1, said: expect.stringContaining('no signature') });
  });

  it('names the event or line in which any byte was changed (long)', async () => {
    const missed: [number, string][] = [];
    const short = ledgerFile(lines.slice(0, 2));
    const bytes = Buffer.from(short);
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= [1, 0x20, 0x80][at % 3]!;
      const number = short.slice(0, at).split('\n').length;
      const { code, said } = await verify(changed, []);
      if (code !== 1 || !new RegExp(`(position ${number - 1}|Line ${number}):? `, 'i').test(said))
        missed.push([at, said]);
    }
    expect(missed).toEqual([]);
  });
});
