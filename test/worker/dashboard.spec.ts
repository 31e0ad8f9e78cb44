import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { ApiKeys } from '#access/api-keys.js';
import type { Scope } from '#access/scopes.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { prepareWorking, type Working } from '#test/working.js';
import { Dashboard } from '../../apps/worker/dashboard.js';
import { Queues } from '../../apps/worker/queues.js';

const HOUR = 3_600_000;

interface QueueShown {
  name: string;
  readOnlyMode: boolean;
  counts: Record<string, number>;
}

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

describe.each(['PostgreSQL', 'Redis'])('the queue dashboards on %s', (backend) => {
  const onBackend = backend === 'Redis' && noRedis !== undefined ? it.skip : it;
  let jalon: Working;
  let address: string;
  let keys: ApiKeys;
  let redis: RedisServer | undefined;
  let taken: Server | undefined;

  beforeEach(async () => {
    if (backend === 'Redis') {
      if (noRedis !== undefined) return;
      redis = await startRedis();
    }
    const env = { DASHBOARD_PORT: '0', ...(redis && { REDIS_URL: redis.url }) };
    jalon = await prepareWorking('2026-11-25T07:30:00Z', env);
    keys = new ApiKeys(jalon.database.app);
  });
  afterEach(async () => {
    await jalon.close();
    await redis?.close();
    taken?.close();
    [redis, taken] = [undefined, undefined];
  });

  const open = async () => {
    const worker = await jalon.work();
    address = worker.get(Dashboard).address!;
    return worker;
  };
  const keyWith = async (scope: Scope) => (await keys.create({ name: scope, scopes: [scope] })).key;
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  const basic = (user: string, key: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`,
  });
  /** Unlike `fetch`, it sends the Host that it is told. */
  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      request(`${address}${path}`, { headers, method }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => {
          resolve({ status: response.statusCode!, headers: response.headers, body });
        });
      })
        .on('error', reject)
        .end();
    });

  onBackend('show both queues and what waits in them, to whoever holds an admin key', async () => {
    const worker = await open();
    await worker.get(Queues).wake('reminder', [{ jobId: 'reminder-1-0', id: 'x', delayMs: HOUR }]);
    await worker.get(Queues).wake('delivery', [
      { jobId: 'delivery-1', id: 'x', delayMs: HOUR },
      { jobId: 'delivery-2', id: 'y', delayMs: HOUR },
    ]);
    const admin = await keyWith('admin');
    for (const headers of [bearer(admin), basic('me', admin), basic('', admin)]) {
      const { status, body } = await ask('/api/queues', headers);
      expect(status).toBe(200);
      const { queues } = JSON.parse(body);
      expect(queues.map(({ name, readOnlyMode, counts }: QueueShown) => [name, readOnlyMode, counts.delayed])).toEqual([
        ['reminder', true, 1],
        ['delivery', true, 2],
      ]);
    }
    const page = await ask('/', bearer(admin));
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Jalon queues') });
    const script = /src="(static\/js\/main[^"]+)"/.exec(page.body)![1];
    expect(await ask(`/${script}`, bearer(admin))).toMatchObject({ status: 200 });
    const job = await ask('/api/queues/delivery/delivery-1', bearer(admin));
    expect(JSON.parse(job.body)).toMatchObject({ job: { id: 'delivery-1', data: { id: 'x' } }, status: 'delayed' });
  });

  onBackend('change nothing', async () => {
    const worker = await open();
    await worker.get(Queues).wake('delivery', [{ jobId: 'delivery-1', id: 'x', delayMs: HOUR }]);
    const headers = bearer(await keyWith('admin'));
    for (const [method, path] of [
      ['PUT', '/api/queues/delivery/pause'],
      ['PUT', '/api/queues/delivery/empty'],
      ['PUT', '/api/queues/delivery/delivery-1/clean'],
      ['PUT', '/api/queues/delivery/obliterate'],
      ['POST', '/api/queues/delivery/add'],
    ] as const)
      expect(await ask(path, headers, method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(JSON.parse((await ask('/api/queues', headers)).body).queues[1].counts.delayed).toBe(1);
  });

  if (backend === 'Redis') return;

  it('reject everybody else', async () => {
    await open();
    const none = await ask('/api/queues');
    expect(none.status).toBe(401);
    expect(none.headers['www-authenticate']).toBe('Basic realm="Jalon queues", charset="UTF-8"');
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/static/favicon.ico')).status).toBe(401);
    const admin = await keyWith('admin');
    const wrong = [
      bearer(`${admin}x`),
      basic('admin', 'x'),
      basic(admin, ''),
      { authorization: 'Basic ?' },
      bearer(''),
    ];
    for (const headers of wrong) expect((await ask('/api/queues', headers)).status).toBe(401);
    for (const scope of ['read', 'record'] as const) {
      const { status, body } = await ask('/api/queues', bearer(await keyWith(scope)));
      expect([status, body]).toEqual([403, 'Insufficient scope: the key has no scope "admin".\n']);
    }
  });

  it('respond only to local host names, even with the right key', async () => {
    await open();
    const headers = bearer(await keyWith('admin'));
    const { port } = new URL(address);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      ' ',
    ])
      expect([host, (await ask('/api/queues', { ...headers, host })).status]).toEqual([host, 403]);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`])
      expect([host, (await ask('/api/queues', { ...headers, host })).status]).toEqual([host, 200]);
  });

  it('load no external content, and are neither framed nor cached', async () => {
    await open();
    const { headers } = await ask('/', bearer(await keyWith('admin')));
    expect(headers['content-security-policy']).toMatch(/^default-src 'self';.*frame-ancestors 'none'$/);
    expect(headers['cache-control']).toBe('no-store');
  });

  it('are omitted if their port is in use: the worker logs that and continues', async () => {
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    jalon.settings.DASHBOARD_PORT = (taken.address() as AddressInfo).port;
    const worker = await jalon.work();
    expect(worker.get(Dashboard).address).toBeUndefined();
    expect(jalon.complaints).toEqual([expect.objectContaining({ port: jalon.settings.DASHBOARD_PORT })]);
  });
});
