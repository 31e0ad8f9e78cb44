import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { compiled, type Compiled } from '#test/compiled.js';
import { fact, uuid } from '#test/events.js';
import { noRedis, startRedis } from '#test/redis-server.js';
import { until } from '#test/until.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
const onRedis = noRedis === undefined ? it : it.skip;
const grant = (n: number) => ({
  id: uuid(n),
  event: fact('GrantIssued', '2023-11-30', { decision: String(n), validUntil: '2026-11-30' }),
});
const idsOf = (jalon: Working) =>
  jalon.receiver.received.filter((request) => payloadIn(request).type === 'deadline.reminder').map(webhookId);
const webhookId = ({ headers }: { headers: Record<string, unknown> }) => headers['webhook-id'];

describe('a worker whose surroundings fail', () => {
  let jalon: Working;

  const prepare = async (env: Record<string, string> = {}): Promise<void> => {
    jalon = await prepareWorking('2026-11-23T07:30:00Z', env);
  };
  const recordGrants = async (count: number): Promise<void> => {
    for (let n = 1; n <= count; n += 1) await jalon.record(uuid(500 + n), grant(n));
    await until(async () => (await jalon.counts()).planned === 3 * count);
  };
  const sent = (count: number, timeoutMs?: number) =>
    until(async () => (await jalon.counts()).sent === count, timeoutMs);

  afterEach(async () => {
    await jalon.close();
  });

  onRedis('starts without Redis, goes on once it is there, and survives its loss', async () => {
    const redis = await startRedis();
    try {
      await prepare({ REDIS_URL: redis.url });
      await redis.kill();
      await jalon.work();
      await redis.restart();
      await jalon.subscribe();
      await recordGrants(2);
      await redis.kill();
      jalon.clock.forward(HOUR);
      await jalon.record(uuid(700), grant(100));
      await sleep(1_500);
      expect(idsOf(jalon)).toEqual([]);
      await redis.restart();
      await sent(3, 20_000);
      expect(new Set(idsOf(jalon)).size).toBe(3);
    } finally {
      await redis.close();
    }
  });

  onRedis('ends within seconds while Redis is away', async () => {
    const redis = await startRedis();
    await prepare({ REDIS_URL: redis.url });
    const worker = await jalon.work();
    await jalon.subscribe();
    await redis.close();
    const startedAt = performance.now();
    await worker.close();
    expect(performance.now() - startedAt).toBeLessThan(6_000);
  });

  it('goes on after the database has dropped every connection', async () => {
    await prepare();
    await jalon.work();
    await jalon.subscribe();
    await recordGrants(2);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
    `.execute(jalon.database.app);
    jalon.clock.forward(HOUR);
    await jalon.record(uuid(700), grant(100));
    await sent(3, 20_000);
    expect(new Set(idsOf(jalon)).size).toBe(3);
  });
});

describe('a worker process', () => {
  let jalon: Working;
  let code: Compiled;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    code = await compiled();
    jalon = await prepareWorking('2026-11-23T07:30:00Z');
  }, 60_000);
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await jalon.close();
    await code.remove();
  });

  const start = async (offsetMs: number): Promise<ChildProcess> => {
    const { DATABASE_URL, JALON_SECRET } = jalon.settings;
    const settings = { DATABASE_URL, JALON_SECRET, JALON_WEBHOOK_ALLOW: '127.0.0.1/32' };
    const env = { PATH: process.env['PATH'], ...settings, JALON_CLOCK_OFFSET: String(Math.round(offsetMs)) };
    const child = spawn(process.execPath, [code.script('apps/worker/main.ts')], {
      env,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('The worker is running')) resolve();
      });
      child.once('exit', (status) => {
        reject(new Error(`the worker ended with ${String(status)}`));
      });
    });
    return child;
  };

  it('sends everything once though it is killed in the middle and started again', async () => {
    const worker = await jalon.work();
    await jalon.subscribe();
    for (let n = 1; n <= 30; n += 1) await jalon.record(uuid(500 + n), grant(n));
    await until(async () => (await jalon.counts()).planned === 90);
    await worker.close();
    const later = jalon.clock.offsetMs + HOUR;
    const first = await start(later);
    await until(() => idsOf(jalon).length >= 3);
    first.kill('SIGKILL');
    await once(first, 'exit');
    await start(later + 3 * 60_000); // claims of the dead one have lapsed by then
    await until(async () => (await jalon.counts()).sent === 30, 40_000);
    expect(new Set(idsOf(jalon)).size).toBe(30);
    expect(idsOf(jalon).length).toBeLessThanOrEqual(30 + 8); // what was under way when it died comes again, under its id
  }, 90_000);

  it.each(['SIGTERM', 'disconnect'] as const)('ends by itself within seconds on %s', async (occasion) => {
    const child = await start(jalon.clock.offsetMs);
    const exit = once(child, 'exit');
    const startedAt = performance.now();
    if (occasion === 'SIGTERM') child.kill('SIGTERM');
    else child.disconnect();
    expect(await exit).toEqual([0, null]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
