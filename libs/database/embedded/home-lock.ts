import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, startOf } from './process-alive.js';
import { Unusable } from './unusable.js';

/**
 * One `jalon start` per home. The lock names its process; one whose process is gone is taken over.
 *
 * @returns gives the lock back
 * @throws Unusable when another process has it
 */
export async function lockHome(home: string): Promise<() => Promise<void>> {
  const lock = join(home, 'jalon.lock');
  const mine = `${lock}.${process.pid}`;
  await writeFile(mine, JSON.stringify({ pid: process.pid, start: await startOf(process.pid) }), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      // A link appears whole or not at all, and fails when the name is taken.
      if (await linked(mine, lock)) return () => rm(lock, { force: true });
      await refuseIfHeld(lock, home);
      await rm(lock, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
  throw new Unusable(`${home} is being started by another Jalon.`);
}

async function refuseIfHeld(lock: string, home: string): Promise<void> {
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (!text) return;
  const { pid, start } = JSON.parse(text) as { pid: number; start?: string };
  if (!(await isAlive(pid)) || start !== (await startOf(pid))) return;
  throw new Unusable(
    `${home} is in use by another Jalon (process ${pid}): stop it, or set JALON_HOME to another folder.`,
  );
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
