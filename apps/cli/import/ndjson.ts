import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { RequestInit } from 'undici';
import { z } from 'zod';
import { MEDIA_TYPE } from '#transfer/ledger-file.js';
import { type Api, callApi, reasonOf, Refused } from '../call-api.js';
import { CannotGoOn } from '../complain.js';
import { atMostEvery } from '#concurrency/time-slice.js';

const Restored = z.object({
  recorded: z.number(),
  providers: z.number(),
  dossiers: z.number(),
  position: z.number(),
});

const Rehearsed = Restored.extend({ empty: z.boolean() });

type Report = (line: string) => void;

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
export async function importLedger(api: Api, path: string, report: Report): Promise<void> {
  await (await opened(path)).close();
  const { recorded, providers, dossiers } = Restored.parse(
    await sent(api, '/v1/imports', path, report).catch((error: unknown) => {
      throw error instanceof CannotGoOn ? new CannotGoOn(`${error.message}\n${outcomeOf(error)}`) : error;
    }),
  );
  report(`${recorded} events recorded: ${providers} providers and ${dossiers} dossiers, as they were in ${path}.`);
}

/** A lost connection, or a gateway that gave up waiting, says nothing about what became of the transaction. */
const outcomeOf = (error: CannotGoOn): string =>
  error instanceof Refused
    ? 'Nothing was recorded.'
    : 'Either all of it is recorded or nothing: look, or send it again ("ledger-not-empty" means that it is).';

/**
 * Judges a whole ledger as an import does, and records nothing.
 *
 * @throws CannotGoOn with what is wrong at which line
 */
export async function rehearseLedger(api: Api, path: string, report: Report): Promise<void> {
  await (await opened(path)).close();
  const answer = await sent(api, '/v1/imports?dryRun=true', path, report);
  const { recorded, providers, dossiers, empty, position } = Rehearsed.parse(answer);
  report(`Dry run: nothing is recorded. ${path} is whole, and holds`);
  report(`${recorded} events: ${providers} providers and ${dossiers} dossiers.`);
  report(
    empty
      ? 'This Jalon is empty, and would take it.'
      : `This Jalon holds ${position} events, and would not take it: a whole ledger goes into an empty one only.`,
  );
}

async function sent(api: Api, address: string, path: string, report: Report): Promise<unknown> {
  const init: RequestInit = {
    method: 'POST',
    headers: { 'content-type': MEDIA_TYPE },
    body: counted(path, report),
    duplex: 'half',
  };
  const answer = await callApi(api, address, 'administer (scope admin)', init);
  return answer.json().catch((error: unknown) => {
    throw new CannotGoOn(`The answer was cut: ${reasonOf(error)}.`);
  });
}

async function opened(path: string) {
  return open(path).catch((error: unknown) => {
    throw new CannotGoOn(`Cannot read ${path}: ${(error as Error).message}`);
  });
}

/** The bytes of a file, counting the lines that have gone. */
async function* counted(path: string, report: Report): AsyncGenerator<Uint8Array> {
  const due = atMostEvery();
  let lines = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) lines += 1;
    yield piece;
    if (due()) report(`${lines} lines sent …`);
  }
}
