import { afterEach, describe, expect, it } from '@jest/globals';
import { uuid } from '#test/events.js';
import { expectEachOnce } from '#test/faults/arrivals.js';
import { figure } from '#test/faults/silent-proxy.js';
import { hookOf, nudge, setDeadlineOn, subscribeAll, untilPlanned } from '#test/faults/owed.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';
import { Scheduler } from '../../../apps/worker/scheduler.js';

const HOUR = 3_600_000;
const wishes = { ladder: { before: [7], overdue: [] } };

describe.each(['PostgreSQL', 'Redis'])('four workers on one queue on %s', (backend) => {
  const run = backend === 'Redis' && noRedis !== undefined ? it.skip : it;
  let redis: RedisServer | undefined;
  let jalon: Working;

  afterEach(async () => {
    await jalon.close();
    await redis?.close();
  });

  run('send each of 500 reminders once, whoever reconciles, and complain of nothing', async () => {
    redis = backend === 'Redis' ? await startRedis() : undefined;
    jalon = await prepareWorking('2026-11-23T07:30:00Z', redis ? { REDIS_URL: redis.url } : {});
    const workers = await Promise.all([jalon.work(), jalon.work(), jalon.work(), jalon.work()]);
    const dossiers = Array.from({ length: 300 }, (_, index) => uuid(10_000 + index));
    const hook = (id: string, of: readonly string[]) => hookOf(jalon, id, of, wishes);
    await subscribeAll(jalon, [
      ...dossiers.map((dossier, index) => hook(uuid(1_000 + index), [dossier])),
      ...Array.from({ length: 10 }, (_, index) =>
        hook(uuid(5_000 + index), dossiers.slice(20 * index, 20 * index + 20)),
      ),
    ]);
    await setDeadlineOn(jalon, dossiers);
    await untilPlanned(jalon, 500);
    const startedAt = performance.now();
    jalon.clock.forward(HOUR);
    await nudge(jalon);
    let over = false;
    const races = workers.slice(0, 2).map(async (worker) => {
      const scheduler = worker.get(Scheduler);
      while (!over) await scheduler.reconcile().then(() => scheduler.queue(2 * HOUR));
    });
    await until(async () => (await jalon.counts()).sent === 500);
    over = true;
    await Promise.all(races);
    const ms = Math.round(performance.now() - startedAt);
    const { messages, repeated } = await expectEachOnce(jalon, 500);
    expect({ messages: messages.size, repeated }).toEqual({ messages: 310, repeated: 0 });
    expect(jalon.complaints).toEqual([]);
    figure(`raced on ${backend}`, { messages: messages.size, repeated, ms });
  });
});
