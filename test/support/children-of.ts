import { readFile } from 'node:fs/promises';

/** The children of a process with their command lines, by the kernel's own list; none when it has ended. */
export async function childrenOf(parent: number): Promise<{ pid: number; command: string }[]> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8').catch(() => '');
  return Promise.all(
    children
      .split(' ')
      .filter((child) => child.trim() !== '')
      .map(async (child) => ({
        pid: Number(child),
        command: await readFile(`/proc/${Number(child)}/cmdline`, 'utf8').catch(() => ''),
      })),
  );
}
