import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const isRoot = process.getuid?.() === 0;

/** A fresh JALON_HOME, in a path that is hard to quote, and where the server's files are: root's stand elsewhere. */
export function temporaryHome(): { home: string; postgres: string; remove(): Promise<void> } {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "jalon's höme ")));
  const folders = isRoot ? [home, stageOf(home)] : [home];
  return {
    home,
    postgres: join(folders.at(-1) ?? home, 'postgres'),
    async remove() {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where root's server of a home has its files. */
export const stageOf = (home: string): string =>
  join('/var/lib/jalon', createHash('sha256').update(home).digest('hex').slice(0, 16));
