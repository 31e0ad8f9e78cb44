import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { reasonOf } from '../call-api.js';
import { UserError } from '../terminal.js';

/**
 * Writes the body of a response to a file, which appears once it is complete.
 *
 * @param sha256 that its bytes must have
 * @throws UserError
 */
export async function saveAs(path: string, answer: Response, sha256?: string): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  const hash = createHash('sha256');
  try {
    await pipeline(hashed(answer, hash), createWriteStream(unfinished, { flags: 'wx' }));
    if (sha256 !== undefined && hash.digest('hex') !== sha256)
      throw new UserError('The bytes received do not have the SHA-256 asked for.');
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot save ${path}: ${reasonOf(error)}`);
  }
}

/** The name that the server gives the file. */
export const nameIn = ({ headers }: Response): string => {
  const given = headers.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(given)?.[1];
  const name = encoded === undefined ? /filename="([^"]+)"/.exec(given)?.[1] : decodeURIComponent(encoded);
  return name?.split(/[/\\]/).at(-1) || 'file';
};

async function* hashed({ body }: Response, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const piece of (body ?? []) as AsyncIterable<Uint8Array>) {
    hash.update(piece);
    yield piece;
  }
}
