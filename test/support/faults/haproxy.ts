import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = ['haproxy', '/usr/sbin/haproxy'].find((path) => spawnSync(path, ['-v']).status === 0);

export const hasHaproxy = PROGRAM !== undefined;

/** Runs HAProxy with docs/haproxy.cfg, whose addresses are replaced by those of a test. */
export async function startHaproxy(addresses: Record<string, string>): Promise<{ close(): Promise<void> }> {
  let config = await readFile(join(import.meta.dirname, '../../../docs/haproxy.cfg'), 'utf8');
  for (const [documented, own] of Object.entries(addresses)) {
    if (!config.includes(` ${documented}`)) throw new Error(`docs/haproxy.cfg has no ${documented}`);
    config = config.replaceAll(` ${documented}`, ` ${own}`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'jalon-haproxy-'));
  await writeFile(join(folder, 'haproxy.cfg'), config);
  const proxy = spawn(PROGRAM!, ['-f', join(folder, 'haproxy.cfg'), '-db'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  proxy.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  proxy.once('exit', (code) => {
    if (code) process.stderr.write(said);
  });
  return {
    async close() {
      if (proxy.exitCode === null && proxy.signalCode === null) {
        proxy.kill('SIGKILL');
        await once(proxy, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
