import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { serveApi } from '#test/api.js';
import { type Client, clientOf } from '#test/client.js';
import { noRedis, startRedis, type RedisServer } from '#test/redis-server.js';
import { eventually } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';
import { HealthListener } from '../../apps/worker/health.js';

const monitoring = join(import.meta.dirname, '../../docs/monitoring');
const noPromtool = spawnSync('promtool', ['--version']).error && 'promtool is not on the PATH';

const promtool = (args: string[], input = ''): string => execFileSync('promtool', args, { input, encoding: 'utf8' });

/** What `promtool check metrics` objects to, of the metrics that we name. */
function objectionsTo(text: string): string[] {
  const help = new Set([...text.matchAll(/^# HELP (\S+) \S/gm)].map(([, name]) => name));
  return [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) => [
    ...(help.has(name) ? [] : [`${name} has no help text`]),
    ...(/^[a-z][a-z0-9_]*$/.test(name) ? [] : [`${name} is not in snake case`]),
    ...((type === 'counter') === name.endsWith('_total') ? [] : [`${name} is a ${type}`]),
    ...(/_(count|sum|bucket|info)$/.test(name) && name !== 'jalon_build_info' && !name.endsWith('version_info')
      ? [`${name} has a reserved ending`]
      : []),
    ...(/_(ms|milliseconds|minutes|hours|days|weeks|kilobytes|megabytes|percent|gauge|counter|histogram)(_|$)/.test(
      name,
    )
      ? [`${name} is not in base units, or names its type`]
      : []),
  ]);
}

describe('the address of a worker for operators', () => {
  let jalon: Working;
  let redis: RedisServer | undefined;
  let worker: Client;
  beforeAll(async () => {
    redis = noRedis === undefined ? await startRedis() : undefined;
    jalon = await prepareWorking('2026-11-25T08:00:00Z', { WORKER_PORT: '0', ...(redis && { REDIS_URL: redis.url }) });
    worker = clientOf((await jalon.work()).get(HealthListener).address!);
  });
  afterAll(async () => {
    await jalon.close();
    await redis?.close();
  });

  const figures = async () => (await worker.get('/metrics')).body as string;
  const readiness = async () => {
    const { status, body } = await worker.get('/readyz');
    return [status, body];
  };
  const READY = [200, { status: 'ready' }];

  it('tells that it runs and is ready, and serves nothing else', async () => {
    expect(await worker.get('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    await eventually(async () => {
      expect(await readiness()).toEqual(READY);
    });
    expect(await worker.get('/v1/dossiers')).toMatchObject({ status: 404 });
    expect(await worker.get('/__proto__')).toMatchObject({ status: 404 });
    expect(await worker.post('/metrics', {})).toMatchObject({ status: 405 });
  });

  it('has metrics of jobs and deliveries, without addresses and names', async () => {
    await jalon.subscribe({ changes: true, deadlines: false });
    const delivered =
      'jalon_delivery_attempts_total{channel="webhook",type="subscription.verification",outcome="delivered"} 1';
    const followed = 'jalon_projection_lag_events{projection="changes",version="1"} 0';
    await eventually(async () => {
      const lines = (await figures()).split('\n');
      expect(lines).toContain(delivered);
      expect(lines).toContain(followed);
    });
    const body = await figures();
    expect(body).toMatch(/^jalon_delivery_duration_seconds_count\{channel="webhook",outcome="delivered"\} 1$/m);
    expect(body).toMatch(/^jalon_queue_job_duration_seconds_count\{queue="delivery"\} [1-9]/m);
    for (const line of [
      'jalon_queue_jobs_failed_total{queue="delivery"} 0',
      'jalon_queue_jobs{queue="delivery",state="waiting"} 0',
      'jalon_queue_oldest_waiting_seconds{queue="delivery"} 0',
      'jalon_database_pool_max_connections{pool="queries"} 20',
      'jalon_reminders_due 0',
    ])
      expect(body.split('\n')).toContain(line);
    expect(body).toMatch(/^jalon_build_info\{version="\d+\.\d+\.\d+",node="v\d+/m);
    expect(body).not.toMatch(/outscale|\/hook/i);
  });

  it('has the metrics that the dashboard and the alert rules name, as the API has, in names that promtool accepts', async () => {
    const api = await serveApi(jalon.database.appUrl);
    await api.api.post('/v1/providers', { name: 'Another provider' });
    const shown = [await figures(), (await api.api.get('/metrics')).body as string];
    await api.close();
    expect(shown[1]).toContain('jalon_append_batch_events_bucket{le="1"} 1');
    expect(shown[1]).toMatch(/^jalon_append_batch_duration_seconds_count\{result="answered"\} 1$/m);
    const known = new Set(
      shown
        .flatMap((text) => [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)])
        .flatMap(([, name, type]) =>
          type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
        ),
    );
    for (const file of ['alerts.yml', 'grafana-dashboard.json']) {
      const named = readFileSync(join(monitoring, file), 'utf8').match(/\bjalon_[a-z0-9_]+/g) ?? [];
      expect([file, named.length > 10, named.filter((name) => !known.has(name))]).toEqual([file, true, []]);
    }
    for (const text of shown) {
      expect(objectionsTo(text)).toEqual([]);
      if (!noPromtool) expect(promtool(['check', 'metrics'], text)).toBe('');
    }
    if (!noPromtool) expect(promtool(['check', 'rules', join(monitoring, 'alerts.yml')])).toMatch(/SUCCESS: 1\d rules/);
  });

  it('is not ready while migrations are pending', async () => {
    const { owner } = jalon.database;
    const { rows } = await sql<{ name: string; timestamp: string }>`
      delete from kysely_migration where name = (select max(name) from kysely_migration) returning name, timestamp
    `.execute(owner);
    expect(await readiness()).toEqual([503, { status: 'unavailable', problems: [{ code: 'migrations-pending' }] }]);
    const [{ name, timestamp } = { name: '', timestamp: '' }] = rows;
    await sql`insert into kysely_migration (name, timestamp) values (${name}, ${timestamp})`.execute(owner);
    expect(await readiness()).toEqual(READY);
  });

  it('is not ready without the database, and says that the projections are not followed', async () => {
    const server = await jalon.database.superuser();
    const { rows } = await server.query<{ name: string }>('select quote_ident(current_database()) as name');
    await server.query(`alter database ${rows[0]?.name} connection limit 0`);
    await server.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    const projections = ['board', 'deadlines', 'changes'];
    const problems = [{ code: 'database-unreachable' }, { code: 'followers-stopped', projections }];
    await eventually(async () => {
      expect(await readiness()).toEqual([503, { status: 'unavailable', problems: expect.arrayContaining(problems) }]);
    });
    expect(await figures()).not.toContain('jalon_reminders_due 0');
    await server.query(`alter database ${rows[0]?.name} connection limit -1`);
    await server.end();
    await eventually(async () => {
      expect(await readiness()).toEqual(READY);
    });
  });

  (noRedis === undefined ? it : it.skip)('is not ready without the queue', async () => {
    await redis!.kill();
    const unready = [503, { status: 'unavailable', problems: [{ code: 'queue-unreachable' }] }];
    await eventually(async () => {
      expect(await readiness()).toEqual(unready);
    });
    expect(await figures()).not.toContain('jalon_queue_jobs{');
    await redis!.restart();
    await eventually(async () => {
      expect((await readiness())[0]).toBe(200);
    });
  });
});
