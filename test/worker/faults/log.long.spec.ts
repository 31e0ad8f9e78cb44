import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { providerStream } from '#domain/event/ledger-event.js';
import { integrate, latestCheckpoint, tileReader } from '#proof/ledger-log.js';
import { provesConsistency, TiledTree } from '#proof/merkle-tree.js';
import type { Checkpoint } from '#proof/notes.js';
import { registered } from '#test/events.js';
import { startKillableWorker } from '#test/faults/killable-worker.js';
import { type PostgresServer, startPostgres } from '#test/faults/postgres-server.js';
import { signLog } from '#test/proof/signing.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';

describe('the log', () => {
  let server: PostgresServer;
  let jalon: Working;
  let superuser: pg.Client;
  let folder = '';
  const heads: Checkpoint[] = [];

  beforeAll(async () => {
    server = await startPostgres();
    process.env['JALON_TEST_POSTGRES'] = server.url;
    jalon = await prepareWorking('2026-11-25T08:00:00Z');
    superuser = await jalon.database.superuser();
    folder = await mkdtemp(join(tmpdir(), 'jalon-log-'));
  });
  afterAll(async () => {
    await jalon.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  const record = async (many = 3): Promise<void> => {
    for (let nth = 0; nth < many; nth += 1) {
      const events = [{ id: randomUUID(), event: registered(`Cloud ${nth}`) }];
      await jalon.events.append([{ stream: providerStream(randomUUID()), expected: 0, events }], { actor: 'worker' });
    }
  };
  const worker = (env = {}) => startKillableWorker(jalon, { JALON_PROOF_FOLDER: folder, ...env });
  /** What the key has signed last. */
  const remembered = async (): Promise<Checkpoint> => {
    const file = await readFile(join(folder, 'log-signed'), 'utf8');
    const { root, ...told } = JSON.parse(file.slice(0, 512)) as Checkpoint & { root: string };
    return { ...told, root: Buffer.from(root, 'base64') };
  };
  const isSigned = async (): Promise<boolean> =>
    (await latestCheckpoint(jalon.database.app, 1, { signed: true }))?.size === (await jalon.events.head());
  /** That the tree of the last head begins with those of all heads that the key has signed. */
  const expectNoFork = async (): Promise<void> => {
    const last = await remembered();
    heads.push(last);
    for (const before of heads) {
      const proof = await new TiledTree(last.size, tileReader(jalon.database.app)).consistency(before.size);
      expect([before.size, provesConsistency(proof, before, last)]).toEqual([before.size, true]);
    }
  };
  const expectRecovery = async (): Promise<void> => {
    const next = worker();
    await until(isSigned);
    await next.kill();
    await expectNoFork();
  };
  /** Kills a worker once it waits to write a table. */
  const killAt = async (table: string): Promise<void> => {
    await superuser.query(`begin; lock table ${table} in share mode`);
    const killed = worker();
    await until(async () => {
      const { rowCount } = await superuser.query(
        `select from pg_locks where relation = '${table}'::regclass and not granted`,
      );
      if (killed.isOver()) throw new Error(killed.errors.join());
      return rowCount === 1;
    });
    await killed.kill();
    await superuser.query('rollback');
  };

  it.each(['log_salt', 'log_tile', 'log_checkpoint'])(
    'goes on after a worker was killed that wrote %s',
    async (table) => {
      await record();
      await killAt(table);
      expect(await isSigned()).toBe(false);
      await expectRecovery();
    },
  );

  it('goes on after a worker was killed that had signed and not stored the signature', async () => {
    await record();
    await integrate(jalon.database.app);
    await killAt('log_checkpoint');
    expect([(await remembered()).size, await isSigned()]).toEqual([await jalon.events.head(), false]);
    await expectNoFork();
    await record();
    await expectRecovery();
  });

  it('goes on after a worker was killed that offered a head to a witness', async () => {
    let asked = 0;
    const silent = createServer(() => (asked += 1)).listen(0, '127.0.0.1');
    await until(() => silent.listening);
    const vkey = 'witness.example.org/w1+9b0f5661+BIFKb4VTTYBtJZflLp7l8rTTD6r2UoCIykTC9CZySrmW';
    await record();
    const killed = worker({ JALON_WITNESSES: `${vkey} http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    await until(() => asked > 0);
    await killed.kill();
    silent.close();
    await expectRecovery();
  });

  const recordsAgain = () =>
    until(() =>
      record(1).then(
        () => true,
        () => false,
      ),
    );
  const rewind = async (how?: 'in place'): Promise<void> => {
    await server.stop();
    await server.startRewound(how);
    await recordsAgain();
  };

  it('is signed after a database was restored that does not know the last stored head', async () => {
    await superuser.end();
    await server.stop();
    await server.copy();
    await server.start();
    await recordsAgain();
    await record(5);
    await integrate(jalon.database.app);
    await rewind('in place');
    await signLog(jalon.database.app, folder);
    await expectNoFork();
  });

  it('is not signed after a database was restored that does not know the last signed head, until an epoch begins', async () => {
    const signed = await remembered();
    await rewind('in place');
    for (const many of [1, 1, 10]) {
      await record(many);
      await expect(signLog(jalon.database.app, folder)).rejects.toThrow(`no longer has the ${signed.size} entries`);
    }
    expect(await remembered()).toEqual(signed);
    await rewind();
    const { note, epoch } = (await signLog(jalon.database.app, folder)) ?? {};
    expect(note).toMatch(new RegExp(`^\\S+/log/${epoch}\n`));
    expect(await remembered()).toEqual(signed);
  });
});
