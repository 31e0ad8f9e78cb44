import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, type LedgerDatabase } from '#database/connection.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { inTurn } from '#database/transactions.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

let database: TestDatabase;
let processes: LedgerDatabase[];

beforeAll(async () => {
  database = await freshDatabase();
  const timeouts = { ...DEFAULT_TIMEOUTS, lockMs: 60_000, statementMs: 60_000, silenceMs: 400 };
  processes = ['one', 'other'].map((applicationName) =>
    openDatabase({ url: database.appUrl, applicationName, timeouts }),
  );
});
afterAll(async () => {
  for (const db of processes) await db.destroy();
  await database.close();
});

it('work that takes longer than PostgreSQL waits for a silent process keeps its turn', async () => {
  let [running, most] = [0, 0];
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await sleep(1_500);
    running -= 1;
  };
  await Promise.all(processes.map((db) => inTurn(db, 'registrations', work)));
  expect(most).toBe(1);
});
