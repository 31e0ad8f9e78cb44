import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serverData, stageOf } from '#database/embedded/home-folder.js';

export const isRoot = process.getuid?.() === 0;

/** A fresh JALON_HOME, in a path that is hard to quote, and where the server's files are: root's stand elsewhere. */
export function temporaryHome(): { home: string; postgres: string; remove(): Promise<void> } {
  const home = realpathSync(mkdtempSync(join(tmpdir(), "jalon's höme ")));
  const folders = isRoot ? [home, stageOf(home)] : [home];
  return {
    home,
    postgres: dirname(serverData(home)),
    async remove() {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}
