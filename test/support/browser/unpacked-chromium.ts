import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';

const pack = resolve(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../..');

/** The package's own names folders of the service that it is made for. This finds the typeface wherever the folder is. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">font-cache</cachedir>
</fontconfig>
`;

/**
 * The folder of Chromium, which comes packed: unpacked once per installation. That is done beside the place where it
 * stays and moved there as a whole: processes that start at once never see half of it, nor does one that comes after a
 * kill.
 */
export async function unpackedChromium(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(pack, 'package.json'), 'utf8')) as { version: string };
  const cache = resolve(pack, '../../.cache/jalon');
  const place = join(cache, `chromium-${version}`);
  if (existsSync(place)) return place;
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(`${place}-`);
  try {
    await unpackInto(beside);
    await rename(beside, place).catch((error: unknown) => {
      if (!existsSync(place)) throw error; // else another process was first, with the very same files
    });
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  return place;
}

async function unpackInto(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const archive of ['al2023.tar', 'fonts.tar']) {
    const file = join(folder, archive);
    await unpack(`${archive}.br`, file);
    await promisify(execFile)('tar', ['-x', '--no-same-owner', '-C', folder, '-f', file]);
    await rm(file);
  }
  await writeFile(join(folder, 'fonts.conf'), FONTS);
  await unpack('chromium.br', join(folder, 'chromium'), 0o755);
}

const unpack = (file: string, to: string, mode = 0o644): Promise<void> =>
  pipeline(
    createReadStream(join(pack, 'bin', file), { highWaterMark: 2 ** 20 }),
    createBrotliDecompress({ chunkSize: 2 ** 20 }),
    createWriteStream(to, { mode }),
  );
