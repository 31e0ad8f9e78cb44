import { rename, writeFile } from 'node:fs/promises';

/** Writes a file that only its owner may read, all or nothing: a crash leaves the former one. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}
