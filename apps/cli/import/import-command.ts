import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Command, Option } from 'commander';
import type { RequestInit } from 'undici';
import { z } from 'zod';
import { type Api, callApi, reasonOf, RequestRejected } from '../call-api.js';
import { UserError } from '../terminal.js';
import { count, counted, durationOf, Progress } from '../progress.js';
import { changesTable, MergedChanges, warningLines } from './import-output.js';
import { type Chunk, CHUNK_ROWS, type ChunkLimits, chunksOf, countRows, IMPORTED } from './chunks.js';
import { importLedger, isLedgerFile, previewLedger } from './ndjson.js';

const more = `
A large file is sent in batches of ${CHUNK_ROWS} rows; each batch is recorded completely or not at all. After an interruption
(Ctrl-C stops between two batches) or an error, send the same file again: rows already recorded are skipped. --dry-run
validates the file and shows the changes; nothing is recorded.

A ledger file of "jalon export" is restored into an empty Jalon and needs scope admin.

Examples:
  JALON_KEY=jalon_… jalon import samples/ledger.csv
  jalon import --dry-run big.csv --url https://jalon.example.org --key jalon_…
  jalon import ledger.ndjson --key jalon_…`;

export const importCommand = (): Command =>
  new Command('import')
    .description('Import a CSV file, or restore a ledger file, into a running Jalon.')
    .argument('<file>', 'CSV in UTF-8, comma-separated, with a header row; or a ledger file of "jalon export"')
    .addOption(new Option('--url <address>', 'address of Jalon').env('JALON_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--key <key>', 'an API key with scope record').env('JALON_KEY'))
    .option('--dry-run', 'show the rows to be recorded and the status changes; record nothing', false)
    .addHelpText('after', more)
    .action(async (path: string, options: { url: string; key?: string; dryRun: boolean }) => {
      const { url: address, key, dryRun } = options;
      if (!URL.canParse(address))
        throw new UserError(`--url must be an address such as http://127.0.0.1:3000, but is ${address}`);
      const isLedger = await isLedgerFile(path).catch((error: unknown) => {
        throw error instanceof UserError ? error : new UserError(`Cannot read ${path}: ${(error as Error).message}`);
      });
      const api = { address, key };
      if (isLedger)
        await (dryRun ? previewLedger : importLedger)(api, path, (line) => {
          console.log(line);
        });
      else await (dryRun ? previewFile(api, path) : importFile(api, path));
    });

const CORRECT = 'Correct the file and send it again: rows already recorded are skipped.';
const RESUME = 'Send the same file again to resume: rows already recorded are skipped.';

/**
 * Sends a CSV file in batches, each recorded completely or not at all, and reports progress.
 *
 * @throws UserError with the problems by line, and the number of rows recorded
 */
export async function importFile(api: Api, path: string): Promise<void> {
  const total = await countRows(createReadStream(path));
  const progress = new Progress(total);
  const interruption = new Interruption(() => {
    progress.clear();
    console.error('Stopping after the current batch. Press Ctrl-C again to stop immediately.');
  });
  try {
    await sendAll(api, path, progress, interruption);
  } finally {
    interruption.end();
    progress.clear();
  }
}

async function sendAll(api: Api, path: string, progress: Progress, interruption: Interruption): Promise<void> {
  let rows = 0;
  const sum = { recorded: 0, replayed: 0, providers: 0, dossiers: 0, position: 0 };
  const id = randomUUID();
  for await (const chunk of chunksOf(createReadStream(path))) {
    if (interruption.isRequested) throw new UserError(`Interrupted. ${recordedSoFar(rows)} ${RESUME}`);
    const imported = await postCsv(api, chunk.csv, { id, signal: interruption.signal }).catch((error: unknown) => {
      if (interruption.signal.aborted) throw new UserError(`Interrupted. ${recordedSoFar(rows, chunk.rows)} ${RESUME}`);
      const refused = rows === 0 ? recordedSoFar(0) : `${recordedSoFar(rows)} The others were not recorded. ${CORRECT}`;
      return explain(error, chunk, { refused, unclear: `${recordedSoFar(rows, chunk.rows)} ${RESUME}` });
    });
    rows += chunk.rows;
    for (const key of ['recorded', 'replayed', 'providers', 'dossiers'] as const) sum[key] += imported[key];
    sum.position = imported.position;
    progress.show(rows);
  }
  progress.clear();
  console.log(summaryOf(rows, sum, progress.seconds));
}

