import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { degradationsOf } from '#health/degradations.js';
import { uuid } from '#test/events.js';
import { expectEachOnce } from '#test/faults/arrivals.js';
import { type KillableWorker, startKillableWorker } from '#test/faults/killable-worker.js';
import { hookOf, setDeadlineOn, subscribeAll, untilPlanned } from '#test/faults/owed.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;

describe('a worker that is frozen', () => {
  let jalon: Working;
  let frozen: KillableWorker;

  beforeEach(async () => {
    jalon = await prepareWorking('2026-11-23T07:30:00Z');
    frozen = startKillableWorker(jalon, { DATABASE_TIMEOUTS: 'silence=1500ms' });
    await frozen.running;
  });
  afterEach(async () => {
    frozen.thaw();
    await frozen.kill();
    await jalon.close();
  });

  const owe = async (n: number): Promise<void> => {
    await subscribeAll(jalon, [hookOf(jalon, uuid(n), [uuid(100 + n)], wishes)]);
    await setDeadlineOn(jalon, [uuid(100 + n)]);
  };
  const wishes = { ladder: { before: [7], overdue: [] } };
  const isFollowing = async (): Promise<boolean> => {
    const head = await jalon.events.head();
    const rows = await jalon.database.app.selectFrom('checkpoint').select('position').execute();
    return rows.length === 3 && rows.every(({ position }) => position === head);
  };
  const isWaitingInTransaction = async (): Promise<boolean> => {
    const { rows } = await sql`
      select from pg_stat_activity
      where application_name = 'jalon worker' and xact_start is not null and wait_event_type = 'Lock'
    `.execute(jalon.database.app);
    return rows.length > 0;
  };

  it('loses its locks and the transaction it is in to another, and does nothing twice once it goes on', async () => {
    await until(isFollowing);
    await jalon.database.owner.transaction().execute(async (tx) => {
      await sql`lock table deadline in access exclusive mode`.execute(tx);
      await owe(1);
      await until(isWaitingInTransaction);
      frozen.freeze();
    });
    await jalon.work();
    await until(isFollowing);
    await untilPlanned(jalon, 1);
    frozen.thaw();
    await owe(2);
    await untilPlanned(jalon, 2);
    expect(frozen.isOver()).toBe(false);
    await frozen.kill(); // its clock stays behind: it would take the job, and find nothing due
    jalon.clock.forward(HOUR);
    await until(async () => (await jalon.counts()).sent === 2);
    const { repeated } = await expectEachOnce(jalon, 2);
    expect(repeated).toBe(0);
  }, 120_000);

  it('is named by readiness until another works, or it goes on itself', async () => {
    const { app } = jalon.database;
    const heard = () => app.selectFrom('worker_condition').select('reported_at').executeTakeFirst();
    const pass = () => sql`update worker_condition set reported_at = reported_at - interval '20 seconds'`.execute(app);
    const named = async () => (await degradationsOf(app)).map(({ code }) => code);
    await until(async () => (await heard()) !== undefined);
    expect(await named()).toEqual([]);
    frozen.freeze();
    await pass();
    expect(await named()).toEqual(['worker-silent']);
    const other = await jalon.work();
    await until(async () => (await named()).length === 0);
    await other.close();
    await pass();
    expect(new Set(await named())).toEqual(new Set(['worker-silent']));
    frozen.thaw();
    await until(async () => (await named()).length === 0);
  }, 120_000);
});

describe('a worker whose event loop stands still', () => {
  it('is ended by itself within half a minute, so that whatever supervises it starts it again', async () => {
    const jalon = await prepareWorking('2026-11-23T07:30:00Z');
    const spins = "process.once('SIGUSR2',()=>{for(;;);})";
    const worker = startKillableWorker(jalon, { NODE_OPTIONS: `--import=data:text/javascript,${spins}` });
    await worker.running;
    worker.process.kill('SIGUSR2');
    worker.process.kill('SIGTERM'); // in vain
    await worker.ended;
    expect([worker.process.signalCode, worker.errors.join()]).toEqual([
      'SIGKILL',
      expect.stringContaining('The event loop stands still'),
    ]);
    await jalon.close();
  }, 120_000);
});
