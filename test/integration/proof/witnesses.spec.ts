import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { EventStore } from '#event-store/event-store.js';
import { latestCheckpoint } from '#proof/ledger-log.js';
import { EMPTY_ROOT, provesConsistency } from '#proof/merkle-tree.js';
import { readCheckpoint, readVerifier } from '#proof/notes.js';
import { LogSigner } from '#proof/signing.js';
import { askWitness } from '#proof/witnesses.js';
import type { TestDatabase } from '#test/database.js';
import { ORIGIN, signLog } from '#test/proof/signing.js';
import { until } from '#test/until.js';
import type { WorkerSettings } from '../../../apps/worker/settings.js';
import { Proving } from '../../../apps/worker/proving.js';
import { me, note, noteStore, type Note, withId } from '#test/notes.js';
import { temporaryFolder } from '#test/temporary-folder.js';
import { portOf } from '#test/port-of.js';

const NAME = 'witness.example.org/w1';

/** A witness as of C2SP tlog-witness for one log, whose key it learns from the first request. */
async function startWitness(keyOf: () => string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const material = Buffer.concat([Buffer.of(4), raw]);
  const id = createHash('sha256').update(`${NAME}\n`).update(material).digest().subarray(0, 4);
  let last: { size: number; root: Buffer } = { size: 0, root: EMPTY_ROOT };
  /** Instead of what it should answer; `null`: nothing. */
  let rubbish: string | null | undefined;
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
      if (rubbish === null) return;
      const { status, answer } = rubbish === undefined ? judge(body) : { status: 200, answer: rubbish };
      response.writeHead(status).end(answer);
    });
  });
  const verifier = readVerifier(`${NAME}+${id.toString('hex')}+${material.toString('base64')}`);
  const forget = (): void => void (last = { size: 1, root: Buffer.alloc(32) });
  const say = (what: string | null | undefined): void => void (rubbish = what);
  return { say, url: `http://127.0.0.1:${await portOf(server)}`, verifier, server, forget };
}

describe('a witness of the log (sampled)', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;
  const folder = temporaryFolder();
  let key = '';
  let witness: Awaited<ReturnType<typeof startWitness>>;

  const record = () =>
    events.append([{ stream: 's', expected: 'any', events: [withId(note('one')), withId(note('two'))] }], me);
  const signed = async () => {
    await record();
    const checkpoint = await signLog(database.app, folder);
    if (!checkpoint) throw new Error('nothing was signed');
    key = checkpoint.key ?? '';
    return checkpoint;
  };

  beforeAll(async () => {
    ({ database, events } = await noteStore());
    witness = await startWitness(() => key);
  });
  afterAll(async () => {
    witness.server.close();
    await database.close();
  });

  const noteNow = async () => (await latestCheckpoint(database.app, 1, { signed: true }))?.note ?? '';
  const ask = () => askWitness(database.app, witness, new AbortController().signal);

  it('cosigns what has grown from what it signed last', async () => {
    for (const size of [2, 4]) {
      await signed();
      await ask();
      await ask();
      const read = readCheckpoint(await noteNow(), [readVerifier(key), witness.verifier]);
      expect(read).toMatchObject({ size, signedBy: [{ isWitness: false }, { name: NAME, isWitness: true }] });
      expect(read.signedBy).toHaveLength(2);
    }
  });

  it('adds its signature and nothing else that it answers', async () => {
    const { note } = await signed();
    const bare = note ?? '';
    const [line = ''] = bare.split('\n').slice(-2);
    for (const rubbish of ['', 'yes\n', '\n\n\n', line, line.replace(ORIGIN, NAME), '— x y\n', 'x'.repeat(1e6)]) {
      witness.say(rubbish);
      await expect(ask()).rejects.toThrow();
    }
    expect(await noteNow()).toBe(bare);
    witness.say(undefined);
    await ask();
    const cosigned = await noteNow();
    await database.owner.updateTable('log_checkpoint').set({ note: bare }).where('note', '=', cosigned).execute();
    witness.say(`${line.replace(/ \S{20}/, ' AAAAAAAAAAAAAAAAAAAA')}\n${cosigned.slice(bare.length)}`);
    await ask();
    expect(await noteNow()).toBe(cosigned);
    witness.say(undefined);
  });

  it('that does not answer or errs holds up neither later heads nor other witnesses (long)', async () => {
    const stopping = new AbortController();
    const silent = await startWitness(() => key);
    silent.say(null);
    const complaints: unknown[] = [];
    const complain = (fields: object): void => void complaints.push(fields);
    const signer = await LogSigner.open(folder, ORIGIN);
    const settings = { JALON_WITNESSES: [silent, witness] } as unknown as WorkerSettings;
    const proving = new Proving(database.app, signer, settings, { info: complain, warn: complain, error: complain });
    const running = proving.run(stopping.signal);
    for (const size of [8, 10]) {
      await record();
      await until(async () => {
        const { size: at, note } = (await latestCheckpoint(database.app, 1, { signed: true })) ?? {};
        return at === size && note?.includes(NAME) === true;
      });
    }
    stopping.abort();
    await running;
    await signer.close();
    silent.server.closeAllConnections();
    silent.server.close();
    expect([proving.conditions, complaints]).toEqual([[], []]);
    const { rows } = await sql<{ isSoon: boolean }>`
      select bool_or(later.stored_at - earlier.stored_at < interval '0.99 s') as "isSoon"
      from log_checkpoint earlier join log_checkpoint later on later.size = earlier.size + 2 where earlier.size >= 8
    `.execute(database.app);
    expect(rows).toEqual([{ isSoon: false }]); // at most one head a second
  });

  it('that remembers another history refuses, and nothing is added', async () => {
    witness.forget();
    const { note } = await signed();
    await expect(ask()).rejects.toThrow(/answered 422/);
    expect(await noteNow()).toBe(note);
  });
});
