import { readFile } from 'node:fs/promises';

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has exited already.
  }
}

/** Whether a process with this id runs, as anybody. One that has ended and waits for its parent to notice does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return (await statOf(pid))?.[0] !== 'Z';
}

/**
 * When a process started, in the kernel's own count: with the id it names one process for ever, where an id alone comes
 * back after a restart of the machine or the container. Nothing where there is no /proc.
 */
export const startOf = async (pid: number): Promise<string | undefined> => (await statOf(pid))?.[19];

/** The program's name; nothing where there is no /proc. */
export async function programOf(pid: number): Promise<string | undefined> {
  return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined))?.trim();
}

/** The user id that a process runs as; nothing where there is no /proc. */
export async function userOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, user] = /^Uid:\s+(\d+)/m.exec(status) ?? [];
  return user === undefined ? undefined : Number(user);
}

/** The fields after the program's name, which may itself hold spaces and brackets. */
async function statOf(pid: number): Promise<string[] | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
}
