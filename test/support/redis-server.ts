import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '#database/embedded/embedded.js';

const program = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);

/** Why tests on Redis cannot run here; `undefined` when they can. In CI they must. */
export const noRedis =
  program === undefined && process.env['CI'] === undefined
    ? 'neither redis-server nor valkey-server is here'
    : undefined;

export interface RedisServer {
  /** For `REDIS_URL`. */
  url: string;
  /** Everything in it is lost. */
  flushAll(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A real server on the loopback that keeps nothing on disk. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort('127.0.0.1');
  const home = await mkdtemp(join(tmpdir(), 'jalon-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  let server = await launch(port, home);
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  };
  return {
    url,
    kill,
    async flushAll() {
      const client = new Redis(url);
      await client.flushall();
      await client.quit();
    },
    async restart() {
      await kill();
      server = await launch(port, home);
    },
    async close() {
      await kill();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, home: string): Promise<ChildProcess> {
  if (program === undefined) throw new Error('redis-server or valkey-server is needed on the PATH');
  const options = { '--port': port, '--bind': '127.0.0.1', '--dir': home, '--save': '', '--appendonly': 'no' };
  const args = Object.entries(options).flatMap(([name, value]) => [name, String(value)]);
  const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Ready to accept connections')) resolve();
    });
    server.once('exit', (code) => {
      reject(new Error(`${program} ended with ${String(code)}`));
    });
  });
  return server;
}
