import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { dataFolder, newFolder, run, end, startServer, freePort } from '#database/embedded/embedded.js';
import { isAlive, signal } from '#database/embedded/processes.js';
import { serverLocation } from '#database/embedded/home-folder.js';
import { temporaryHome, isRoot } from '#test/temporary-home.js';
import { until } from '#test/until.js';

/** A server of one test's own, which may be taken away from whoever is at work. */
export interface PostgresServer {
  /** A superuser's address, for `JALON_TEST_POSTGRES`. */
  url: string;
  /** Ends it in order: sessions are cut off, transactions under way roll back. */
  stop(): Promise<void>;
  /** Ends it as a crash would: no checkpoint, the next start recovers from its log. */
  crash(): Promise<void>;
  /** Ends its first process as the kernel does (SIGKILL); the others follow once they notice. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Copies its files while it is stopped. */
  copy(): Promise<void>;
  /** Starts it on the copy: as it was, or recovered as from an archive: on a timeline of its own, as a promoted standby is. */
  startRewound(how?: 'in place'): Promise<void>;
  close(): Promise<void>;
}

const password = 'a test';

export async function startPostgres(): Promise<PostgresServer> {
  const folder = temporaryHome();
  const location = await serverLocation(folder.home);
  const secret = join(location.folder, 'password');
  mkdirSync(location.folder, { recursive: true });
  writeFileSync(secret, password, { mode: 0o644 });
  const flags = [
    `--pgdata=${dataFolder(location)}`,
    '--username=postgres',
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
  ];
  const options = { cwd: location.folder, account: location.account };
  await rename(await newFolder(location), dataFolder(location));
  await run(join(location.native, 'bin/initdb'), [...flags, '--encoding=UTF8', '--locale=C', '--no-sync'], options);
  const port = await freePort('127.0.0.1');
  let { pid } = await startServer(location, port);
  const stop = (): Promise<void> => end(pid);
  const endBy = (name: 'SIGQUIT' | 'SIGKILL') => async (): Promise<void> => {
    signal(pid, name);
    await until(async () => !(await isAlive(pid)));
  };
  const data = dataFolder(location);
  const copied = join(location.folder, 'copied');
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
    stop,
    crash: endBy('SIGQUIT'),
    kill: endBy('SIGKILL'),
    async start() {
      ({ pid } = await startServer(location, port));
    },
    copy: () => run('cp', ['-a', data, copied], { cwd: location.folder }),
    async startRewound(how) {
      rmSync(data, { recursive: true });
      await run('cp', ['-a', copied, data], { cwd: location.folder });
      if (how === undefined) writeFileSync(join(data, 'recovery.signal'), '');
      writeFileSync(join(data, 'postgresql.auto.conf'), "restore_command = 'false'\n", { flag: 'a' });
      ({ pid } = await startServer(location, port));
    },
    async close() {
      await stop();
      await folder.remove();
    },
  };
}

const INSTALLED = '/usr/lib/postgresql';
const PASSWORD = 'a-test';
/** PostgreSQL does not run as root; Debian has this user and owns nothing by it. */
const NOBODY = { uid: 65_534, gid: 65_534 };

const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).map(Number) : [];
const bin = versions
  .sort((one, other) => other - one)
  .map((version) => join(INSTALLED, String(version), 'bin'))
  .find((folder) => existsSync(join(folder, 'pg_basebackup')));

/** The server of a distribution, with what makes replicas of it. */
export const hasPostgres = bin !== undefined;

/** A server with a data directory of its own. */
class InstalledServer {
  #process: ChildProcess | undefined;

  constructor(
    readonly name: string,
    readonly port: number,
    private readonly data: string,
  ) {}

  /** Of a superuser. */
  get url(): string {
    return `postgres://postgres:${PASSWORD}@127.0.0.1:${this.port}/postgres`;
  }

  async start(): Promise<void> {
    const settings = {
      ...{ port: this.port, listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 200 },
      ...{ cluster_name: this.name, fsync: 'off', shared_buffers: '64MB' }, // no power cut is tested
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(join(bin!, 'postgres'), ['-D', this.data, ...flags], options('ignore'));
    this.#process = server;
    await until(async () => {
      if (server.exitCode !== null) throw new Error(`${this.name} ended with ${server.exitCode}`);
      return this.sql('select').then(
        () => true,
        () => false,
      );
    });
  }

  async sql<R extends pg.QueryResultRow>(text: string, database = 'postgres'): Promise<R[]> {
    const url = new URL(database, this.url).href;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<R>(text)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** As the kernel kills; its other processes follow at once. */
  async kill(): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  async stop(): Promise<void> {
    const server = this.#process;
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGQUIT');
    await once(server, 'exit');
  }
}

export interface PostgresPair {
  primary: InstalledServer;
  /** Streams from the primary, whose commits wait for it. */
  standby: InstalledServer;
  close(): Promise<void>;
}

/** A primary and its synchronous standby, as docs/operating.md sets them up. */
export async function startPostgresPair(): Promise<PostgresPair> {
  const home = await mkdtemp(join(tmpdir(), 'jalon-pair-'));
  const password = join(home, 'password');
  await writeFile(password, PASSWORD, { mode: 0o600 });
  if (isRoot) for (const path of [home, password]) await chown(path, NOBODY.uid, NOBODY.gid);
  const run = promisify(execFile);
  const [one, two] = [join(home, 'db-1'), join(home, 'db-2')];
  const access = ['--username=postgres', `--pwfile=${password}`, '--auth=scram-sha-256'];
  await run(
    join(bin!, 'initdb'),
    [`--pgdata=${one}`, ...access, '--encoding=UTF8', '--locale=C', '--no-sync'],
    options(),
  );
  await writeFile(
    join(one, 'pg_hba.conf'),
    `host postgres haproxy_check 127.0.0.1/32 trust
     host all,replication all 127.0.0.1/32 scram-sha-256\n`,
  );
  const primary = new InstalledServer('db_1', await freePort('127.0.0.1'), one);
  await primary.start();
  await primary.sql('create role haproxy_check login connection limit 10');
  await primary.sql(`create role replicator login replication password '${PASSWORD}'`);
  const source = `host=127.0.0.1 port=${primary.port} user=replicator password=${PASSWORD}`;
  const copy = ['--write-recovery-conf', '--wal-method=stream', '--checkpoint=fast', '--no-sync'];
  await run(join(bin!, 'pg_basebackup'), [`--dbname=${source}`, `--pgdata=${two}`, ...copy], options());
  const standby = new InstalledServer('db_2', await freePort('127.0.0.1'), two);
  await standby.start();
  await primary.sql(`alter system set synchronous_standby_names = 'db_2'`);
  await primary.sql('select pg_reload_conf()');
  await until(async () => {
    const [row] = await primary.sql<{ sync_state: string }>('select sync_state from pg_stat_replication');
    return row?.sync_state === 'sync';
  });
  return {
    ...{ primary, standby },
    async close() {
      await Promise.all([primary.stop(), standby.stop()]);
      await rm(home, { recursive: true, force: true });
    },
  };
}

const options = <S extends 'ignore' | 'pipe'>(stdio: S | 'pipe' = 'pipe') => ({
  ...{ cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C' }, stdio },
  ...(isRoot && NOBODY),
});
