import { mkdir, readFile, writeFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jalonClient } from '#client/jalon-client.js';
import { childrenOf, jalonSays, saysHere, startJalon, type StartedJalon } from '#test/jalon.js';
import { isRoot, temporaryHome } from '#test/temporary-home.js';
import { portOf } from '#test/port-of.js';
import { until } from '#test/until.js';
import { importCommand } from '../../apps/cli/import/import-command.js';
import { accountsCommand } from '../../apps/cli/accounts-command.js';
import { keysCommand, migrateCommand } from '../../apps/cli/database-commands.js';

const sample = join(import.meta.dirname, '../../samples/ledger.csv');
const place = temporaryHome();
const env = { JALON_HOME: place.home };

let running: StartedJalon | undefined;

async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    if (state === undefined || / Z /.test(state)) return;
    await sleep(20);
  }
  throw new Error(`process ${pid} is still there`);
}

afterAll(async () => {
  running?.kill('SIGTERM');
  await running?.ended;
  await place.remove();
});

describe('the first start', () => {
  let first: StartedJalon;
  let whileLoading: Response;
  beforeAll(async () => {
    running = await startJalon(env, async (address) => {
      whileLoading = await fetch(`${address}/readyz`);
    });
    first = running;
  });

  it('shows the sample ledger to anybody', async () => {
    await first.says(/Loaded the sample ledger: 55 events and 6 readings of registers/);
    const { data } = await jalonClient(first).GET('/v1/providers');
    expect(data!.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['Bleu', 'OVHcloud', 'Whaller']));
  });

  it('is not ready before the sample ledger is loaded, and says so', async () => {
    expect([whileLoading.status, await whileLoading.json()]).toMatchObject([
      503,
      { code: 'unavailable', detail: 'The sample ledger is being loaded' },
    ]);
    expect(first.output()).toMatch(
      /Loading the sample ledger[^]+Recorded 55 events[^]+Loaded the sample ledger[^]+Jalon is running/,
    );
    expect((await fetch(`${first.address}/readyz`)).status).toBe(200);
    expect(first.output()).not.toMatch(/"level":50.+"msg":"unavailable"/);
  });

  it('writes a log of JSON lines, each with its process', () => {
    const lines = first.output().trimEnd().split('\n');
    const processes = lines.map((line) => (JSON.parse(line) as { process: string }).process);
    expect(new Set(processes)).toEqual(new Set(['start', 'api', 'worker']));
  });

  it('has read the sample registers in the order of their days', async () => {
    const params = { path: { id: 'fedramp-sample' } };
    const { data } = await jalonClient(first).GET('/v1/registers/{id}', { params });
    expect(data!.readings.map(({ day, entries }) => [day, entries])).toEqual([
      ['2023-03-01', 5],
      ['2024-03-01', 9],
      ['2025-03-01', 11],
      ['2026-03-01', 10],
      ['2026-04-01', 11],
    ]);
  });

  it('stores an admin key that works, for its owner alone, and does not write it into a log', async () => {
    expect((await stat(first.adminKeyFile ?? '')).mode & 0o777).toBe(0o600);
    expect(first.output()).not.toContain(first.adminKey);
    const keys = async (key: string) =>
      (await jalonClient({ ...first, key }).GET('/v1/admin/api-keys')).response.status;
    expect([await keys(first.adminKey ?? ''), await keys('jalon_000000000000_wrong')]).toEqual([200, 401]);
  });

  it('shows the board in a browser, where the key signs in', async () => {
    const board = await fetch(first.address, { headers: { accept: 'text/html' } });
    expect(await board.text()).toContain('Bleu cloud platform');
    const body = new URLSearchParams({ key: first.adminKey ?? '', to: '/providers/new' });
    const signedIn = await fetch(`${first.address}/sign-in`, { method: 'POST', redirect: 'manual', body });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/providers/new']);
  });

  it('runs the server as a user that is not root, and started by root as another than api and worker', async () => {
    const users = new Map<string, string | undefined>();
    for (const { pid, command } of await childrenOf(first.pid)) {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      const name = ['postgres', 'api', 'worker'].find(
        (one) => command.includes(`/${one}\0`) || command.includes(`apps/${one}`),
      );
      users.set(name ?? command, /^Uid:\s+(\d+)\s+\1\s+\1\s+\1$/m.exec(status)?.[1]);
    }
    const [server, api, worker] = ['postgres', 'api', 'worker'].map((name) => users.get(name));
    expect(server).not.toBe('0'); // for the others see `start-in-folder.long.spec.ts`
    expect([server === api, worker === api]).toEqual([!isRoot, true]);
  });

  it('is refused for a home that is in use, or a port that is taken', async () => {
    const inUse = await jalonSays(['start'], { ...env, PORT: '0' });
    expect(inUse).toEqual({ code: 1, said: expect.stringContaining(`${place.home} is in use by another Jalon`) });
    const taken = await jalonSays(['start'], { ...env, PORT: new URL(first.address).port });
    expect(taken).toEqual({ code: 1, said: expect.stringMatching(/^Port \d+ on 127.0.0.1 is in use\. .*\n$/) });
  });

  it('takes the same file again and records nothing', async () => {
    const again = await jalonSays(['import', sample, '--url', first.address, '--key', first.adminKey ?? '']);
    expect(again).toEqual({
      code: 0,
      said: expect.stringMatching(/^55 rows in \S+ s: 0 recorded, 55 already on record.\n/),
    });
    expect(again.said).toMatch(/0 providers registered, 0 dossiers opened. The ledger is at position \d+.\n$/);
  });

  it('says what an import would do and does nothing of it, with --preview', async () => {
    const more = join(place.home, 'more.csv');
    await writeFile(
      more,
      'provider,service,scheme,type,occurred,source_kind,source_publisher\nWhaller,New,hds,IntentDeclared,2026,press,x\n',
    );
    const ask = () =>
      saysHere(importCommand(), [more, '--preview', '--url', first.address, '--key', first.adminKey ?? '']);
    const [asked, again] = [await ask(), await ask()];
    expect([asked.code, again]).toEqual([0, asked]);
    expect(asked.said).toMatch(/^Preview: nothing was recorded. Statuses are as of 20/);
    expect(asked.said).toContain('1 row: 1 would be recorded, 0 are already on record.');
    expect(asked.said).toMatch(
      /^ +PROVIDER +SERVICE +SCHEME +BEFORE +AFTER +EVENTS\n +Whaller +New +hds +new +announced \(claimed\) +2$/m,
    );
  });

  it('lets the keys command make a key that REST takes, and revoke it', async () => {
    const made = await saysHere(keysCommand(), ['create', '--name', 'desk', '--scope', 'read'], env);
    const [key = '', id = ''] = /jalon_(\w{12})_\S+/.exec(made.said) ?? [];
    const ask = async () => (await jalonClient({ ...first, key }).GET('/v1/events')).response;
    expect((await saysHere(keysCommand(), ['list'], env)).said).toMatch(new RegExp(`^${id} +read .* desk$`, 'm'));
    expect((await ask()).status).toBe(200);
    expect(await saysHere(keysCommand(), ['revoke', id], env)).toEqual({
      code: 0,
      said: `Key ${id} (desk) is revoked.\n`,
    });
    await until(async () => (await ask()).status === 401);
  });

  it('invites people on the command line', async () => {
    const asked = ['accounts', 'invite', '--name', 'Anne', '--email', 'anne@example.org', '--role', 'admin'];
    const { code, said } = await jalonSays(asked, env);
    expect([code, said]).toEqual([0, expect.stringMatching(/^http:\S+\/password\/[\w-]{36}\?token=[\w-]{43}$/m)]);
    expect((await saysHere(accountsCommand(), ['disable', 'Anne@example.org'], env)).code).toBe(0);
    expect((await saysHere(accountsCommand(), ['list'], env)).said).toMatch(
      / admin +disabled +anne@example\.org +Anne$/m,
    );
  });

  it('leaves nothing for the migrate command to do', async () => {
    expect(await saysHere(migrateCommand(), [], env)).toEqual({ code: 0, said: 'The schema is up to date.\n' });
  });

  it.each([
    ['dies', 'SIGKILL', 0.5],
    ['does not turn for half a minute', 'SIGSTOP', 1],
  ] as const)(
    'starts a worker again that %s',
    async (_, signal, pause) => {
      const worker = (await childrenOf(first.pid)).find(({ command }) => command.includes('apps/worker'));
      process.kill(worker!.pid, signal);
      await first.says(new RegExp(`exited on SIGKILL; restarting in ${pause} s[^]*Worker started`));
    },
    120_000,
  );
});

