import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuid } from '#test/events.js';
import { startKillableWorker } from '#test/faults/killable-worker.js';
import { until } from '#test/until.js';
import { payloadIn, type ReceivedRequest } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
/** An officer's deadline, a week from now: one reminder of it is due today at nine. */
const deadline = (n: number) => ({
  id: uuid(n),
  event: {
    type: 'DeadlineSet' as const,
    data: { key: `audit-${n}`, due: '2026-11-30', opens: '2026-01-01', reason: 'r' },
  },
});
const isReminder = (request: ReceivedRequest) => payloadIn(request).type.startsWith('deadline.');

describe('a worker process that is stopped', () => {
  let jalon: Working;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    jalon = await prepareWorking('2026-11-23T07:30:00Z');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await jalon.close();
  });

  /** Reminders due in an hour for subscribers, each of whom hears of some deadlines; nobody works yet. */
  async function planned(...subscribers: readonly (readonly number[])[]): Promise<void> {
    const worker = await jalon.work();
    const dossier = (n: number) => uuid(500 + n);
    for (const n of new Set(subscribers.flat())) await jalon.record(dossier(n), deadline(n));
    for (const some of subscribers)
      await jalon.subscribe({ changes: false, deadlines: true, dossiers: some.map(dossier) });
    await until(async () => (await jalon.counts()).planned === 7 * subscribers.flat().length);
    await worker.close();
  }

  /** Answers reminders after so long, everything else at once. */
  function answerAfter(ms: number): void {
    jalon.receiver.answer = (request, response) => {
      if (!isReminder(request)) response.end();
      else setTimeout(() => response.end(), ms);
    };
  }

  const start = async (): Promise<ChildProcess> => {
    const worker = startKillableWorker(jalon, { JALON_CLOCK_OFFSET: String(Math.round(jalon.clock.offsetMs + HOUR)) });
    children.push(worker.process);
    await worker.running;
    if (!worker.runs()) throw new Error(`the worker did not start:\n${worker.errors.join('\n')}`);
    return worker.process;
  };
  const arrived = () => jalon.receiver.received.filter(isReminder).map(({ headers }) => headers['webhook-id']);
  const deliveries = async () => {
    const rows = await jalon.database.app
      .selectFrom('delivery')
      .select(['state', 'attempts'])
      .where('kind', '<>', 'confirm')
      .execute();
    return rows.map(({ state, attempts }) => `${state} ${attempts}`).sort();
  };

  it('completes the reminder and the digest that it is sending, and records them', async () => {
    await planned([1], [2, 3, 4]);
    answerAfter(2_000);
    const child = await start();
    await until(() => arrived().length === 2);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]); // a shutdown that hangs is ended with 1
    const types = jalon.receiver.received.filter(isReminder).map((request) => payloadIn(request).type);
    expect(types.sort()).toEqual(['deadline.digest', 'deadline.reminder']);
    expect(await deliveries()).toEqual(['sent 1', 'sent 1']);
    expect(await jalon.counts()).toMatchObject({ sent: 4 });
  });

  it('releases messages not yet begun, which the next worker sends once each', async () => {
    await planned(...Array<number[]>(24).fill([1]));
    answerAfter(3_000);
    const child = await start();
    await until(() => arrived().length >= 16); // more once these are found to be slow
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    const begun = arrived().length;
    expect(await deliveries()).toEqual([
      ...Array<string>(24 - begun).fill('planned 0'),
      ...Array<string>(begun).fill('sent 1'),
    ]);
    answerAfter(0);
    const next = await start();
    await until(async () => (await jalon.counts()).sent === 24); // no claim has to lapse first
    expect(arrived()).toHaveLength(24);
    expect(new Set(arrived()).size).toBe(24);
    next.disconnect(); // as when its parent is killed
    expect(await once(next, 'exit')).toEqual([0, null]);
  });

  it('does not wait for planning that is blocked by a lock', async () => {
    await planned([1]);
    for (const lock of ['jalon reconciler', 'jalon deadlines']) {
      const other = await jalon.database.app.dedicated('another planner');
      await other.query('select pg_advisory_lock(hashtext($1))', [lock]);
      await jalon.database.app.updateTable('reminder_horizon').set({ planned_until: '2026-11-23' }).execute();
      try {
        const child = await start();
        await sleep(1_000);
        child.kill('SIGTERM');
        expect([lock, ...((await once(child, 'exit')) as unknown[])]).toEqual([lock, 0, null]);
      } finally {
        await other.end();
      }
    }
  });

  it('ends immediately on a second signal, and leaves the message to whoever finds its claim lapsed', async () => {
    await planned([1]);
    answerAfter(10_000);
    const child = await start();
    await until(() => arrived().length === 1);
    child.kill('SIGTERM');
    await sleep(700); // signals within half a second count as one
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect(await deliveries()).toEqual(['claimed 1']);
  });
});
