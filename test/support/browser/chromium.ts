import { join } from 'node:path';
import { unpackedChromium } from '#test/browser/unpacked-chromium.js';

export interface Chromium {
  executablePath: string;
  env: Record<string, string>;
  args: string[];
}

/** Chromium as it starts on a bare machine, as root or as anyone: with the libraries and the typeface of its package. */
export async function chromium(): Promise<Chromium> {
  const folder = await unpackedChromium();
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      HOME: folder,
      LD_LIBRARY_PATH: join(folder, 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      XDG_CACHE_HOME: folder,
    },
    args: ['--disable-gpu', '--font-render-hinting=none'],
  };
}
