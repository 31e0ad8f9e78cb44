import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { rawBody, type Schema } from '#client/jalon-client.js';
import { MEDIA_TYPE } from '#transfer/ledger-file.js';
import { type Api, callApi, RequestRejected } from '../call-api.js';
import { UserError } from '../terminal.js';
import { atMostEvery } from '#concurrency/time-slice.js';

type Report = (line: string) => void;

/** Whether a file is a ledger file of `jalon export` rather than CSV: it starts with a brace. */
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
 * Restores a ledger file into an empty Jalon. The file is streamed, whatever its length.
 *
 * @param report receives progress and the result, line by line
 * @throws UserError with the problem and its line
 */
export async function importLedger(api: Api, path: string, report: Report): Promise<void> {
  const { recorded, providers, dossiers } = await sent(api, {}, path, report, UNCLEAR);
  report(`Restored ${recorded} events from ${path}: ${providers} providers and ${dossiers} dossiers.`);
}

/**
 * Validates a ledger file as an import would; nothing is recorded.
 *
 * @throws UserError with the problem and its line
 */
export async function previewLedger(api: Api, path: string, report: Report): Promise<void> {
  const answer = await sent(api, { preview: true }, path, report, 'Nothing was recorded: this was a preview.');
  const { recorded, providers, dossiers, empty, position } = answer;
  report(`Preview: nothing was recorded. ${path} is valid.`);
  report(`It has ${recorded} events: ${providers} providers and ${dossiers} dossiers.`);
  report(
    empty
      ? 'This Jalon is empty: the file can be restored.'
      : `This Jalon has ${position} events: the file cannot be restored, since that requires an empty ledger.`,
  );
}

async function sent(
  api: Api,
  query: { preview?: boolean },
  path: string,
  report: Report,
  unclear: string,
): Promise<Schema<'Imported'>> {
  await (await opened(path)).close();
  try {
    const { data } = await callApi(api, 'admin', (client) =>
      client.POST('/v1/imports', { params: { query }, ...rawBody(counted(path, report), MEDIA_TYPE) }),
    );
    return data;
  } catch (error) {
    if (error instanceof RequestRejected) throw new UserError(`${error.listing()}\nNothing was recorded.`);
    throw error instanceof UserError ? new UserError(`${error.message}\n${unclear}`) : error;
  }
}

const UNCLEAR =
  'Either all events were recorded or none. To find out, send the file again: "ledger-not-empty" means that all were recorded.';

async function opened(path: string) {
  return open(path).catch((error: unknown) => {
    throw new UserError(`Cannot read ${path}: ${(error as Error).message}`);
  });
}

/** The bytes of a file; reports the number of lines sent. */
async function* counted(path: string, report: Report): AsyncGenerator<Uint8Array> {
  const due = atMostEvery();
  let lines = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) lines += 1;
    yield piece;
    if (due()) report(`${lines} lines sent …`);
  }
}