describe('the next start, after one that was killed, with secrets in files', () => {
  const KEY = 'year-2030_0123456789abcdefghijklmnopqrstuvwxyz-0123456789';
  let next: StartedJalon;
  let server: number;
  beforeAll(async () => {
    const killed = running!;
    const children = await childrenOf(killed.pid);
    killed.kill('SIGKILL');
    await killed.ended;
    const programs = children.filter(({ command }) => command.includes('dist/apps'));
    for (const { pid } of programs) await untilGone(pid);
    server = children.find((child) => !programs.includes(child))!.pid;
    const JALON_ADMIN_KEY_FILE = join(place.home, 'key-of-2030');
    await writeFile(JALON_ADMIN_KEY_FILE, `${KEY}\n`, { mode: 0o600 });
    const JALON_SECRET_FILE = join(place.home, 'secret');
    running = await startJalon({
      ...env,
      JALON_CLOCK: '2030-01-01T08:00:00Z',
      JALON_ADMIN_KEY_FILE,
      JALON_SECRET_FILE,
    });
    next = running;
  });

  it('goes on with the database, whose api and worker ended by themselves', () => {
    expect(next.output()).toContain('Using the database of an earlier start');
  });

  it('has the data, and shows no key', async () => {
    expect(next.adminKey).toBeUndefined();
    expect(next.output()).not.toContain('Loaded the sample');
    const { data } = await jalonClient(next).GET('/v1/providers');
    expect(data!.items.length).toBeGreaterThan(0);
  });

  it('starts at the instant of JALON_CLOCK', async () => {
    const api = jalonClient({ ...next, key: KEY });
    const { data, error } = await api.POST('/v1/providers', { body: { name: 'Cloud of 2030' } });
    expect({ error, log: next.output() }).toMatchObject({ error: undefined });
    const timeline = await api.GET('/v1/providers/{id}/events', { params: { path: { id: data!.id } } });
    expect(timeline.data!.items[0]!.recordedAt).toMatch(/^2030-01-01T08:00/);
  });

  it('ends as a whole on SIGTERM, with the server, and the code is 0', async () => {
    const children = await childrenOf(next.pid);
    expect(children).toHaveLength(2);
    next.kill('SIGTERM');
    expect(await next.ended).toBe(0);
    running = undefined;
    for (const pid of [server, ...children.map((child) => child.pid)]) await untilGone(pid);
  });
});

