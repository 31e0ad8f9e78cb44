import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh JALON_HOME, and where the server's files are: root's stand elsewhere. */
export function temporaryHome(): { home: string; postgres: string; remove(): Promise<void> } {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'jalon-home-')));
  const stage = join('/var/lib/jalon', createHash('sha256').update(home).digest('hex').slice(0, 16));
  const folders = process.getuid?.() === 0 ? [home, stage] : [home];
  return {
    home,
    postgres: join(folders.at(-1) ?? home, 'postgres'),
    async remove() {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}
