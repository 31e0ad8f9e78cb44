import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, emptyFolder, run, end, startServer, freePort } from '#database/embedded/embedded.js';
import { isAlive, signal } from '#database/embedded/processes.js';
import { serverLocation } from '#database/embedded/server-location.js';
import { temporaryHome } from '#test/temporary-home.js';
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
  /** Starts it on the copy, recovered as from an archive: on a timeline of its own, as a promoted standby is. */
  startRewound(): Promise<void>;
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
  await emptyFolder(dataFolder(location), options);
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
    async startRewound() {
      rmSync(data, { recursive: true });
      await run('cp', ['-a', copied, data], { cwd: location.folder });
      writeFileSync(join(data, 'recovery.signal'), '');
      writeFileSync(join(data, 'postgresql.auto.conf'), "restore_command = 'false'\n", { flag: 'a' });
      ({ pid } = await startServer(location, port));
    },
    async close() {
      await stop();
      await folder.remove();
    },
  };
}
