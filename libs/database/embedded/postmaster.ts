import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, programOf } from './process-alive.js';

/** The server that has a data directory, by what it writes into `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const POLL_MS = 20;

/** The server that runs on `data`, if one does; a `postmaster.pid` whose process is gone counts for nothing. */
export async function runningOn(data: string): Promise<Postmaster | undefined> {
  const file = join(data, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  const [pid, , , port, , , , status] = text.split('\n').map((line) => line.trim());
  if (!pid || !(await isAlive(Number(pid)))) return undefined;
  const program = await programOf(Number(pid));
  if (program === undefined || program === 'postgres') {
    return { pid: Number(pid), port: Number(port), ready: status === 'ready' };
  }
  // The number went to another program, after a restart of the machine. PostgreSQL would take it for a server.
  await rm(file, { force: true });
  return undefined;
}

/** Waits until the server on `data` takes connections; gives up once `isOver` says so. */
export async function untilReady(data: string, isOver: () => boolean): Promise<Postmaster | undefined> {
  while (!isOver()) {
    const server = await runningOn(data);
    if (server?.ready) return server;
    await sleep(POLL_MS);
  }
  return undefined;
}

/** The server that already runs on `data`, once it takes connections; nothing if there is none, or it was just ending. */
export async function leftOverOn(data: string): Promise<Postmaster | undefined> {
  for (;;) {
    const server = await runningOn(data);
    if (!server || server.ready) return server;
    await sleep(POLL_MS);
  }
}

/** Ends a server: its clients are cut off, what they committed stays. After `patienceMs` it ends as in a crash. */
export async function end(pid: number, patienceMs = 20_000): Promise<void> {
  signal(pid, 'SIGINT');
  const patience = performance.now() + patienceMs;
  while (await isAlive(pid)) {
    if (performance.now() > patience) signal(pid, 'SIGQUIT');
    await sleep(POLL_MS);
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone, which is what was asked.
  }
}
