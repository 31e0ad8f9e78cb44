import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import type { Response } from 'undici';
import { atMostEvery } from '#concurrency/time-slice.js';
import { LedgerFileVerifier, splitLines } from '#transfer/ledger-file.js';
import { callApi, reasonOf } from '../call-api.js';
import { CannotGoOn } from '../complain.js';

export const exportCommand = (): Command =>
  new Command('export')
    .description('Write the whole ledger of a running Jalon as a file: every event, in order, as it is stored.')
    .argument('[file]', 'where to, be it a pipe; stdout when it is left out')
    .addOption(new Option('--url <address>', 'where Jalon is').env('JALON_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--key <key>', 'an API key that may read').env('JALON_KEY'))
    .option('--known-at <instant>', 'only what was on record then, such as 2026-06-30T00:00:00Z')
    .addHelpText(
      'after',
      `
One line of JSON per event, and a last line that vouches for all before it: it is checked before this command says that
it has succeeded. A file is given its name once it is whole; one of that name is replaced then. "jalon import" brings it
into an empty Jalon.

Examples:
  JALON_KEY=jalon_… jalon export ledger.ndjson
  jalon export --key jalon_… | gzip > ledger.ndjson.gz`,
    )
    .action(async (file: string | undefined, options: { url: string; key?: string; knownAt?: string }) => {
      const { url: address, key, knownAt } = options;
      const query = knownAt === undefined ? '' : `?${new URLSearchParams({ knownAt }).toString()}`;
      const answer = await callApi({ address, key }, `/v1/ledger.ndjson${query}`, 'read');
      const report = (line: string): void => {
        console.error(line);
      };
      if (file === undefined) await exportToStdout(answer, report);
      else await exportTo(file, answer, report);
    });

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
async function exportToStdout(answer: Response, report: Report): Promise<void> {
  await pipeline(checkedPieces(answer, report), process.stdout, { end: false }).catch((error: unknown) => {
    throw readerGone(error);
  });
}

type Report = (line: string) => void;

/**
 * The bytes of an export as they come. Ends only when the last line has vouched for them.
 *
 * @throws Refusal, CannotGoOn when what came is not a whole ledger
 */
async function* checkedPieces(answer: Response, report: Report): AsyncGenerator<Buffer> {
  const verifier = new LedgerFileVerifier();
  const due = atMostEvery();
  for await (const lines of splitLines(received(answer))) {
    for (const line of lines) verifier.take(line);
    yield Buffer.concat(lines.map(({ bytes }) => bytes));
    if (due()) report(`${verifier.events} of ${verifier.head ?? '?'} events …`);
  }
  verifier.end();
  report(`${verifier.events} events exported.`);
}

async function* received({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body ?? []) yield piece as Uint8Array;
  } catch (error) {
    throw new CannotGoOn(`The connection was lost before the end: ${reasonOf(error)}. Try again.`);
  }
}
