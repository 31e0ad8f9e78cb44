import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { UserError } from './terminal.js';

interface WholeFileOptions {
  mode?: number;
  /** Reads the file again, at the path that it has before it is complete. */
  verify?: (path: string) => Promise<void>;
}

/**
 * Writes to a temporary file in the same folder and renames it once it is complete, synced to disk and verified. On failure
 * or Ctrl-C an existing file stays unchanged and the temporary one is removed.
 */
export async function writeWholeFile(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  { mode, verify }: WholeFileOptions = {},
): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  const stop = removingOnSignal(unfinished);
  try {
    const file = await opened(unfinished, 'wx', path, mode);
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await verify?.(unfinished);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    stop();
  }
}

/** @throws UserError */
export const opened = (path: string, flags: string, shownAs = path, mode = 0o666): Promise<FileHandle> =>
  open(path, flags, mode).catch((error: unknown) => {
    throw new UserError(`Cannot write ${shownAs}: ${(error as Error).message}`);
  });

/** Removes a file when the process is ended by a signal. @returns a function that cancels this */
function removingOnSignal(path: string): () => void {
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handle = (): void => {
      rmSync(path, { force: true });
      process.off(signal, handle);
      process.kill(process.pid, signal); // the signal's default action
    };
    process.on(signal, handle);
    return () => process.off(signal, handle);
  });
  return () => {
    for (const off of handlers) off();
  };
}