function recordedSoFar(rows: number, pending = 0): string {
  if (rows + pending === 0) return 'Nothing was recorded.';
  const before = rows > 0 ? `The first ${count(rows)} rows were recorded. ` : '';
  if (pending === 0) return before.trimEnd();
  return `${before}${counted(pending, rows > 0 ? 'more row' : 'row')} had been sent: either all of them were recorded or none.`;
}

function summaryOf(
  rows: number,
  sum: Record<'recorded' | 'replayed' | 'providers' | 'dossiers' | 'position', number>,
  seconds: number,
): string {
  const opened = `${counted(sum.providers, 'provider')} registered, ${counted(sum.dossiers, 'dossier')} opened`;
  return [
    `${counted(rows, 'row')} in ${durationOf(seconds)}: ${count(sum.recorded)} recorded, ${count(sum.replayed)} already on record.`,
    `${opened}. The ledger is at position ${count(sum.position)}.`,
  ].join('\n');
}

/** Ctrl-C during a long import: the first stops it between two batches, the second immediately. */
class Interruption {
  private readonly controller = new AbortController();
  isRequested = false;

  constructor(private readonly onRequest: () => void) {
    process.on('SIGINT', this.handle);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Restores the default behaviour of Ctrl-C. */
  end(): void {
    process.off('SIGINT', this.handle);
  }

  private readonly handle = (): void => {
    if (this.isRequested) this.controller.abort();
    else this.onRequest();
    this.isRequested = true;
  };
}

const Imported = z.object({
  recorded: z.number(),
  replayed: z.number(),
  providers: z.number(),
  dossiers: z.number(),
  position: z.number(),
});
type Imported = z.infer<typeof Imported>;

const Change = z.object({
  dossier: z.object({ id: z.string(), provider: z.string(), service: z.string().nullable(), scheme: z.string() }),
  opened: z.boolean(),
  before: z.string().nullable(),
  after: z.string(),
  confirmedBefore: z.boolean().nullable(),
  confirmedAfter: z.boolean(),
  moved: z.boolean(),
  warnings: z.array(z.string()),
  events: z.number(),
});
export type Change = z.infer<typeof Change>;

const Messages = z.object({ events: z.number(), digests: z.number(), summaries: z.number() });

const Preview = Imported.extend({
  asOf: z.string(),
  changes: z.array(Change),
  touched: z.number(),
  messages: Messages,
});
export type Preview = z.infer<typeof Preview>;

/** `POST /v1/imports`: all rows are recorded or none. `id`: the same for all batches of a file. @throws RequestRejected; UserError when it is unknown which */
export const postCsv = async (
  api: Api,
  csv: Buffer | string,
  { id = randomUUID(), signal = null }: { id?: string; signal?: AbortSignal | null } = {},
): Promise<Imported> => post(Imported, api, `/v1/imports?import=${id}`, { body: csv, signal });

/** The same as a dry run. @throws RequestRejected, UserError */
const previewCsv = async (api: Api, csv: Buffer | string): Promise<Preview> =>
  post(Preview, api, '/v1/imports?dryRun=true', { body: csv });

async function post<T>(shape: z.ZodType<T>, api: Api, path: string, init: RequestInit): Promise<T> {
  const headers = { 'content-type': 'text/csv' };
  const answer = await callApi(api, path, 'record', { method: 'POST', headers, ...init });
  const body = await answer.json().catch((error: unknown) => {
    throw new UserError(`The response is incomplete: ${reasonOf(error)}.`);
  });
  const { data, success } = shape.safeParse(body);
  if (success) return data;
  throw new UserError(`The response from ${api.address} is not that of this version of Jalon. Check --url.`);
}

/** Messages about the rows recorded so far. */
interface Outcome {
  /** When nothing of the chunk was recorded. */
  refused: string;
  /** When it is unknown whether it was. */
  unclear: string;
}

/** Adds the outcome and one line per problem, numbered as in the whole file. @throws UserError, or an unexpected error */
function explain(error: unknown, { linesBefore }: Chunk, { refused, unclear }: Outcome): never {
  if (!(error instanceof UserError)) throw error;
  if (!(error instanceof RequestRejected)) throw new UserError(`${error.message}\n${unclear}`);
  throw new UserError(`${error.listing(linesBefore)}\n${refused}`);
}

/** The API's limits: a file within them is validated as a whole. */
const WHOLE: ChunkLimits = { rows: 10_000, bytes: 9_500_000 };
const SHOWN = 200;

const SEPARATELY = `The file was validated in batches of up to ${count(IMPORTED.rows)} rows, each without the effects of those before it.
A provider in several batches may be counted several times. A dossier marked * has rows in several
batches; its final status may differ.`;

/**
 * Shows the effect of an import of a CSV file. Nothing is recorded.
 *
 * @throws UserError with the problems by line
 */
export async function previewFile(api: Api, path: string): Promise<void> {
  const total = await countRows(createReadStream(path));
  const progress = new Progress(total);
  const sum = { rows: 0, batches: 0, recorded: 0, replayed: 0, providers: 0 };
  const messages = { events: 0, digests: 0, summaries: 0 };
  const changes = new MergedChanges();
  let asOf = '';
  for await (const chunk of chunksOf(createReadStream(path), total <= WHOLE.rows ? WHOLE : IMPORTED)) {
    const preview: Preview = await previewCsv(api, chunk.csv).catch((error: unknown) => {
      progress.clear();
      const refused = sum.batches === 0 ? 'Nothing would be recorded.' : afterBatches(sum.rows);
      return explain(error, chunk, { refused, unclear: 'Nothing was recorded: this was a dry run.' });
    });
    asOf = preview.asOf;
    changes.add(preview);
    for (const key of ['recorded', 'replayed', 'providers'] as const) sum[key] += preview[key];
    messages.events += preview.messages.events;
    for (const key of ['digests', 'summaries'] as const) messages[key] = Math.max(messages[key], preview.messages[key]);
    sum.batches += 1;
    progress.show((sum.rows += chunk.rows));
  }
  progress.clear();
  console.log(`Dry run: nothing was recorded. Statuses are as of ${asOf}.\n`);
  if (sum.batches > 1) console.log(`${SEPARATELY}\n`);
  const opened = `${counted(sum.providers, 'provider')} would be registered, ${counted(changes.opened, 'dossier')} opened.`;
  console.log(
    `${counted(sum.rows, 'row')}: ${count(sum.recorded)} would be recorded, ${count(sum.replayed)} are already on record.`,
  );
  console.log(opened);
  console.log(messagesLine(messages));
  for (const line of listed(changes)) console.log(line);
}

function messagesLine({ events, digests, summaries }: z.infer<typeof Messages>): string {
  if (events + digests + summaries === 0) return 'No subscriber would be notified.';
  const summed = summaries === 1 ? '1 summary' : `${count(summaries)} summaries`;
  return `Subscribers would receive ${counted(events, 'message')} about recent events, ${counted(digests, 'daily digest')} and ${summed} of past events.`;
}

const afterBatches = (rows: number): string =>
  `The ${count(rows)} rows before these are valid. A dry run does not record them, so rows that depend on them may be reported as invalid.`;

function listed(changes: MergedChanges): string[] {
  const { moved, kept, unlisted } = changes;
  const hidden = Math.max(0, moved.length - SHOWN) + unlisted;
  return [
    '',
    moved.length === 0 ? 'No status would change.' : 'Statuses that would change:',
    ...changesTable(moved.slice(0, SHOWN)),
    ...(hidden > 0 ? [`… and up to ${count(hidden)} more.`] : []),
    ...(kept > 0 ? ['', `${counted(kept, 'other dossier')} would get events without a status change.`] : []),
    ...listedWarnings(changes),
  ];
}

function listedWarnings({ warned }: MergedChanges): string[] {
  if (warned.length === 0) return [];
  const hidden = warned.length - SHOWN;
  return [
    '',
    'New warnings:',
    ...warned.slice(0, SHOWN).flatMap(warningLines),
    ...(hidden > 0 ? [`… and ${counted(hidden, 'more dossier')} with new warnings.`] : []),
  ];
}
