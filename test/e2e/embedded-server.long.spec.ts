import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  copyFile,
  lchown,
  lstat,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { runningEmbedded, startEmbedded, type EmbeddedServer } from '#database/embedded/embedded.js';
import { isRoot, temporaryHome } from '#test/temporary-home.js';
import { stageOf } from '#database/embedded/home-folder.js';
import { isAlive } from '#database/embedded/processes.js';
import { query } from '#test/database.js';
import { until } from '#test/until.js';

/** One home for all, since it takes seconds to make one: the tests come in its life's order. */
const place = temporaryHome();
let servers: EmbeddedServer[] = [];

afterEach(async () => {
  for (const server of servers) await server.stop();
  servers = [];
});
afterAll(() => place.remove());

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded(place.home);
  servers.push(server);
  return server;
}

/** What a start leaves that was killed: the server goes on, the lock names a process that is gone. */
async function abandon(): Promise<void> {
  const gone = spawn(process.execPath, ['--version']);
  await once(gone, 'close');
  await writeFile(join(place.home, 'jalon.lock'), JSON.stringify({ pid: gone.pid, start: '1' }));
}

describe('the embedded server', () => {
  it('is made by one of several first starts, while the initdb of a killed one still writes', async () => {
    const unfinished = join(place.postgres, 'data.new');
    await mkdir(unfinished, { recursive: true });
    await chmod(unfinished, 0o777); // the account may remove what is in it
    const initdb = spawn('sh', ['-c', 'while touch "$0/$((n += 1))"; do :; done', unfinished], { stdio: 'ignore' });
    await abandon();
    const starts = await Promise.allSettled([start(), start(), start()]);
    initdb.kill();
    expect(starts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const one of starts)
      if (one.status === 'rejected') expect(String(one.reason)).toMatch('is in use by another Jalon');
    await servers.pop()?.stop();
    await start();
    expect((await readdir(place.postgres)).sort()).toEqual(['data', 'postgres.log']);
  });

  it('has a database, its owner, and a role for the app that owns nothing', async () => {
    const { ownerUrl, appUrl } = await start();
    await query(ownerUrl, 'create table secret (id int)');
    expect(await query(appUrl, 'select current_user as role')).toEqual([{ role: 'jalon_app' }]);
    await expect(query(appUrl, 'create table mine (id int)')).rejects.toThrow('permission denied');
    await expect(query(appUrl, 'select * from secret')).rejects.toThrow('permission denied');
  });

  it('lets nobody in as superuser, or without the password', async () => {
    const { appUrl } = await start();
    const as = (user: string, password: string) => appUrl.replace(/\/\/[^@]*@/, `//${user}:${password}@`);
    await expect(query(as('postgres', 'postgres'), 'select 1')).rejects.toThrow('authentication failed');
    await expect(query(as('jalon_app', 'guess'), 'select 1')).rejects.toThrow('authentication failed');
  });

  it('keeps its passwords where only their owner reads them', async () => {
    await start();
    expect((await stat(join(place.home, 'postgres.json'))).mode & 0o777).toBe(0o600);
  });

  it('has its data and its port again at the next start', async () => {
    const first = await start();
    await query(first.ownerUrl, 'create table fact as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(second.ownerUrl).toBe(first.ownerUrl);
    expect(await query(second.ownerUrl, 'select answer from fact')).toEqual([{ answer: 42 }]);
  });

  it('takes another port when somebody has its own', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(Number(new URL(first.appUrl).port), '127.0.0.1');
    await once(squatter, 'listening');
    try {
      const second = await start();
      expect(new URL(second.appUrl).port).not.toBe(new URL(first.appUrl).port);
      expect(await query(second.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      squatter.close();
    }
  });

  it('is adopted when it outlived the process that started it', async () => {
    const first = await start();
    await abandon();
    const second = await start();
    expect(second).toMatchObject({ adopted: true, pid: first.pid, appUrl: first.appUrl });
  });

  it('starts again after a crash', async () => {
    const first = await start();
    await query(first.ownerUrl, 'create table survivor as select 42 as answer');
    process.kill(first.pid, 'SIGKILL');
    await first.stop();
    const second = await start();
    expect(await query(second.ownerUrl, 'select answer from survivor')).toEqual([{ answer: 42 }]);
  });

  it('is started again at the same address, with another process, by whoever uses it', async () => {
    const first = await start();
    const { pid } = first;
    process.kill(pid, 'SIGKILL');
    await until(async () => !(await isAlive(pid)));
    await first.restart();
    expect(first.pid).not.toBe(pid);
    expect(await query(first.appUrl, 'select 42 as answer')).toEqual([{ answer: 42 }]);
  });

  it('is not fooled by a pid file whose number went to another program', async () => {
    const first = await start();
    const pidFile = join(place.postgres, 'data/postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await first.stop();
    await writeFile(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
    expect(await start()).toMatchObject({ adopted: false });
  });

  it('writes its log to a file of its own, whatever stands in its place', async () => {
    const first = await start();
    await first.stop();
    const [log, other] = [join(place.postgres, 'postgres.log'), join(place.home, 'other')];
    await writeFile(other, 'unchanged');
    await rm(log);
    await symlink(other, log);
    await start();
    expect(await readFile(other, 'utf8')).toBe('unchanged');
    expect((await lstat(log)).isFile()).toBe(true);
  });

  it('says in one sentence that the disk is full, at its first start and later', async () => {
    const [empty, full] = [temporaryHome(), '/dev/full'];
    await symlink(full, join(empty.home, 'postgres.json.new'));
    const words = (folder: string) => `Not enough space in ${folder}: free at least 200 MB and start again.`;
    await expect(startEmbedded(empty.home)).rejects.toThrow(new Error(words(empty.home)));
    await empty.remove();
    const options = join(place.postgres, 'data/postmaster.opts'); // written by every start
    await rm(options);
    await symlink(full, options);
    await expect(startEmbedded(place.home)).rejects.toThrow(new Error(words(place.postgres)));
    await rm(options);
  });

  it('says what to do with data of another version of PostgreSQL', async () => {
    const version = join(place.postgres, 'data/PG_VERSION');
    const ours = await readFile(version, 'utf8');
    await writeFile(version, '17\n');
    const words = `The database in ${place.postgres} was created by PostgreSQL 17, and this release includes PostgreSQL ${ours.trim()}. Start the release that created it, or set JALON_HOME to another folder.`;
    await expect(startEmbedded(place.home)).rejects.toThrow(new Error(words));
    await writeFile(version, ours);
  });

  it('belongs to one process at a time', async () => {
    await start();
    await expect(startEmbedded(place.home)).rejects.toThrow(
      `${place.home} is in use by another Jalon (process ${process.pid}): stop it, or set JALON_HOME to another folder.`,
    );
  });

  it('is found by other commands while it runs', async () => {
    const server = await start();
    expect(await runningEmbedded(place.home)).toEqual({ ownerUrl: server.ownerUrl, appUrl: server.appUrl });
    await server.stop();
    expect(await runningEmbedded(place.home)).toBeUndefined();
  });

  it('moves data aside whose passwords are gone, and removes nothing', async () => {
    const first = await start();
    await first.stop();
    await rm(join(place.home, 'postgres.json'));
    const second = await start();
    expect(second.setAside).toBe(join(place.postgres, 'data.before-1'));
    expect((await stat(join(place.postgres, 'data.before-1'))).isDirectory()).toBe(true);
    expect(await query(second.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

/** Nobody else on a machine may turn against root what it starts. */
(isRoot ? describe : describe.skip)('the embedded server of root', () => {
  const NOBODY = 65_534;

  it('leaves the folder of its data to root, and the data to an account of its own', async () => {
    await start();
    const [folder, data] = [await lstat(place.postgres), await lstat(join(place.postgres, 'data'))];
    expect([folder.uid, folder.mode & 0o022]).toEqual([0, 0]);
    expect([data.uid === 0, data.mode & 0o777]).toEqual([false, 0o700]);
  });

  it('neither adopts nor ends a process of another user that its account names', async () => {
    const program = join(place.home, 'postgres');
    await copyFile('/bin/sleep', program);
    const other = spawn(program, ['60']);
    await once(other, 'spawn');
    const pidFile = join(place.postgres, 'data/postmaster.pid');
    await writeFile(pidFile, [other.pid, '', '', 1, '', '', '', 'ready'].join('\n'));
    expect(await start()).toMatchObject({ adopted: false });
    expect(other.exitCode).toBeNull();
    other.kill();
  });

  it('is not started in a home that others can change or have linked', async () => {
    const around = join(place.home, 'around');
    const target = join(place.home, 'target');
    await mkdir(target, { mode: 0o700 });
    const prepared = {
      'the folder of another user': async () => {
        await mkdir(around);
        await lchown(around, NOBODY, NOBODY);
      },
      'a folder open to all': async () => {
        await mkdir(around);
        await chmod(around, 0o777);
      },
      'a link of another user': async () => {
        await symlink(target, around);
        await lchown(around, NOBODY, NOBODY);
      },
    };
    for (const [what, prepare] of Object.entries(prepared)) {
      await prepare();
      for (const home of [around, join(around, 'home')]) {
        const words = `JALON_HOME ${home} is not safe: ${around} belongs to another user or can be changed by others.`;
        const said = await startEmbedded(home).catch((error: unknown) => (error as Error).message);
        expect([what, said]).toEqual([what, expect.stringContaining(words)]);
      }
      await rm(around, { recursive: true });
    }
    expect(await readdir(target)).toEqual([]);
  });

  it('is found by a command beside it, which copies and changes nothing', async () => {
    await start();
    const files = dirname(place.postgres);
    if (isRoot) await rm(join(files, 'native'), { recursive: true });
    const before = await readdir(files);
    expect(await runningEmbedded(place.home)).toHaveProperty('ownerUrl');
    expect(await readdir(files)).toEqual(before);
  });

  it('removes what it copied for homes that are gone, but no data', async () => {
    const [empty, full] = [stageOf('/gone/empty'), stageOf('/gone/full')];
    for (const [stage, home] of [
      [empty, '/gone/empty'],
      [full, '/gone/full'],
    ] as const) {
      await mkdir(join(stage, 'native/bin'), { recursive: true });
      await writeFile(join(stage, 'home'), home);
    }
    await mkdir(join(full, 'postgres/data'), { recursive: true });
    expect((await start()).abandoned).toEqual([join(full, 'postgres')]);
    expect(await readdir(full)).toEqual(['home', 'postgres']);
    await expect(stat(empty)).rejects.toThrow('ENOENT');
    await rm(full, { recursive: true });
  });
});
