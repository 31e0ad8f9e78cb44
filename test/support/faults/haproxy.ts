import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = ['haproxy', '/usr/sbin/haproxy'].find((path) => spawnSync(path, ['-v']).status === 0);

export const hasHaproxy = PROGRAM !== undefined;

export interface Haproxy {
  /** With SIGKILL; all connections through it end. */
  kill(): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

/** Runs HAProxy with docs/haproxy.cfg, whose addresses are replaced by those of a test. */
export async function startHaproxy(addresses: Record<string, string>): Promise<Haproxy> {
  let config = await readFile(join(import.meta.dirname, '../../../docs/haproxy.cfg'), 'utf8');
  for (const [documented, own] of Object.entries(addresses)) {
    if (!config.includes(` ${documented}`)) throw new Error(`docs/haproxy.cfg has no ${documented}`);
    config = config.replaceAll(` ${documented}`, ` ${own}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'jalon-haproxy-'));
  await writeFile(join(folder, 'haproxy.cfg'), config);
  const launch = () => {
    const proxy = spawn(PROGRAM!, ['-f', join(folder, 'haproxy.cfg'), '-db'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    proxy.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    proxy.once('exit', (code) => {
      if (code) process.stderr.write(said);
    });
    return proxy;
  };
  let running = launch();
  const kill = async (): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGKILL');
    await once(running, 'exit');
  };
  return {
    kill,
    start() {
      running = launch();
    },
    async close() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
