import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database/embedded/embedded.js';
import { uuid } from '#test/events.js';
import { expectAllTold, expectEachOnce } from '#test/faults/arrivals.js';
import { figure } from '#test/faults/figure.js';
import { startKillableWorker } from '#test/faults/killable-worker.js';
import {
  nudge,
  recordStatements,
  setDeadlines,
  subscribeAll,
  subscribeToChanges,
  untilPlanned,
} from '#test/faults/owed.js';
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

describe('a worker whose Redis is lost while 60 endpoints are being told', () => {
  const [KILLS, FLUSHES, ENDPOINTS, ANSWER_MS] = [5, 3, 60, 1_500];

  run(
    'goes on turning through five kills and three flushes, and tells each of them everything once',
    async () => {
      const [redis, port] = await Promise.all([startRedis(), freePort('127.0.0.1')]);
      const jalon = await prepareWorking('2026-11-23T07:30:00Z');
      const worker = startKillableWorker(jalon, { REDIS_URL: redis.url, WORKER_PORT: String(port) });
      try {
        await subscribeToChanges(jalon, ENDPOINTS);
        let open = 0;
        jalon.receiver.answer = (_, response) => {
          open += 1;
          void sleep(ANSWER_MS).then(() => response.writeHead(204).end(() => (open -= 1)));
        };
        const left = async (): Promise<number> => {
          const { database } = jalon;
          return (await database.app.selectFrom('delivery').select('id').where('state', '<>', 'sent').execute()).length;
        };
        for (let round = 0; round < KILLS + FLUSHES; round++) {
          await recordStatements(jalon, { dossiers: 1, each: 3, from: round });
          await until(() => open >= ENDPOINTS / 2);
          if (round < FLUSHES) await redis.flushAll();
          else {
            await redis.kill();
            await until(() => open === 0); // jobs end while the queue cannot be told
            const alive = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(10_000) });
            expect(alive.status).toBe(200);
            await redis.restart();
          }
          await until(async () => {
            await nudge(jalon);
            return jalon.receiver.received.length >= 3 * ENDPOINTS * (round + 1) && (await left()) === 0;
          });
        }
        const repeated = await expectAllTold(jalon);
        expect(repeated).toBe(0);
        figure('Redis flushed thrice, killed five times', { messages: jalon.receiver.received.length, repeated });
        await redis.kill();
        worker.process.kill('SIGTERM');
        await worker.ended;
        expect(worker.process.exitCode).toBe(0);
      } finally {
        await worker.kill();
        await jalon.close();
        await redis.close();
      }
    },
    180_000,
  );
});
