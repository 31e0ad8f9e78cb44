import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Secrets } from '#subscriptions/messages/secrets.js';
import { advanceCheckpoint, beginCheckpoint } from '#event-store/checkpoint.js';
import { boardProjection } from '#projections/board-projection.js';
import { boardOn, realLedger } from '#test/board.js';
import { Clock, setClockOffset } from '#database/clock.js';
import { serveApi, startApi } from '#test/api.js';
import { startedOnce } from '#test/started.js';
import { acceptTimeCommand } from '../../../apps/cli/database-commands.js';
import type { Answered, Client } from '#test/client.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { type SilentProxy, startSilentProxy } from '#test/faults/silent-proxy.js';
import { until } from '#test/until.js';

const patient = { DATABASE_TIMEOUTS: 'connect=10min,lock=10min,statement=10min' };
const secrets = new Secrets('secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789');

describe('the API', () => {
  let database: TestDatabase;
  let proxy: SilentProxy | undefined;
  let api: Client;
  let stop: () => Promise<void>;

  const serve = async (env: Record<string, string>, through?: SilentProxy): Promise<void> => {
    database = await freshDatabase();
    proxy = through;
    ({ api, close: stop } = await serveApi(through?.through(database.appUrl) ?? database.appUrl, env));
  };
  afterEach(async () => {
    await stop();
    proxy?.close();
    await database.close();
  });

  const ready = async (): Promise<unknown[]> => {
    const { status, body } = await api.get('/readyz');
    return [status, body.detail ?? body.status];
  };
  let registered = 0;
  const register = (key = 'any') => {
    registered += 1;
    return api.post('/v1/providers', { name: `Provider ${registered}` }, { 'idempotency-key': `${key} ${registered}` });
  };
  const saidIn = ({ status, headers, body }: Answered) => {
    const { detail } = body as { detail?: string };
    return { status, retryAfter: headers.get('retry-after'), detail };
  };
  const pending = async (n: number): Promise<string> => {
    const asked = { channel: 'email', address: `reader-${n}@example.org`, filter: { schemes: ['secnumcloud'] } };
    return (await api.post('/v1/subscriptions', asked)).body.id as string;
  };
  const confirm = (id: string) =>
    api.post(`/v1/subscriptions/${id}/confirm`, { token: secrets.token('confirmation', id, 1) });
  const sessionsThatWait = async (): Promise<number> => {
    const { rows } = await sql`
      select from pg_stat_activity where application_name = 'jalon api' and wait_event_type = 'Lock'
    `.execute(database.app);
    return rows.length;
  };
  /** While it runs, no confirmation goes on, nor a list of dossiers. */
  const holdingUp = (work: () => Promise<void>) =>
    database.owner.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock_shared(hashtext('jalon subscription changes'))`.execute(tx);
      await sql`lock table dossier_span in access exclusive mode`.execute(tx);
      await work();
    });

  it('records, registers and is ready while more confirmations and lists wait than it has connections', async () => {
    await serve(patient);
    const provider = (await register()).body.id as string;
    const opening = { provider, scheme: 'secnumcloud', service: { name: 'IaaS' } };
    const dossier = (await api.post('/v1/dossiers', opening)).body.id as string;
    const ids = await Promise.all(Array.from({ length: 15 }, (_, n) => pending(n)));
    const waiting: Promise<Answered>[] = [];
    await holdingUp(async () => {
      waiting.push(...ids.map(confirm));
      await until(async () => (await sessionsThatWait()) >= 5);
      waiting.push(...Array.from({ length: 30 }, () => api.get('/v1/dossiers')));
      await until(async () => (await sessionsThatWait()) === 15);
      const deadline = { type: 'DeadlineSet', data: { key: 'file', due: '2027-01-31' } };
      expect((await api.post(`/v1/dossiers/${dossier}/events`, deadline)).status).toBe(201);
      expect((await api.get('/readyz')).status).toBe(200);
    });
    await Promise.all(waiting);
    await holdingUp(async () => {
      waiting.push(...Array.from({ length: 30 }, (_, n) => api.get(`/v1/dossiers?limit=${n + 1}`)));
      await until(async () => (await sessionsThatWait()) === 10);
      const { status, body } = await register();
      const alias = { type: 'AliasAdded', data: { name: 'Alias' } };
      expect([status, (await api.post(`/v1/providers/${body.id as string}/events`, alias)).status]).toEqual([201, 201]);
    });
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('gives up a list that takes too long, and a confirmation that waits too long (long)', async () => {
    await serve({ DATABASE_TIMEOUTS: 'statement=500ms,lock=10min' });
    const id = await pending(1);
    await holdingUp(async () => {
      const detail = 'The request took too long and was cancelled';
      expect(saidIn(await api.get('/v1/dossiers'))).toEqual({ status: 503, retryAfter: '10', detail });
      expect(saidIn(await confirm(id))).toMatchObject({ status: 503 });
    });
    expect((await confirm(id)).status).toBe(200);
  });

  it('answers 503 when the network goes silent, and records once what is repeated afterwards (long)', async () => {
    const short = { DATABASE_TIMEOUTS: 'connect=2s,append=1s,statement=1s' };
    await serve(short, await startSilentProxy());
    expect((await register()).status).toBe(201);
    proxy?.silence();
    const asked = [{ name: 'Repeated' }, { 'idempotency-key': 'repeated' }] as const;
    const failed = await api.post('/v1/providers', ...asked);
    expect(failed.status).toBe(503);
    expect(Number(failed.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.get('/readyz')).status).toBe(503);
    proxy?.restore();
    await until(async () => (await api.post('/v1/providers', ...asked)).status === 201);
    await until(async () => (await api.get('/readyz')).status === 200);
    expect(await database.app.selectFrom('event').select('position').execute()).toHaveLength(2);
  });

  it('says that a server is read-only or its disk full, goes on reading, and records again once it is not', async () => {
    await serve({});
    const name = new URL(database.appUrl).pathname.slice(1);
    const reconnect = () =>
      sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'jalon api' and datname = current_database()
    `.execute(database.app);
    await sql`alter database ${sql.id(name)} set default_transaction_read_only = on`.execute(database.owner);
    await reconnect();
    const refused = {
      ...{ status: 503, retryAfter: '10' },
      detail: 'The database is read-only at the moment; nothing can be recorded',
    };
    await until(async () => (await api.get('/v1/dossiers')).status === 200);
    await until(async () => saidIn(await register()).retryAfter === '10');
    expect(saidIn(await register())).toEqual(refused);
    expect(saidIn(await api.get('/readyz'))).toEqual(refused);
    await sql`alter database ${sql.id(name)} reset default_transaction_read_only`.execute(database.owner);
    await until(async () => (await api.get('/readyz')).status === 200);
    await until(async () => (await register()).status === 201);

    const superuser = await database.superuser();
    // Like PostgreSQL itself, when it cannot extend a file.
    await superuser.query(`
      create function fill_event() returns trigger language plpgsql as
        $$ begin raise 'could not extend file: No space left on device' using errcode = '53100'; end $$;
      create function fill_tables() returns event_trigger language plpgsql as
        $$ begin raise 'could not create file: No space left on device' using errcode = '53100'; end $$;
      create trigger is_full before insert on event execute function fill_event();
      create event trigger is_full on ddl_command_start when tag in ('CREATE TABLE AS') execute function fill_tables()
    `);
    expect((await api.get('/readyz')).status).toBe(200);
    const isFull = {
      ...{ status: 503, retryAfter: '30' },
      detail: 'The disk of the database is full; nothing can be recorded',
    };
    expect(saidIn(await register())).toEqual(isFull);
    expect(saidIn(await api.get('/readyz'))).toEqual(isFull);
    expect((await api.get('/v1/dossiers')).status).toBe(200);
    await superuser.query('drop event trigger is_full; drop trigger is_full on event');
    await superuser.end();
    await until(async () => (await api.get('/readyz')).status === 200);
    expect((await register()).status).toBe(201);
  });

  /** As a ledger that was restored: on record before its lists begin, which are built in pieces. */
  it('is not ready until its lists have what was on record when they began, says how far they are, and stays ready then', async () => {
    await serve({});
    const board = boardOn(database.app);
    const { events, schemes } = board;
    await board.import(await realLedger());
    const head = await events.head();
    const lists = boardProjection(events, schemes);
    const follow = (from: number, to: number) =>
      advanceCheckpoint(database.app, lists, { from, to }, (tx) => lists.advance(from, to, tx));
    await beginCheckpoint(database.app, lists);
    expect(await ready()).toEqual([503, `The lists are being built: 0 of ${head} events`]);

    await follow(0, 20);
    const columns = 'provider,scheme,type,occurred,source_kind,source_publisher,milestone';
    await board.import(`${columns}\nBleu,secnumcloud,MilestoneReached,2026-11-20,company,Bleu,J2`);
    expect(await ready()).toEqual([503, `The lists are being built: 20 of ${head} events`]);

    await follow(20, head);
    expect(await ready()).toEqual([200, 'ready']);
  });
});

