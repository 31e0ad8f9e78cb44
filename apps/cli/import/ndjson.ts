import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { RequestInit } from 'undici';
import { z } from 'zod';
import { MEDIA_TYPE } from '#transfer/ledger-file.js';
import { type Api, callApi } from '../call-api.js';
import { CannotGoOn } from '../cannot-go-on.js';
import { everySoOften } from '../every-so-often.js';

const Restored = z.object({
  recorded: z.number(),
  providers: z.number(),
  dossiers: z.number(),
  position: z.number(),
});

/** Whether a file is a whole ledger, as `jalon export` writes it, and not a CSV file: it begins with a brace. */
export async function isLedgerFile(path: string): Promise<boolean> {
  const file = await opened(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, 0);
    return bytesRead === 1 && buffer.toString() === '{';
  } finally {
    await file.close();
  }
}

/**
 * Sends a whole ledger to an empty Jalon: all of it is recorded or nothing. The file is read as it is sent, whatever its
 * length.
 *
 * @param report told how far it is from time to time and at the end, one line each
 * @throws CannotGoOn with what is wrong at which line
 */
export async function importLedger(api: Api, path: string, report: (line: string) => void): Promise<void> {
  await (await opened(path)).close();
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': MEDIA_TYPE },
    body: counted(path, report),
    duplex: 'half',
  };
  const answer = await callApi(api, '/v1/imports', 'administer (scope admin)', init).catch((error: unknown) => {
    throw error instanceof CannotGoOn ? new CannotGoOn(`${error.message}\nNothing was recorded.`) : error;
  });
  const { recorded, providers, dossiers } = Restored.parse(await answer.json());
  report(`${recorded} events recorded: ${providers} providers and ${dossiers} dossiers, as they were in ${path}.`);
}

async function opened(path: string) {
  return open(path).catch((error: unknown) => {
    throw new CannotGoOn(`Cannot read ${path}: ${(error as Error).message}`);
  });
}

/** The bytes of a file, counting the lines that have gone. */
async function* counted(path: string, report: (line: string) => void): AsyncGenerator<Uint8Array> {
  const due = everySoOften();
  let lines = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) lines += 1;
    yield piece;
    if (due()) report(`${lines} lines sent …`);
  }
}
