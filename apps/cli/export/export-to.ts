import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'undici';
import { CannotGoOn } from '../cannot-go-on.js';
import { checkedPieces, type Report } from './checked-pieces.js';

/** A socket cannot be opened under these names, but may be what stands there. */
const STDOUT = ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];

/**
 * Writes an export beside where it is to be, and gives it its name once it is whole and on the disk: whatever happens,
 * Ctrl-C included, there is never a part of a ledger under that name, and nothing is left behind. A pipe or a device
 * (`/dev/stdout`) is written to as it comes: whoever reads it sees by its last line whether it is whole.
 */
export async function exportTo(path: string, answer: Response, report: Report): Promise<void> {
  if (STDOUT.includes(path)) {
    await exportToStdout(answer, report);
    return;
  }
  if (await isNoFile(path)) {
    await passOn(path, answer, report);
    return;
  }
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  const stop = removingOnSignal(unfinished);
  try {
    const file = await opened(unfinished, 'wx', path);
    await onDisk(file, answer, report);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    stop();
  }
}

async function onDisk(file: FileHandle, answer: Response, report: Report): Promise<void> {
  try {
    await written(file, answer, report);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Something else than a file stands there, that must not be replaced by one. */
async function isNoFile(path: string): Promise<boolean> {
  if (path.startsWith('/dev/')) return true;
  return stat(path).then(
    (found) => !found.isFile(),
    () => false,
  );
}

async function passOn(path: string, answer: Response, report: Report): Promise<void> {
  const file = await opened(path, 'a');
  try {
    await written(file, answer, report);
  } catch (error) {
    throw readerGone(error);
  } finally {
    await file.close();
  }
}

async function written(file: FileHandle, answer: Response, report: Report): Promise<void> {
  for await (const piece of checkedPieces(answer, report)) await file.writeFile(piece);
}

const readerGone = (error: unknown): unknown =>
  (error as { code?: string }).code === 'EPIPE' ? new CannotGoOn('Whoever read the export has gone.') : error;

const opened = (path: string, flags: string, called = path): Promise<FileHandle> =>
  open(path, flags).catch((error: unknown) => {
    throw new CannotGoOn(`Cannot write ${called}: ${(error as Error).message}`);
  });

/** @returns ends it */
function removingOnSignal(path: string): () => void {
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handle = (): void => {
      rmSync(path, { force: true });
      process.off(signal, handle);
      process.kill(process.pid, signal); // and end as this signal ends a process
    };
    process.on(signal, handle);
    return () => process.off(signal, handle);
  });
  return () => {
    for (const off of handlers) off();
  };
}

/** Whoever reads it sees by its last line whether it is whole, and by how this command ends. */
export async function exportToStdout(answer: Response, report: Report): Promise<void> {
  await pipeline(checkedPieces(answer, report), process.stdout, { end: false }).catch((error: unknown) => {
    throw readerGone(error);
  });
}