describe('a start that cannot be', () => {
  it.each([
    [
      { JALON_RETENTION_DAYS: '30' },
      'Invalid setting: JALON_RETENTION_DAYS must be a number of days from 90 to 36500, or never, but is "30"\n',
    ],
    [
      { JALON_CLOCK: '2030-01-01T08:00:00Z', NODE_ENV: 'production' },
      /^Invalid setting: JALON_CLOCK cannot be used in production.*\n$/,
    ],
    [{ DATABASE_URL: 'postgres://a:b@127.0.0.1/c' }, /^Invalid setting: JALON_SECRET is required.*\n$/],
    [
      { JALON_HOME: '/proc/x' },
      /^JALON_HOME \/proc\/x cannot be used: ENOENT.* Use a folder that you can write to\.\n$/,
    ],
    [{ JALON_HOME: import.meta.filename }, /^JALON_HOME .*start\.long\.spec\.ts is not a folder\. Use .*\n$/],
    [{ HOST: '192.0.2.1' }, /^Cannot listen on 192\.0\.2\.1 .*\n$/],
  ])('ends with one line that says why: %j', async (settings, line) => {
    const { code, said } = await jalonSays(['start'], { ...env, PORT: '0', ...settings });
    expect(said).toEqual(typeof line === 'string' ? line : expect.stringMatching(line));
    expect(code).toBe(1);
  });

  (isRoot ? it.each : it.skip.each)([
    ['cannot be created', 'exit 2'],
    ['can log in (/bin/bash)', 'echo "$2:x:1000:1000::/home/$2:/bin/bash"'],
  ])('says that the user of the server %s', async (reason, getent) => {
    const programs = join(place.home, 'programs');
    await mkdir(programs, { recursive: true });
    await writeFile(join(programs, 'getent'), `#!/bin/sh\n${getent}\n`, { mode: 0o755 });
    const { code, said } = await jalonSays(['start'], { ...env, PORT: '0', PATH: programs });
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^The (system )?user "jalon" .*\n$/) });
    expect(said).toContain(reason);
  });

  it('says which database it does not reach', async () => {
    const server = createServer();
    const port = await portOf(server);
    server.close();
    const DATABASE_URL = `postgres://a:b@127.0.0.1:${port}/c`;
    const { code, said } = await jalonSays(['start'], {
      PORT: '0',
      DATABASE_URL,
      JALON_SECRET: 'secret_0123456789abcdefghijklmnopqrstuvwxyz-0123456789',
    });
    expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/^Cannot connect to the database: .*\n$/) });
  });
});
