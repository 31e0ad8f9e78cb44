import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store/event-store.js';
import {
  firstMismatch,
  integrate,
  latestCheckpoint,
  logKeys,
  proofsOf,
  type StoredCheckpoint,
} from '#proof/ledger-log.js';
import { readCheckpoint, readVerifier, type SignedCheckpoint } from '#proof/notes.js';
import { entryHash, type LoggedEvent } from '#proof/entry.js';
import { ExportCheck, verifyProof } from '#proof/verify.js';
import { exportLedger } from '#transfer/export-ledger.js';
import type { TestDatabase } from '#test/database.js';
import { signLog } from '#test/proof/signing.js';
import { statementsDuring } from '#test/statements.js';
import { until } from '#test/until.js';
import { note, noteStore, type Note, withId } from '#test/notes.js';
import { temporaryFolder } from '#test/temporary-folder.js';

describe('the log of a ledger', () => {
  let database: TestDatabase;
  let events: EventStore<Note>;
  const folder = temporaryFolder();
  const heads: (StoredCheckpoint | undefined)[] = [];
  const actor = 'key:1 Jane Doe';

  const record = async (count: number): Promise<void> => {
    const many = Array.from({ length: count }, (_, nth) => withId(note(`note ${nth}`, { amount: 1.5 })));
    for (let first = 0; first < count; first += 500)
      await events.append([{ stream: 's', expected: 'any', events: many.slice(first, first + 500) }], { actor });
  };
  const signed = () => signLog(database.app, folder);
  const keys = async () => {
    const { key } = (await latestCheckpoint(database.app, 1, { signed: true })) ?? {};
    return [readVerifier(key ?? '')];
  };

  beforeAll(async () => {
    ({ database, events } = await noteStore());
  });
  afterAll(async () => {
    await database.close();
  });

  it('of an empty ledger has nothing to sign', async () => {
    expect(await signed()).toBeUndefined();
  });

  it('grows with the ledger', async () => {
    for (const count of [1, 254, 2, 600, 2_500]) {
      await record(count);
      heads.push(await signed());
      expect(await signed()).toBeUndefined();
    }
    expect(heads.map((head) => head?.size)).toEqual([1, 255, 257, 857, 3357]);
  });

  it('proves each event by itself, without a name in its entry', async () => {
    const head = await latestCheckpoint(database.app, 1, { signed: true });
    const proofs = await proofsOf(database.app, [1, 256, 257, 3000, 3357, 3358], head!, { withPayload: true });
    expect([...proofs.keys()]).toEqual([1, 256, 257, 3000, 3357]);
    for (const [position, proof] of proofs) {
      const { entry, payload, flaw } = verifyProof(proof, await keys());
      expect([entry, payload, flaw]).toMatchObject([{ position, actor: 'key:1' }, { actor }, undefined]);
      expect(JSON.stringify(entry)).not.toMatch(/Jane|note/);
    }
  });

  it('proves nothing with any byte of a proof changed, without the key, or with an older head', async () => {
    const [early, head] = [heads[3], heads[4]];
    const proof = (await proofsOf(database.app, [300], head!, { withPayload: true })).get(300) ?? '';
    const known = await keys();
    const passes = (text: string): boolean => {
      try {
        return verifyProof(text, known).flaw === undefined;
      } catch {
        return false;
      }
    };
    const bytes = Buffer.from(proof);
    const changed = (at: number) => Buffer.from(bytes.with(at, (bytes[at] ?? 0) ^ ([1, 0x20, 0x80][at % 3] ?? 0)));
    expect([...bytes.keys()].filter((at) => passes(changed(at).toString()))).toEqual([]);
    expect(verifyProof(proof, []).flaw).toEqual({ code: 'unsigned', position: 300 });
    const older = proof.replace(head?.note ?? '', early?.note ?? '');
    expect(verifyProof(older, known).flaw).toEqual({ code: 'not-included', position: 300 });
    expect(verifyProof(proof.replace(/^index .*$/m, 'index 5'), known).flaw?.code).toBe('wrong-position');
  });

  it('signs nothing that contradicts what it has signed, of each log', async () => {
    const file = join(folder, 'log-signed');
    const before = await readFile(file, 'utf8');
    const told = JSON.parse(before) as { origin: string; size: number; root: string };
    const other = JSON.stringify({ ...told, origin: 'other', size: 1e6 }).padEnd(512);
    await writeFile(file, JSON.stringify({ ...told, size: told.size + 1 }).padEnd(512));
    await expect(signed()).rejects.toThrow(/no longer has the 3358 entries/);
    await record(1);
    for (const wrong of [{ size: told.size + 2 }, { root: Buffer.alloc(32).toString('base64') }]) {
      await writeFile(file, other + JSON.stringify({ ...told, ...wrong }).padEnd(512));
      await expect(signed()).rejects.toThrow(/no longer has the 335[79] entries/);
    }
    await writeFile(file, other + before);
    const head = database.owner.updateTable('log_checkpoint').where('size', '=', 3358);
    const { root = Buffer.alloc(0) } = (await latestCheckpoint(database.app, 1)) ?? {};
    await head.set({ root: Buffer.alloc(32) }).execute();
    await expect(signed()).rejects.toThrow(/no longer has the 3357 entries/);
    await head.set({ root }).execute();
    expect(await signed()).toMatchObject({ size: 3358 });
    const places = await readFile(file, 'utf8');
    expect([places.length, places.slice(0, 512)]).toEqual([1024, other]);
  });

  it('tells all keys that have signed after a rotation, and goes on as the same log', async () => {
    const first = await latestCheckpoint(database.app, 1);
    await rename(join(folder, 'log-key'), join(folder, 'log-key-1'));
    await record(1);
    const second = await signed();
    expect(await logKeys(database.app)).toEqual([first?.key, second?.key].sort());
    const [{ origin }, after] = [first, second].map((head) =>
      readCheckpoint(head?.note ?? '', [readVerifier(head?.key ?? '')]),
    ) as [SignedCheckpoint, SignedCheckpoint];
    expect(after).toMatchObject({ origin, size: 3359, signedBy: [{ name: origin }] });
  });

  it('takes two statements when nothing was recorded', async () => {
    expect(await statementsDuring(signed, undefined, 'test app')).toBe(2);
  });

  const exported = async () => {
    const { text } = await exportLedger({ db: database.app, events: events as never });
    return (await Readable.from(text).toArray()).join('').split('\n').slice(1, -2);
  };

  it('is complete for an export, also while others record fast', async () => {
    const server = await database.superuser();
    await server.query(`begin; select pg_advisory_xact_lock(hashtext('jalon log'))`);
    await record(1_000);
    const lines = exported();
    await until(async () => (await server.query(`select from pg_locks where not granted`)).rowCount === 1);
    await record(40);
    await server.query('commit');
    await server.end();
    expect((await lines).length).toBe(4_359);
  });

  it('names the last tile if an event of it was changed with its hash', async () => {
    await integrate(database.app);
    const last = await events.head();
    const [tile, nth] = [Math.floor((last - 1) / 256), (last - 1) % 256];
    const found = async () => (await firstMismatch(database.app, tile)).position;
    expect(await found()).toBeUndefined();
    const server = await database.superuser();
    await server.query('alter table event disable trigger event_is_append_only');
    await server.query(`update event set data = '{"text":"forged"}' where position = ${last}`);
    const forged = JSON.parse((await exported()).at(-1) ?? '') as LoggedEvent & { salt: string };
    await server.query(
      `update log_tile set hashes = overlay(hashes placing $1 from ${32 * nth + 1}) where level = 0 and index = ${tile} and width > ${nth}`,
      [entryHash(forged, Buffer.from(forged.salt, 'hex'))],
    );
    await server.end();
    expect(await found()).toBe(last - nth);
  });

  it('names the first event that was changed behind the triggers', async () => {
    const found = () => Promise.all([0, 3, 11].map(async (tile) => (await firstMismatch(database.app, tile)).position));
    expect(await found()).toEqual([undefined, undefined, undefined]);
    const server = await database.superuser();
    await server.query(`update event set data = '{"text":"forged"}' where position in (3000, 3010)`);
    const check = new ExportCheck([]);
    for (const line of await exported()) check.take(line);
    expect(check.end().flaw).toEqual({ code: 'entry-differs', position: 3000 });
    await server.query('delete from event where position = 17');
    await server.query(
      `update log_tile set hashes = overlay(hashes placing sha256('another log') from 97) where level = 1 and width > 3`,
    );
    expect(await found()).toEqual([17, 769, 3000]);
    await server.end();
    await expect(
      integrate(database.app)
        .then(() => record(1))
        .then(signed),
    ).rejects.toThrow(/no longer has the 3359/);
  });
});
