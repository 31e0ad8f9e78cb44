import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'undici';
import { CannotGoOn } from '../cannot-go-on.js';
import { checkedPieces, type Report } from './checked-pieces.js';

/**
 * Writes an export beside where it is to be, and gives it its name once it is whole and on the disk: whatever happens,
 * there is never a part of a ledger under that name.
 */
export async function exportTo(path: string, answer: Response, report: Report): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  const file = await open(unfinished, 'wx').catch((error: unknown) => {
    throw new CannotGoOn(`Cannot write ${path}: ${(error as Error).message}`);
  });
  try {
    await written(file, answer, report);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function written(file: FileHandle, answer: Response, report: Report): Promise<void> {
  try {
    for await (const piece of checkedPieces(answer, report)) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Whoever reads it sees by its last line whether it is whole, and by how this command ends. */
export async function exportToStdout(answer: Response, report: Report): Promise<void> {
  await pipeline(checkedPieces(answer, report), process.stdout, { end: false }).catch((error: unknown) => {
    throw (error as { code?: string }).code === 'EPIPE' ? new CannotGoOn('Whoever read the export has gone.') : error;
  });
}
