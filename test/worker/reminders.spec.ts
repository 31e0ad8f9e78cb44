import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Queue, createPostgresBackend } from 'bullmq';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import { lockPlanning } from '#deadlines/planning.js';
import { waitUntilSeen } from '#event-store/checkpoint.js';
import { uuidOf } from '#event-store/encoding.js';
import { corrected, fact, retracted, uuid } from '#test/events.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { until } from '#test/until.js';
import { payloadIn } from '#test/webhook-receiver.js';
import { prepareWorking, type Working } from '#test/working.js';
import { ReminderHandler } from '../../apps/worker/reminder-handler.js';
import { QUEUES } from '../../apps/worker/queues.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const dossier = uuid(500);
const issued = uuid(1);
/** Its end is a week after the clock's day. */
const grant = {
  id: issued,
  event: fact('GrantIssued', '2023-11-30', { decision: '2118', validFrom: '2023-11-30', validUntil: '2026-11-30' }),
};
/** Met, so that the renewal window reminds nobody. */
const filed = { id: uuid(2), event: fact('ApplicationFiled', '2025-01-01', {}, 'company') };

describe.each(['PostgreSQL', 'Redis'])('reminders, woken by a queue on %s', (backend) => {
  const run = backend === 'Redis' && noRedis !== undefined ? it.skip : it;
  let redis: RedisServer | undefined;
  let jalon: Working;
  let worker: INestApplicationContext;

  beforeAll(async () => {
    if (backend === 'Redis' && noRedis === undefined) redis = await startRedis();
  });
  afterAll(async () => {
    await redis?.close();
  });
  beforeEach(async () => {
    await redis?.flushAll();
    // 08:30 in Paris, half an hour before reminders are sent
    jalon = await prepareWorking('2026-11-23T07:30:00Z', redis ? { REDIS_URL: redis.url } : {});
    worker = await jalon.work();
  });
  afterEach(async () => {
    await jalon.close();
  });

  const states = async (key: string) => {
    const rows = await jalon.database.app
      .selectFrom('reminder')
      .select(['deadline_version as version', 'rung', 'state'])
      .where('deadline_key', '=', key)
      .orderBy('deadline_version')
      .orderBy('rung', 'desc')
      .execute();
    return rows.map(({ version, rung, state }) => `v${version} ${rung} ${state}`);
  };
  const planned = (key: string, count: number) => until(async () => (await states(key)).length >= count);
  const end = `grant-end/${issued}`;

  const emptyQueue = async (): Promise<void> => {
    if (redis) return redis.flushAll();
    for (const name of QUEUES) {
      const connection = { connectionString: jalon.settings.DATABASE_URL, schema: 'bullmq' };
      const queue = new Queue(name, { connection }, createPostgresBackend);
      await queue.obliterate({ force: true });
      await queue.close();
    }
  };

  run('are planned from the confirmation on, at nine of working days', async () => {
    await jalon.subscribe();
    await jalon.record(dossier, grant, filed);
    await planned(end, 7);
    const rows = await jalon.database.app
      .selectFrom('reminder')
      .select(['rung', 'fire_at', 'state'])
      .where('deadline_key', '=', end)
      .orderBy('fire_at')
      .execute();
    expect(rows.map(({ rung, fire_at, state }) => `${rung} ${fire_at.toISOString()} ${state}`)).toEqual([
      '7 2026-11-23T08:00:00.000Z planned',
      '1 2026-11-27T08:00:00.000Z planned',
      '0 2026-11-30T08:00:00.000Z planned',
      '-1 2026-12-01T08:00:00.000Z planned',
      '-7 2026-12-07T08:00:00.000Z planned',
      '-14 2026-12-14T08:00:00.000Z planned',
      '-21 2026-12-21T08:00:00.000Z planned',
    ]);
  });

  run('are planned within a second for a subscription that comes later, and sent once at nine', async () => {
    await jalon.record(dossier, grant, filed);
    await jalon.subscribe();
    await planned(end, 7);
    expect(jalon.reminders()).toEqual([]);
    jalon.clock.forward(HOUR);
    await jalon.subscribe({ schemes: ['hds'] }); // anything that is owed wakes the worker
    await until(() => jalon.reminders().length > 0);
    await until(async () => (await jalon.counts()).sent === 1);
    expect(jalon.reminders()).toMatchObject([
      {
        kind: 'grant-end',
        provider: 'Outscale',
        service: 'IaaS',
        scheme: 'secnumcloud',
        due: '2026-11-30',
        daysLeft: 7,
        rung: 7,
        title: '2118',
        dossier,
      },
    ]);
  });

  run('of a date that moved are superseded, those of a deadline met are cancelled', async () => {
    await jalon.subscribe();
    await jalon.record(dossier, grant, filed);
    await planned(end, 7);
    await jalon.record(dossier, { id: uuid(3), event: corrected(issued, { data: { validUntil: '2026-12-31' } }) });
    await until(async () => (await states(end)).includes('v1 7 superseded'));
    expect((await states(end)).slice(-3)).toEqual(['v2 30 planned', 'v2 14 planned', 'v2 7 planned']);
    expect((await states(end)).slice(0, -3).filter((state) => !state.endsWith('superseded'))).toEqual([]);
    const renewal = fact('GrantIssued', '2026-11-20', { decision: '77', validUntil: '2029-11-20' });
    await jalon.record(dossier, { id: uuid(4), event: renewal });
    await until(async () => (await states(end)).includes('v2 7 cancelled'));
    await jalon.record(dossier, { id: uuid(5), event: retracted(uuid(4)) });
    await until(async () => (await states(end)).includes('v2 7 planned'));
    expect(jalon.reminders()).toEqual([]);
  });

  run('after downtime, only the most urgent of a deadline is sent', async () => {
    await jalon.subscribe();
    await jalon.record(dossier, grant, filed);
    await planned(end, 7);
    jalon.clock.forward(7 * DAY + HOUR);
    await jalon.subscribe({ schemes: ['hds'] });
    await until(async () => (await jalon.counts()).sent === 1);
    expect((await states(end)).slice(0, 4)).toEqual(['v1 7 skipped', 'v1 1 skipped', 'v1 0 sent', 'v1 -1 planned']);
    expect(jalon.reminders().map(({ daysLeft }) => daysLeft)).toEqual([0]);
  });

  run('are sent once, by several workers, though the queue is emptied under them', async () => {
    await jalon.work();
    await jalon.subscribe();
    await jalon.record(dossier, grant, filed);
    for (let n = 1; n <= 20; n += 1)
      await jalon.record(uuid(600 + n), { ...grant, id: uuid(700 + n) }, { ...filed, id: uuid(800 + n) });
    await until(async () => (await jalon.counts()).planned === 21 * 7);
    await emptyQueue();
    jalon.clock.forward(HOUR);
    await jalon.work();
    await until(async () => (await jalon.counts()).sent === 21);
    await emptyQueue();
    await jalon.subscribe({ schemes: ['hds'] });
    await sleep(500);
    expect(jalon.reminders()).toHaveLength(21);
    expect(jalon.complaints.filter((complaint) => (complaint as { text: string }).text === 'Job failed')).toEqual([]);
  });

  run('follow the end of what a dossier builds on', async () => {
    await jalon.subscribe();
    const upper = uuid(501);
    await jalon.record(dossier, filed);
    await jalon.record(upper, {
      id: uuid(11),
      event: fact('DependencyDeclared', '2026-01-01', { dependsOn: dossier }),
    });
    await jalon.record(dossier, grant);
    await planned(`dependency-end/${upper}/${end}`, 7);
    await jalon.record(dossier, { id: uuid(12), event: fact('GrantWithdrawn', '2026-11-20', {}) });
    await until(async () => (await states(`dependency-end/${upper}/${end}`)).includes('v1 7 cancelled'));
  });

  run('wait until the follower has planned from all that is on record', async () => {
    await jalon.subscribe();
    await jalon.record(dossier, grant, filed);
    await planned(end, 7);
    await jalon.database.app.transaction().execute(async (tx) => {
      await lockPlanning(tx); // the follower cannot go on
      await jalon.record(dossier, { id: uuid(3), event: corrected(issued, { data: { validUntil: '2027-06-30' } }) });
      jalon.clock.forward(HOUR);
      const handling = worker.get(ReminderHandler).handle();
      await sleep(700);
      expect(await jalon.counts()).toMatchObject({ planned: 7 });
      void handling;
    });
    await until(async () => (await states(end)).includes('v1 7 superseded'));
    await sleep(500);
    expect(jalon.reminders().map(({ due }) => due)).not.toContain('2026-11-30');
  });

  run('are not planned or sent again when the ledger is followed from the beginning again', async () => {
    await jalon.subscribe();
    await jalon.record(dossier, grant, filed);
    await planned(end, 7);
    await jalon.record(dossier, { id: uuid(3), event: corrected(issued, { data: { validUntil: '2026-12-07' } }) });
    await until(async () => (await states(end)).length > 7);
    const before = await states(end);
    await worker.close();
    await jalon.database.app.updateTable('checkpoint').set({ position: 0 }).where('name', '=', 'deadlines').execute();
    await jalon.work();
    await until(() => waitUntilSeen(jalon.database.app, planningCheckpoint, 5, 100));
    expect(await states(end)).toEqual(before);
  });

  run('are not sent to a subscription that has ended', async () => {
    const id = await jalon.subscribe();
    await jalon.record(dossier, grant, filed);
    await planned(end, 7);
    await jalon.database.app
      .updateTable('subscription')
      .set({ state: 'unsubscribed', ended_at: new Date() })
      .where('id', '=', id)
      .execute();
    await until(async () => (await states(end)).includes('v1 7 cancelled'));
  });

  run('share the way of changes, which are told without waiting for the minute', async () => {
    await jalon.subscribe({ changes: true, deadlines: false });
    await jalon.record(dossier, grant);
    const told = () => jalon.receiver.received.filter((request) => payloadIn(request).type === 'event.recorded');
    await until(() => told().length === 2);
  });

  run('record the lapse of a grant once, whoever sweeps, the day after its end', async () => {
    await jalon.work();
    await jalon.record(dossier, grant);
    const expiry = uuidOf('grant-expired', issued, '2026-11-30');
    await until(async () => (await jalon.database.app.selectFrom('deadline').selectAll().execute()).length > 0);
    jalon.clock.forward(7 * DAY);
    await jalon.work();
    await sleep(300);
    expect(await jalon.events.find(expiry)).toBeUndefined();
    jalon.clock.forward(DAY);
    await jalon.work();
    await until(async () => (await jalon.events.find(expiry)) !== undefined);
    await jalon.work();
    await sleep(300);
    const record = await jalon.events.read(`dossier-${dossier}`);
    expect(record.filter(({ event }) => event.type === 'GrantExpired').map(({ event }) => event)).toEqual([
      {
        type: 'GrantExpired',
        occurred: '2026-12-01',
        data: { grant: expect.any(String), decision: '2118', validUntil: '2026-11-30' },
      },
    ]);
    const [missed] = await jalon.database.app.selectFrom('deadline').selectAll().where('key', '=', end).execute();
    expect(missed?.state).toBe('missed');
  });
});
