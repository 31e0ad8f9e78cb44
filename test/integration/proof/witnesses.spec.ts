import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store/event-store.js';
import { integrate, latestCheckpoint } from '#proof/ledger-log.js';
import { EMPTY_ROOT, provesConsistency } from '#proof/merkle-tree.js';
import { readCheckpoint, readVerifier } from '#proof/notes.js';
import { LogSigner } from '#proof/signing.js';
import { askWitness } from '#proof/witnesses.js';
import type { TestDatabase } from '#test/database.js';
import { me, note, noteStore, type Note, withId } from '#test/notes.js';

const NAME = 'witness.example.org/w1';

/** A witness as of C2SP tlog-witness for one log, whose key it learns from the first request. */
async function startWitness(keyOf: () => string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const material = Buffer.concat([Buffer.of(4), raw]);
  const id = createHash('sha256').update(`${NAME}\n`).update(material).digest().subarray(0, 4);
  let last: { size: number; root: Buffer } = { size: 0, root: EMPTY_ROOT };
  const judge = (body: string): { status: number; answer: string } => {
    const [head, checkpoint] = [body.slice(0, body.indexOf('\n\n')), body.slice(body.indexOf('\n\n') + 2)];
    const [old = '', ...hashes] = head.split('\n');
    if (old !== `old ${last.size}`) return { status: 409, answer: `${last.size}\n` };
    const head1 = readCheckpoint(checkpoint, [readVerifier(keyOf())]);
    if (head1.signedBy.length === 0) return { status: 403, answer: '' };
    const proof = hashes.map((hash) => Buffer.from(hash, 'base64'));
    if (!provesConsistency(proof, last, head1)) return { status: 422, answer: '' };
    last = { size: head1.size, root: head1.root };
    const seconds = 1_796_000_000n;
    const said = `cosignature/v1\ntime ${seconds}\n${checkpoint.slice(0, checkpoint.indexOf('\n\n') + 1)}`;
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE(seconds);
    const line = Buffer.concat([id, stamp, sign(null, Buffer.from(said), privateKey)]);
    return { status: 200, answer: `— ${NAME} ${line.toString('base64')}\n` };
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { status, answer } = judge(body);
      response.writeHead(status).end(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const verifier = readVerifier(`${NAME}+${id.toString('hex')}+${material.toString('base64')}`);
  const forget = (): void => void (last = { size: 1, root: Buffer.alloc(32) });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, verifier, server, forget };
}

describe('a witness of the log', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;
  let folder = '';
  let key = '';
  let witness: Awaited<ReturnType<typeof startWitness>>;

  const signed = async () => {
    await events.append([{ stream: 's', expected: 'any', events: [withId(note('one')), withId(note('two'))] }], me);
    await integrate(database.app);
    const signer = await LogSigner.open(folder, 'ledger.example.org/log');
    const checkpoint = await signer.sign(database.app);
    await signer.close();
    if (!checkpoint) throw new Error('nothing was signed');
    key = checkpoint.key ?? '';
    return checkpoint;
  };

  beforeAll(async () => {
    ({ database, events } = await noteStore());
    folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
    witness = await startWitness(() => key);
  });
  afterAll(async () => {
    witness.server.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('cosigns what has grown from what it signed last', async () => {
    for (const size of [2, 4]) {
      await askWitness(database.app, await signed(), witness);
      const last = await latestCheckpoint(database.app, 1, { signed: true });
      const read = readCheckpoint(last?.note ?? '', [readVerifier(key), witness.verifier]);
      expect(read).toMatchObject({ size, signedBy: [{ isWitness: false }, { name: NAME, isWitness: true }] });
    }
  });

  it('that remembers another history refuses, and nothing is added', async () => {
    witness.forget();
    const checkpoint = await signed();
    await expect(askWitness(database.app, checkpoint, witness)).rejects.toThrow(/answered 422/);
    expect(await latestCheckpoint(database.app, 1)).toMatchObject({ note: checkpoint.note });
  });
});
