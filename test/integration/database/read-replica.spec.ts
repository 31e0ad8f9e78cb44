import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type pg from 'pg';
import { type LedgerDatabase, openDatabase } from '#database/connection.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { replica } from '../../../apps/cli/doctor/checks.js';

/** The server stands for its replica, with connections of its own; test/faults/machines.long.spec.ts has a real one. */
let database: TestDatabase;
let superuser: pg.Client;
let db: LedgerDatabase;
let lost: (string | undefined)[];

beforeAll(async () => {
  database = await freshDatabase();
  superuser = await database.superuser();
});
beforeEach(async () => {
  lost = [];
  const url = database.appUrl;
  const onReplicaChange = (reason: string | undefined) => lost.push(reason);
  db = openDatabase({ url, readUrl: url, onReplicaChange, applicationName: 'a replica' });
  expect(await db.replica?.compare()).toBe(true);
});
afterEach(() => db.destroy());
afterAll(async () => {
  await superuser.end();
  await database.close();
});

describe('a snapshot of the replica', () => {
  /** Each attempt reads once, then `between` is done, then it reads again. */
  const read = (between: (attempt: number) => Promise<unknown>) => {
    let attempts = 0;
    const first = (): Promise<unknown> =>
      db.snapshot(async (tx) => {
        attempts += 1;
        const backend = sql<{ pid: number }>`select pg_backend_pid() as pid`;
        const [before] = (await backend.execute(tx)).rows;
        await between(attempts);
        if (attempts === 1) await superuser.query('select pg_terminate_backend($1)', [before?.pid]);
        const [after] = (await backend.execute(tx)).rows;
        return { attempts, isOne: before?.pid === after?.pid, isReplica: db.replica?.isRead };
      });
    return db.replica!.run(first);
  };

  it('is read again from the primary, as a whole, when the replica is lost in the middle of it', async () => {
    expect(await read(() => Promise.resolve())).toEqual({ attempts: 2, isOne: true, isReplica: false });
    expect(lost).toEqual([expect.any(String)]);
  });

  it('is read again once, and not for an error that the primary would have as well', async () => {
    const outage = Object.assign(new Error('the primary is lost, too'), { code: '57P01' });
    const failing = (attempt: number) => (attempt === 2 ? Promise.reject(outage) : Promise.resolve());
    await expect(read(failing)).rejects.toBe(outage);
    let attempts = 0;
    const dividing = db.replica!.run(() =>
      db.snapshot((tx) => {
        attempts += 1;
        return sql`select 1 / 0`.execute(tx);
      }),
    );
    await expect(dividing).rejects.toThrow('division by zero');
    expect(attempts).toBe(1);
  });
});

describe('jalon doctor', () => {
  it('tells a replica that cannot be reached', async () => {
    expect(await replica(database.appUrl, undefined)).toMatchObject({ level: 'ok' });
    expect(await replica(database.appUrl, 'postgres://a:b@127.0.0.1:1/jalon')).toMatchObject({
      level: 'warn',
      message: expect.stringMatching(/^The replica 127\.0\.0\.1:1 is not used: .*ECONNREFUSED/),
    });
    expect(await replica(database.appUrl, database.appUrl)).toMatchObject({ level: 'ok' });
  });
});
