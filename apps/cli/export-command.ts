import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { atMostEvery } from '#concurrency/time-slice.js';
import { LedgerFileVerifier, splitLines } from '#transfer/ledger-file.js';
import { type Api, callApi, callingCommand, reasonOf } from './call-api.js';
import { UserError } from './terminal.js';

export const exportCommand = (): Command =>
  callingCommand('export', 'read')
    .description('Export the whole ledger of a running Jalon: every event, in order, as stored.')
    .argument('[file]', 'output file or pipe (default: standard output)')
    .option('--known-at <instant>', 'only events on record at that instant, such as 2026-06-30T00:00:00Z')
    .addHelpText(
      'after',
      `
One line of JSON per event and a final checksum line, which this command verifies. A file appears, or is replaced, only
once the export is complete. "jalon import" restores it into an empty Jalon.

Examples:
  JALON_KEY=jalon_… jalon export ledger.ndjson
  jalon export --key jalon_… | gzip > ledger.ndjson.gz`,
    )
    .action(async (file: string | undefined, { knownAt, ...api }: Api & { knownAt?: string }) => {
      const query = knownAt === undefined ? {} : { knownAt };
      const { response: answer } = await callApi(api, 'read', (client) =>
        client.GET('/v1/ledger.ndjson', { params: { query }, parseAs: 'stream' }),
      );
      const report = (line: string): void => {
        console.error(line);
      };
      if (file === undefined) await exportToStdout(answer, report);
      else await exportTo(file, answer, report);
    });

/** Written as a stream: when standard output is a socket, it cannot be opened by these names. */
const STDOUT = ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];

/**
 * Writes an export to a file once it is complete; see `writeWholeFile`. A pipe or device is written to directly: its reader
 * verifies the checksum line.
 */
export async function exportTo(path: string, answer: Response, report: Report): Promise<void> {
  if (STDOUT.includes(path)) await exportToStdout(answer, report);
  else if (await isSpecialFile(path)) await writeDirectly(path, answer, report);
  else await writeWholeFile(path, (file) => written(file, answer, report));
}

/** Whether the path is a device, pipe or folder, which must not be replaced by a file. */
async function isSpecialFile(path: string): Promise<boolean> {
  if (path.startsWith('/dev/')) return true;
  return stat(path).then(
    (found) => !found.isFile(),
    () => false,
  );
}

async function writeDirectly(path: string, answer: Response, report: Report): Promise<void> {
  await using file = await opened(path, 'a');
  await written(file, answer, report).catch((error: unknown) => {
    throw readerGone(error);
  });
}

async function written(file: FileHandle, answer: Response, report: Report): Promise<void> {
  for await (const chunk of verifiedChunks(answer, report)) await file.writeFile(chunk);
}

const readerGone = (error: unknown): unknown =>
  (error as { code?: string }).code === 'EPIPE' ? new UserError('The reader of the export closed the pipe.') : error;

async function exportToStdout(answer: Response, report: Report): Promise<void> {
  await pipeline(verifiedChunks(answer, report), process.stdout, { end: false }).catch((error: unknown) => {
    throw readerGone(error);
  });
}

type Report = (line: string) => void;

/**
 * The bytes of an export as they arrive. Throws at the end unless the file is complete and its checksum is right.
 *
 * @throws Refusal, UserError
 */
async function* verifiedChunks(answer: Response, report: Report): AsyncGenerator<Buffer> {
  const verifier = new LedgerFileVerifier();
  const isDue = atMostEvery();
  for await (const lines of splitLines(received(answer))) {
    for (const line of lines) verifier.take(line);
    yield Buffer.concat(lines.map(({ bytes }) => bytes));
    if (isDue()) report(`${verifier.events} of ${verifier.head ?? '?'} events …`);
  }
  verifier.end();
  report(`${verifier.events} events exported.`);
}

async function* received({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body ?? []) yield chunk;
  } catch (error) {
    throw new UserError(`The connection was lost before the end of the export: ${reasonOf(error)}.`);
  }
}

/**
 * Writes to a temporary file in the same folder and renames it once it is complete and synced to disk. On failure
 * or Ctrl-C an existing file stays unchanged and the temporary one is removed.
 */
async function writeWholeFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const unfinished = `${path}.${randomUUID().slice(0, 8)}.unfinished`;
  const stop = removingOnSignal(unfinished);
  try {
    {
      await using file = await opened(unfinished, 'wx', path);
      await write(file);
      await file.sync();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    stop();
  }
}

/** @throws UserError */
const opened = (path: string, flags: string, shownAs = path): Promise<FileHandle> =>
  open(path, flags).catch((error: unknown) => {
    throw new UserError(`Cannot write ${shownAs}: ${(error as Error).message}`);
  });

/**
 * Removes a file or folder when the process is ended by a signal.
 *
 * @param end of those that write there on other threads
 * @returns a function that cancels this
 */
export function removingOnSignal(path: string, end?: () => Promise<void>): () => void {
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const remove = (): void => {
      rmSync(path, { force: true, recursive: true });
      process.off(signal, handle);
      process.kill(process.pid, signal); // the signal's default action
    };
    const handle = (): void => {
      if (end) void end().then(remove);
      else remove();
    };
    process.on(signal, handle);
    return () => process.off(signal, handle);
  });
  return () => {
    for (const off of handlers) off();
  };
}
