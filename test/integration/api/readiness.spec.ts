import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { advanceCheckpoint, beginCheckpoint } from '#event-store/checkpoint.js';
import { agendaProjection } from '#projections/agenda-projection.js';
import { statusProjection } from '#projections/status-projection.js';
import { serveApi } from '#test/api.js';
import { boardOn, realLedger } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

let database: TestDatabase;
let served: Awaited<ReturnType<typeof serveApi>>;

beforeAll(async () => {
  database = await freshDatabase();
  served = await serveApi(database.appUrl);
});
afterAll(async () => {
  await served.close();
  await database.close();
});

async function ready(): Promise<unknown[]> {
  const { status, body } = await served.api.get('/readyz');
  return [status, body.detail ?? body.status];
}

/** As a ledger that was restored: on record before its lists begin, which are built in pieces. */
it('is not ready until its lists have what was on record when they began, says how far they are, and stays ready then', async () => {
  const board = boardOn(database.app);
  const { events, schemes } = board;
  await board.import(await realLedger());
  const head = await events.head();
  const lists = [statusProjection(events, schemes), agendaProjection(events, schemes)];
  for (const list of lists) await beginCheckpoint(database.app, list);
  expect(await ready()).toEqual([503, `The lists are being built: 0 of ${head} events`]);

  for (const list of lists)
    await advanceCheckpoint(database.app, list, { from: 0, to: 20 }, (tx) => list.advance(0, 20, tx));
  const columns = 'provider,scheme,type,occurred,source_kind,source_publisher,milestone';
  await board.import(`${columns}\nBleu,secnumcloud,MilestoneReached,2026-11-20,company,Bleu,J2`);
  expect(await ready()).toEqual([503, `The lists are being built: 20 of ${head} events`]);

  for (const list of lists)
    await advanceCheckpoint(database.app, list, { from: 20, to: head }, (tx) => list.advance(20, head, tx));
  expect(await ready()).toEqual([200, 'ready']);
});
