import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuid } from '#test/events.js';
import { expectEachOnce } from '#test/faults/arrivals.js';
import { figure } from '#test/faults/silent-proxy.js';
import { startKillableWorker, type KillableWorker } from '#test/faults/killable-worker.js';
import { hookOf, setDeadlineOn, subscribeAll, untilPlanned } from '#test/faults/owed.js';
import { startPostgres, type PostgresServer } from '#test/faults/postgres-server.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
const ANSWER_MS = 60;

describe('reminders during outages of PostgreSQL', () => {
  let server: PostgresServer;
  let jalon: Working;
  let worker: KillableWorker | undefined;
  let starts = 0;
  let over = false;

  beforeAll(async () => {
    server = await startPostgres();
    process.env['JALON_TEST_POSTGRES'] = server.url;
  });
  afterAll(async () => {
    await server.close();
  });
  beforeEach(async () => {
    [starts, over] = [0, false];
    jalon = await prepareWorking('2026-11-23T07:30:00Z');
  });
  afterEach(async () => {
    over = true;
    await worker?.kill();
    await jalon.close();
  });

  /** Each for a subscription of its own: planned at half past eight for nine o'clock. Then it is half past nine. */
  const owe = async (count: number): Promise<void> => {
    const planner = await jalon.work();
    const dossiers = Array.from({ length: count }, (_, index) => uuid(10_000 + index));
    const wishes = { ladder: { before: [7], overdue: [] } };
    await subscribeAll(
      jalon,
      dossiers.map((dossier, index) => hookOf(jalon, uuid(1_000 + index), [dossier], wishes)),
    );
    await setDeadlineOn(jalon, dossiers);
    await untilPlanned(jalon, count);
    await planner.close();
    jalon.clock.forward(HOUR);
  };
  /** As `jalon start` and a container's restart policy do. */
  const keepRunning = (): void => {
    starts += 1;
    worker = startKillableWorker(jalon);
    void worker.ended.then(async () => {
      await sleep(500);
      if (!over) keepRunning();
    });
  };
  const arrived = (count: number) => until(() => jalon.receiver.received.length >= count);
  const allSent = (count: number) => until(async () => (await jalon.counts()).sent === count);

  it('arrive once each despite a restart and a crash, and responses received meanwhile are recorded', async () => {
    const count = 400;
    await owe(count);
    jalon.receiver.answer = (_, response) => void sleep(ANSWER_MS).then(() => response.writeHead(204).end());
    keepRunning();
    await arrived(count / 4);
    await server.stop();
    const afterStop = jalon.receiver.received.length;
    await sleep(300);
    await server.start();
    await arrived(afterStop + count / 8);
    await server.crash();
    const afterCrash = jalon.receiver.received.length;
    expect(afterCrash).toBeLessThan(count);
    await server.start();
    const startedAt = performance.now();
    await allSent(count);
    const { repeated } = await expectEachOnce(jalon, count);
    expect(repeated).toBe(0);
    const recoveredMs = Math.round(performance.now() - startedAt);
    figure('PostgreSQL stopped and crashed', { afterStop, afterCrash, repeated, starts, recoveredMs });
  });

  it('are not planned again after a crash when the first of them arrives', async () => {
    await owe(12);
    let crashed: Promise<void> | undefined;
    jalon.receiver.answer = (_, response) => {
      crashed ??= server.crash();
      void sleep(ANSWER_MS).then(() => response.writeHead(204).end());
    };
    keepRunning();
    await until(() => crashed !== undefined);
    await crashed;
    await server.start();
    await allSent(12);
    const { repeated } = await expectEachOnce(jalon, 12);
    expect(repeated).toBe(0);
  });
});
