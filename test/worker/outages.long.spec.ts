import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { degradationsOf } from '#health/degradations.js';
import { uuid } from '#test/events.js';
import { noRedis, startRedis } from '#test/redis-server.js';
import { until } from '#test/until.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
const onRedis = noRedis === undefined ? it : it.skip;
/** An officer's deadline, a week from now: of its seven reminders, the four overdue ones included, one is due today at nine. */
const deadline = {
  id: uuid(1),
  event: {
    type: 'DeadlineSet' as const,
    data: { key: 'audit', due: '2026-11-30', opens: '2026-01-01', reason: 'r' },
  },
};
const idsOf = (jalon: Working) =>
  jalon.receiver.received.filter((request) => payloadIn(request).type.startsWith('deadline.')).map(webhookId);
const webhookId = ({ headers }: { headers: Record<string, unknown> }) => headers['webhook-id'];

describe('a worker during outages', () => {
  let jalon: Working;

  const prepare = async (env: Record<string, string> = {}): Promise<void> => {
    jalon = await prepareWorking('2026-11-23T07:30:00Z', env);
  };
  /** So many subscribers of one deadline. */
  const plan = async (subscribers: number): Promise<void> => {
    for (let n = 0; n < subscribers; n += 1) await jalon.subscribe();
    await jalon.record(uuid(500), deadline);
    await until(async () => (await jalon.counts()).planned === 7 * subscribers);
  };
  const sent = (count: number) => until(async () => (await jalon.counts()).sent === count);

  afterEach(async () => {
    await jalon.close();
  });

  const conditions = async () => (await degradationsOf(jalon.database.app)).map(({ code }) => code);

  it('expires nothing and sends no reminder while its clock is wrong, and goes on by itself', async () => {
    await prepare();
    await jalon.work();
    await plan(1);
    const granted = { occurred: '2023-12-01', source: { kind: 'decision' as const, publisher: 'ANSSI' } };
    const data = { decision: '2118', validUntil: '2026-11-30' };
    await jalon.record(uuid(501), { id: uuid(2), event: { type: 'GrantIssued', ...granted, data } });
    const expiry = async () =>
      jalon.database.app.selectFrom('deadline').select('expiry').where('expiry', 'is not', null).executeTakeFirst();
    await until(async () => (await expiry()) !== undefined);
    const { expiry: id } = (await expiry())!;
    jalon.clock.wrongByMs = 8 * 24 * HOUR;
    await until(async () => (await conditions()).includes('worker-clock'));
    await sleep(1_000);
    expect(await jalon.events.find(id!)).toBeUndefined();
    expect(idsOf(jalon)).toEqual([]);
    expect(jalon.complaints).toContainEqual(expect.objectContaining({ condition: 'worker-clock' }));
    jalon.clock.wrongByMs = 0;
    jalon.clock.forward(8 * 24 * HOUR);
    await until(async () => (await jalon.events.find(id!)) !== undefined);
    await until(async () => (await conditions()).length === 0);
  });

  onRedis(
    'starts without Redis, continues once it is available, survives its loss and that of its data, and ends during another',
    async () => {
      const redis = await startRedis();
      try {
        await prepare({ REDIS_URL: redis.url });
        await redis.kill();
        const worker = await jalon.work();
        await until(async () => (await conditions()).includes('queue-unreachable'));
        await redis.restart();
        await until(async () => (await conditions()).length === 0);
        expect(jalon.complaints.length).toBeLessThan(10);
        await plan(3);
        await redis.kill();
        jalon.clock.forward(HOUR);
        await sleep(1_500);
        expect(idsOf(jalon)).toEqual([]);
        await redis.restart();
        await sent(3);
        expect(idsOf(jalon)).toHaveLength(3);
        expect(new Set(idsOf(jalon)).size).toBe(3);
        await redis.flushAll();
        jalon.clock.forward(4 * 24 * HOUR); // the next reminder is due on the last working day before
        await sent(6);
        expect(new Set(idsOf(jalon)).size).toBe(6);
        await redis.kill();
        await worker.close();
      } finally {
        await redis.close();
      }
    },
  );

  it('continues after the database has dropped every connection', async () => {
    await prepare();
    await jalon.work();
    await plan(3);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = current_user and pid <> pg_backend_pid()
    `.execute(jalon.database.app);
    jalon.clock.forward(HOUR);
    await sent(3);
    expect(idsOf(jalon)).toHaveLength(3);
    expect(new Set(idsOf(jalon)).size).toBe(3);
  });
});