const DAY = 86_400_000;

/** Of a machine whose clock is right beside a database whose clock is ahead. */
class EarlierClock extends Clock {
  override sinceStart = (): Date => new Date(Date.now() - 2 * DAY);
}

const served = startedOnce(() => startApi({}, new EarlierClock()));

const register = async (name: string) => (await served.api.post('/v1/providers', { name })).status;

async function acceptTime(): Promise<void> {
  const { MIGRATION_DATABASE_URL: before } = process.env;
  process.env['MIGRATION_DATABASE_URL'] = served.ownerUrl;
  await acceptTimeCommand().parseAsync([], { from: 'user' });
  if (before === undefined) delete process.env['MIGRATION_DATABASE_URL'];
  else process.env['MIGRATION_DATABASE_URL'] = before;
}

it('an append whose time jumps ahead by more than a day is refused until it is accepted, once', async () => {
  expect(await register('Before')).toBe(201);
  await setClockOffset(served.owner, 30 * DAY);
  const refused = await served.api.post('/v1/providers', { name: 'Ahead' });
  expect(refused).toMatchObject({ status: 503, body: { code: 'clock-jump' } });
  await acceptTime();
  expect(await register('Ahead')).toBe(201);
  expect(await register('After')).toBe(201);
  await setClockOffset(served.owner, 90 * DAY);
  expect(await register('Ahead again')).toBe(503);
  const { position } = await served.db.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  expect(position).toBe(3);
});
