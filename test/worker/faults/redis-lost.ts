import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#database/embedded/embedded.js';
import { expectAllTold } from '#test/faults/arrivals.js';
import { figure } from '#test/faults/silent-proxy.js';
import { startKillableWorker } from '#test/faults/killable-worker.js';
import { nudge, recordStatements, subscribeToChanges } from '#test/faults/owed.js';
import { noRedis, startRedis } from '#test/redis-server.js';
import { until } from '#test/until.js';
import { prepareWorking } from '#test/working.js';

const run = noRedis === undefined ? it : it.skip;

const ANSWER_MS = 1_500;

/** The spec of a worker whose Redis is flushed and killed so often while endpoints are being told. */
export function loseRedis(scale: { kills: number; flushes: number; endpoints: number }): void {
  run(
    'goes on turning through every kill and flush, and tells each of them everything once',
    async () => {
      const [redis, port] = await Promise.all([startRedis(), freePort('127.0.0.1')]);
      const jalon = await prepareWorking('2026-11-23T07:30:00Z');
      const worker = startKillableWorker(jalon, { REDIS_URL: redis.url, WORKER_PORT: String(port) });
      try {
        await subscribeToChanges(jalon, scale.endpoints);
        let open = 0;
        jalon.receiver.answer = (_, response) => {
          open += 1;
          void sleep(ANSWER_MS).then(() => response.writeHead(204).end(() => (open -= 1)));
        };
        const unsent = jalon.database.app.selectFrom('delivery').select('id').where('state', '<>', 'sent');
        for (let round = 0; round < scale.kills + scale.flushes; round++) {
          await recordStatements(jalon, { dossiers: 1, each: 3, from: round });
          await until(() => open >= scale.endpoints / 2);
          if (round < scale.flushes) await redis.flushAll();
          else {
            await redis.kill();
            await until(() => open === 0); // jobs end while the queue cannot be told
            const alive = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(10_000) });
            expect(alive.status).toBe(200);
            await redis.restart();
          }
          await until(async () => {
            await nudge(jalon);
            return (
              jalon.receiver.received.length >= 3 * scale.endpoints * (round + 1) &&
              (await unsent.execute()).length === 0
            );
          });
        }
        const repeated = await expectAllTold(jalon);
        expect(repeated).toBe(0);
        figure('Redis flushed and killed', { ...scale, messages: jalon.receiver.received.length, repeated });
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
}
