import { readFile } from 'node:fs/promises';

/** The child of a process that runs a script, by the kernel's own list; `undefined` when there is none at the moment. */
export async function childOf(parent: number, script: string): Promise<number | undefined> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  for (const pid of children.trim().split(' ').map(Number)) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(script)) return pid;
  }
  return undefined;
}
