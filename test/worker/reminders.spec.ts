import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue, createPostgresBackend } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { lockPlanning } from '#deadlines/planning.js';
import { addDays } from '#domain/date/day.js';
import { uuidOf } from '#event-store/encoding.js';
import { corrected, fact, uuid } from '#test/events.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';
import { ReminderHandler } from '../../apps/worker/sending.js';
import { QUEUES } from '../../apps/worker/queues.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = '2026-11-23';

/** What is planned when is in `planning/`; here it is how a worker comes to send it. */
describe.each(['PostgreSQL', 'Redis'])('reminders, woken by a queue on %s', (backend) => {
  const run = backend === 'Redis' && noRedis !== undefined ? it.skip : it;
  let redis: RedisServer | undefined;
  let jalon: Working;
  let worker: INestApplicationContext;
  let weeks = 0;

  beforeAll(async () => {
    if (backend === 'Redis' && noRedis === undefined) redis = await startRedis();
    jalon = await prepareWorking(`${MONDAY}T07:30:00Z`, redis ? { REDIS_URL: redis.url } : {});
    worker = await jalon.work();
  });
  afterAll(async () => {
    await jalon.close();
    await redis?.close();
  });

  /** Another Monday at half past eight, half an hour before reminders are sent, and grants that end a week later. */
  async function nextWeek(grants = 1) {
    const days = 7 * weeks;
    const base = 1_000 * (weeks += 1);
    jalon.clock.forward(Date.parse(`${MONDAY}T07:30:00Z`) + days * DAY - jalon.clock.now().getTime());
    jalon.receiver.received.length = 0;
    const ended = { state: 'unsubscribed', ended_at: new Date() } as const;
    await jalon.database.app.updateTable('subscription').set(ended).execute();
    const validUntil = addDays(MONDAY, days + 7);
    const dossiers = Array.from({ length: grants }, (_, nth) => uuid(base + nth));
    for (const [nth, dossier] of dossiers.entries()) {
      const data = { decision: '2118', validFrom: '2023-11-30', validUntil };
      await jalon.record(
        dossier,
        { id: uuid(base + 100 + nth), event: fact('GrantIssued', '2023-11-30', data) },
        // Met, so that the renewal window reminds nobody.
        { id: uuid(base + 200 + nth), event: fact('ApplicationFiled', '2025-01-01', {}, 'company') },
      );
    }
    return { dossier: dossiers[0]!, dossiers, issued: uuid(base + 100), validUntil };
  }
  const subscribe = (dossiers: string[]) => jalon.subscribe({ changes: false, deadlines: true, dossiers });
  const count = async (subscription: string, state: string) => {
    const rows = await jalon.database.app
      .selectFrom('reminder')
      .select('state')
      .where('subscription', '=', subscription)
      .execute();
    return rows.filter((row) => row.state === state).length;
  };

  const emptyQueue = async (): Promise<void> => {
    if (redis) return redis.flushAll();
    for (const name of QUEUES) {
      const connection = { connectionString: jalon.settings.DATABASE_URL, schema: 'bullmq' };
      const queue = new Queue(name, { connection }, createPostgresBackend);
      await queue.obliterate({ force: true });
      await queue.close();
    }
  };

  run('are planned within a second for a subscription that comes later, and sent once at nine', async () => {
    const { dossier, validUntil } = await nextWeek();
    const subscription = await subscribe([dossier]);
    await until(async () => (await count(subscription, 'planned')) === 7);
    expect(jalon.reminders()).toEqual([]);
    jalon.clock.forward(HOUR);
    await subscribe([dossier]); // anything that is owed wakes the worker
    await until(async () => (await count(subscription, 'sent')) === 1);
    expect(jalon.reminders()[0]).toMatchObject({
      ...{ kind: 'grant-end', provider: 'Outscale', service: 'IaaS', scheme: 'secnumcloud', due: validUntil },
      ...{ daysLeft: 7, rung: 7, title: '2118', dossier },
    });
  });

  run('wait until the follower has planned from all that is on record', async () => {
    const { dossier, issued, validUntil } = await nextWeek();
    const subscription = await subscribe([dossier]);
    await until(async () => (await count(subscription, 'planned')) === 7);
    await jalon.database.app.transaction().execute(async (tx) => {
      await lockPlanning(tx); // the follower cannot go on
      await jalon.record(dossier, { id: uuid(30), event: corrected(issued, { data: { validUntil: '2027-08-31' } }) });
      jalon.clock.forward(HOUR);
      const handling = worker.get(ReminderHandler).handle();
      await sleep(700);
      expect(await count(subscription, 'planned')).toBe(7);
      void handling;
    });
    await until(async () => (await count(subscription, 'superseded')) > 0);
    await sleep(500);
    expect(jalon.reminders().map(({ due }) => due)).not.toContain(validUntil);
  });

  run('are sent once, by several workers, though the queue is emptied under them', async () => {
    const { dossiers } = await nextWeek(21);
    await jalon.work();
    const subscription = await subscribe(dossiers);
    await until(async () => (await count(subscription, 'planned')) === 21 * 7);
    await emptyQueue();
    jalon.clock.forward(HOUR);
    await jalon.work();
    await until(async () => (await count(subscription, 'sent')) === 21);
    await emptyQueue();
    await subscribe(dossiers.slice(0, 1));
    await sleep(500);
    const deadlines = jalon.reminders().filter(({ id }, nth, all) => all.findIndex((one) => one.id === id) === nth);
    expect(deadlines.length).toBe(jalon.reminders().length);
    expect(jalon.complaints.filter((complaint) => (complaint as { text: string }).text === 'Job failed')).toEqual([]);
  });

  run('record the lapse of a grant once, whoever sweeps, the day after its end', async () => {
    const { dossier, issued, validUntil } = await nextWeek();
    const deadline = jalon.database.app.selectFrom('deadline').selectAll().where('key', '=', `grant-end/${issued}`);
    const expiry = uuidOf('grant-expired', issued, validUntil);
    await until(async () => (await deadline.execute()).length > 0);
    jalon.clock.forward(7 * DAY);
    await jalon.work();
    await sleep(300);
    expect(await jalon.events.find(expiry)).toBeUndefined();
    jalon.clock.forward(DAY);
    await jalon.work();
    await until(async () => (await jalon.events.find(expiry)) !== undefined);
    await sleep(300);
    const record = await jalon.events.read(`dossier-${dossier}`);
    expect(record.filter(({ event }) => event.type === 'GrantExpired').map(({ event }) => event)).toEqual([
      {
        type: 'GrantExpired',
        occurred: addDays(validUntil, 1),
        data: { grant: expect.any(String), decision: '2118', validUntil },
      },
    ]);
    expect((await deadline.executeTakeFirst())?.state).toBe('missed');
  });
});
