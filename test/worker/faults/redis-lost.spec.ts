import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuid } from '#test/events.js';
import { expectEachOnce } from '#test/faults/arrivals.js';
import { figure } from '#test/faults/figure.js';
import { nudge, setDeadlines, subscribeAll, untilPlanned } from '#test/faults/owed.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
const EACH = 100;
const zones = ['Europe/Paris', 'Europe/London', 'Atlantic/Azores'] as const; // nine o'clock an hour or more apart
const run = noRedis === undefined ? it : it.skip;

describe('reminders woken by Redis', () => {
  let redis: RedisServer;
  let jalon: Working;

  afterEach(async () => {
    if (noRedis !== undefined) return;
    await jalon.close();
    await redis.close();
  });

  const arrived = (count: number) => until(() => jalon.receiver.received.length >= count);

  run(
    'arrive once each though it is flushed, killed and started again in the middle',
    async () => {
      redis = await startRedis();
      jalon = await prepareWorking('2026-11-23T07:30:00Z', { REDIS_URL: redis.url });
      await Promise.all([jalon.work(), jalon.work()]);
      const dossiers = Array.from({ length: zones.length * EACH }, (_, index) => uuid(10_000 + index));
      const wishesIn = (timeZone: string) => ({ timeZone, ladder: { before: [7], overdue: [] } });
      await subscribeAll(
        jalon,
        dossiers.map((dossier, index) => {
          const id = uuid(1_000 + index);
          const wishes = wishesIn(zones[Math.floor(index / EACH)]!);
          return { id, channel: 'webhook', target: `${jalon.receiver.url}/${id}`, dossiers: [dossier], wishes };
        }),
      );
      await setDeadlines(
        jalon,
        dossiers.map((dossier) => ({ dossier, key: 'file', due: '2026-11-30' })),
      );
      await untilPlanned(jalon, 3 * EACH);
      jalon.receiver.answer = (_, response) => void sleep(40).then(() => response.writeHead(204).end());

      jalon.clock.forward(HOUR); // nine in Paris
      await nudge(jalon);
      await arrived(20);
      await redis.flushAll();
      await arrived(EACH / 2);
      await redis.flushAll();
      await until(async () => (await jalon.counts()).sent === EACH);

      await redis.kill();
      jalon.clock.forward(HOUR); // nine in London, while nobody can be woken
      await nudge(jalon);
      await sleep(300);
      await redis.restart();
      const backAt = performance.now();
      await until(async () => {
        await nudge(jalon);
        return jalon.receiver.received.length >= EACH + 20;
      });
      const backMs = Math.round(performance.now() - backAt);
      await redis.restart(); // killed in the middle, and back at once, empty
      await until(async () => {
        await nudge(jalon);
        return (await jalon.counts()).sent === 2 * EACH;
      });

      await redis.flushAll(); // whatever was queued for later is gone
      jalon.clock.forward(2 * HOUR); // past nine in the Azores
      await nudge(jalon);
      await until(async () => (await jalon.counts()).sent === 3 * EACH);
      await sleep(300);
      const { repeated } = await expectEachOnce(jalon, 3 * EACH);
      expect(repeated).toBe(0);
      figure('Redis flushed twice, killed twice', { reminders: 3 * EACH, repeated, backMs });
    },
    90_000,
  );
});
