import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import type { INestApplicationContext } from '@nestjs/common';
import { PublishRegister } from '#registers/known-registers.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { entries, startRegisterServer } from '#test/register-server.js';
import { until } from '#test/until.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';
import { Queues } from '../../../apps/worker/queues.js';

const suite = noRedis === undefined ? describe : describe.skip;

suite('a worker that fetches registers', () => {
  let redis: RedisServer;
  let jalon: Working;
  let worker: INestApplicationContext;
  let authority: Awaited<ReturnType<typeof startRegisterServer>>;

  beforeAll(async () => {
    redis = await startRedis();
    jalon = await prepareWorking('2026-11-28T08:00:00Z', { REDIS_URL: redis.url, JALON_REGISTER_FETCH: 'on' });
    authority = await startRegisterServer();
    worker = await jalon.work();
  });
  afterAll(async () => {
    authority.close();
    await jalon.close();
    await redis.close();
  });

  const queue = () =>
    worker
      .get(Queues)
      .all()
      .find(({ name }) => name === 'register')!;
  /** The beginning of the next minute comes at once. */
  const wake = async (): Promise<void> => {
    await until(async () => (await queue().getDelayed()).length > 0);
    for (const job of await queue().getDelayed()) await job.promote();
  };
  const messages = () =>
    jalon.receiver.received.map(payloadIn).filter(({ type }) => type !== 'subscription.verification');

  it('is woken by the queue every minute, and its subscribers are told of the reading', async () => {
    const unknown = { changes: true, deadlines: true, registers: ['test-list'] };
    await expect(jalon.subscribe(unknown)).rejects.toMatchObject({ code: 'not-found' });
    // Before it is published: from then on it may be fetched at any minute.
    await jalon.subscribe({
      changes: true,
      deadlines: true,
      schemes: ['fedramp'],
      eventTypes: ['RegisterRead'],
    });
    await worker.get(CommandBus).execute(new PublishRegister(authority.register, { actor: 'test' }));
    expect(await queue().getJobSchedulers()).toMatchObject([{ key: 'register', pattern: '* * * * *' }]);
    await wake();
    await until(() => messages().length === 1);
    expect(messages()).toMatchObject([
      { type: 'register.read', data: { register: 'test-list', name: 'Test list', entries: 4, added: 4, more: false } },
    ]);
  });

  it('is woken again after all jobs are lost', async () => {
    await redis.flushAll();
    authority.served.entries = entries(4, { status: 'In Process' }).slice(0, 1).concat(entries(4).slice(1));
    jalon.clock.forward(86_400_000);
    await until(async () => (await queue().getJobSchedulers()).length === 1);
    await wake();
    await until(() => messages().length === 2);
    expect(messages()[1]).toMatchObject({ type: 'register.read', data: { changed: 1, added: 0, changes: 1 } });
  });

  it('stops at once while a server does not answer, and leaves the register due', async () => {
    authority.behaviour.answer = () => undefined;
    const asked = authority.requests.length;
    jalon.clock.forward(86_400_000);
    await wake();
    await until(() => authority.requests.length > asked);
    const began = performance.now();
    await worker.close();
    expect(performance.now() - began).toBeLessThan(8_000);
    const { next_at } = await jalon.database.app
      .selectFrom('register_fetch')
      .select('next_at')
      .executeTakeFirstOrThrow();
    expect(next_at.getTime()).toBeLessThanOrEqual(jalon.clock.now().getTime());
  });
});
