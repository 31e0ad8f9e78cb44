import { createReadStream } from 'node:fs';
import { Command, Option } from 'commander';
import type { RequestInit } from 'undici';
import { z } from 'zod';
import { type Api, callApi, reasonOf, Refused } from '../call-api.js';
import { CannotGoOn } from '../complain.js';
import { changesTable, MergedChanges } from './changes-table.js';
import { type Chunk, CHUNK_ROWS, type ChunkLimits, chunksOf, countRows, IMPORTED } from './chunks.js';
import { importLedger, isLedgerFile, rehearseLedger } from './ndjson.js';
import { count, counted, durationOf, Progress } from './progress.js';

const more = `
A large file is sent in pieces of ${CHUNK_ROWS} rows; each is recorded as a whole or not at all. After an interruption (Ctrl-C ends
between two pieces), or once a bad row is put right, send the same file again: what is on record already is not recorded
twice. With --dry-run the same judgement is made and nothing recorded.

A file that "jalon export" has written is a whole ledger: it goes into an empty Jalon, with an admin key. With --dry-run it
is judged, and what it holds is told.

Examples:
  JALON_KEY=jalon_… jalon import samples/ledger.csv
  jalon import --dry-run big.csv --url https://jalon.example.org --key jalon_…
  jalon import ledger.ndjson --key jalon_…`;

export const importCommand = (): Command =>
  new Command('import')
    .description('Send a CSV file, or a whole ledger that was exported, to a running Jalon.')
    .argument('<file>', 'CSV: UTF-8, comma-separated, with a header row; or what "jalon export" has written')
    .addOption(new Option('--url <address>', 'where Jalon is').env('JALON_URL').default('http://127.0.0.1:3000'))
    .addOption(new Option('--key <key>', 'an API key that may record').env('JALON_KEY'))
    .option('--dry-run', 'say what would be recorded and which statuses would change, and record nothing', false)
    .addHelpText('after', more)
    .action(async (path: string, options: { url: string; key?: string; dryRun: boolean }) => {
      const { url: address, key, dryRun } = options;
      if (!URL.canParse(address))
        throw new CannotGoOn(`--url must be an address such as http://127.0.0.1:3000, and is ${address}`);
      const isLedger = await isLedgerFile(path).catch((error: unknown) => {
        throw error instanceof CannotGoOn ? error : new CannotGoOn(`Cannot read ${path}: ${(error as Error).message}`);
      });
      const api = { address, key };
      if (isLedger)
        await (dryRun ? rehearseLedger : importLedger)(api, path, (line) => {
          console.log(line);
        });
      else await (dryRun ? previewFile(api, path) : importFile(api, path));
    });

const RIGHT = 'Once that is put right, send the file again: what is on record is not recorded twice.';
const AGAIN = 'Send the same file again to go on: what is on record is not recorded twice.';

/**
 * Sends a CSV file piece by piece, each recorded as a whole or not at all, and says how far it is.
 *
 * @throws CannotGoOn with what is wrong in which row, and how far it came
 */
export async function importFile(api: Api, path: string): Promise<void> {
  const total = await countRows(createReadStream(path));
  const progress = new Progress(total);
  const interruption = new Interruption(() => {
    progress.clear();
    console.error('Ending after the piece that is under way; Ctrl-C again ends at once.');
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
  for await (const chunk of chunksOf(createReadStream(path))) {
    if (interruption.asked) throw new CannotGoOn(`Interrupted. ${soFar(rows)} ${AGAIN}`);
    const imported = await postCsv(api, chunk.csv, interruption.signal).catch((error: unknown) => {
      if (interruption.signal.aborted) throw new CannotGoOn(`Interrupted. ${soFar(rows, chunk.rows)} ${AGAIN}`);
      const refused = rows === 0 ? soFar(0) : `${soFar(rows)} The rest is not. ${RIGHT}`;
      return explain(error, chunk, { refused, unclear: `${soFar(rows, chunk.rows)} ${AGAIN}` });
    });
    rows += chunk.rows;
    for (const key of ['recorded', 'replayed', 'providers', 'dossiers'] as const) sum[key] += imported[key];
    sum.position = imported.position;
    progress.show(rows);
  }
  progress.clear();
  console.log(summaryOf(rows, sum, progress.seconds));
}

function soFar(rows: number, underWay = 0): string {
  if (rows + underWay === 0) return 'Nothing was recorded.';
  const before = rows > 0 ? `The first ${count(rows)} rows are recorded. ` : '';
  if (underWay === 0) return before.trimEnd();
  return `${before}${counted(underWay, rows > 0 ? 'more row' : 'row')} had been sent: either all of them are recorded, or none.`;
}

function summaryOf(
  rows: number,
  sum: Record<'recorded' | 'replayed' | 'providers' | 'dossiers' | 'position', number>,
  seconds: number,
): string {
  const opened = `${counted(sum.providers, 'provider')} registered, ${counted(sum.dossiers, 'dossier')} opened`;
  return [
    `${counted(rows, 'row')} in ${durationOf(seconds)}: ${count(sum.recorded)} recorded, ${count(sum.replayed)} on record already.`,
    `${opened}. The ledger stands at position ${count(sum.position)}.`,
  ].join('\n');
}

/** Ctrl-C during a long import: the first asks it to end between two pieces, the second ends it at once. */
class Interruption {
  private readonly atOnce = new AbortController();
  asked = false;

  constructor(private readonly onAsked: () => void) {
    process.on('SIGINT', this.heed);
  }

  get signal(): AbortSignal {
    return this.atOnce.signal;
  }

  /** From here on Ctrl-C does what it does everywhere. */
  end(): void {
    process.off('SIGINT', this.heed);
  }

  private readonly heed = (): void => {
    if (this.asked) this.atOnce.abort();
    else this.onAsked();
    this.asked = true;
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
  events: z.number(),
});
export type Change = z.infer<typeof Change>;

const Rehearsed = Imported.extend({ asOf: z.string(), changes: z.array(Change), touched: z.number() });
export type Rehearsed = z.infer<typeof Rehearsed>;

/** `POST /v1/imports`: all of it is recorded or nothing. @throws Refused; CannotGoOn when it is not known which */
export const postCsv = async (api: Api, csv: Buffer | string, signal?: AbortSignal): Promise<Imported> =>
  post(Imported, api, '/v1/imports', { body: csv, signal: signal ?? null });

/** The same as a dry run: what would be recorded. @throws Refused, CannotGoOn */
const rehearseCsv = async (api: Api, csv: Buffer | string): Promise<Rehearsed> =>
  post(Rehearsed, api, '/v1/imports?dryRun=true', { body: csv });

async function post<T>(shape: z.ZodType<T>, api: Api, path: string, init: RequestInit): Promise<T> {
  const headers = { 'content-type': 'text/csv' };
  const answer = await callApi(api, path, 'record', { method: 'POST', headers, ...init });
  const said = await answer.json().catch((error: unknown) => {
    throw new CannotGoOn(`The answer was cut: ${reasonOf(error)}.`);
  });
  const { data, success } = shape.safeParse(said);
  if (success) return data;
  throw new CannotGoOn(`What answers at ${api.address} is not Jalon, or not of this version. See --url.`);
}

/** What has become of a file, in words. */
interface Outcome {
  /** When nothing of the chunk is recorded. */
  refused: string;
  /** When nobody knows whether it is. */
  unclear: string;
}

/** One line per problem, with the line of the whole file. @throws CannotGoOn, or the error when it is a bug */
function explain(error: unknown, { linesBefore }: Chunk, { refused, unclear }: Outcome): never {
  if (!(error instanceof CannotGoOn)) throw error;
  if (!(error instanceof Refused)) throw new CannotGoOn(`${error.message}\n${unclear}`);
  const lines = error.problems.map(({ row, field, reason }) =>
    row === undefined ? `${field}: ${reason}` : `row ${row + linesBefore}, ${field}: ${reason}`,
  );
  throw new CannotGoOn([error.message, ...lines, refused].join('\n'));
}

/** All that the api takes at once: a file that fits into it is judged as a whole. */
const WHOLE: ChunkLimits = { rows: 10_000, bytes: 9_500_000 };
const SHOWN = 200;

const APART = `The file was judged in pieces of up to ${count(IMPORTED.rows)} rows, each on the ledger as it stands, without the pieces
before it: a provider that several pieces name may be counted several times, and a dossier marked * has rows
in several pieces, so that its status in the end may be another.`;

/**
 * Says what an import of a CSV file would do. Nothing is recorded.
 *
 * @throws CannotGoOn with what is wrong in which row
 */
export async function previewFile(api: Api, path: string): Promise<void> {
  const total = await countRows(createReadStream(path));
  const progress = new Progress(total);
  const sum = { rows: 0, pieces: 0, recorded: 0, replayed: 0, providers: 0 };
  const changes = new MergedChanges();
  let asOf = '';
  for await (const chunk of chunksOf(createReadStream(path), total <= WHOLE.rows ? WHOLE : IMPORTED)) {
    const rehearsed: Rehearsed = await rehearseCsv(api, chunk.csv).catch((error: unknown) => {
      progress.clear();
      const refused = sum.pieces === 0 ? 'Nothing would be recorded.' : laterPiece(sum.rows);
      return explain(error, chunk, { refused, unclear: 'Nothing was recorded: this was a dry run.' });
    });
    asOf = rehearsed.asOf;
    changes.add(rehearsed);
    for (const key of ['recorded', 'replayed', 'providers'] as const) sum[key] += rehearsed[key];
    sum.pieces += 1;
    progress.show((sum.rows += chunk.rows));
  }
  progress.clear();
  console.log(`Dry run: nothing is recorded. Statuses are as of ${asOf}.\n`);
  if (sum.pieces > 1) console.log(`${APART}\n`);
  const opened = `${counted(sum.providers, 'provider')} would be registered, ${counted(changes.opened, 'dossier')} opened.`;
  console.log(
    `${counted(sum.rows, 'row')}: ${count(sum.recorded)} would be recorded, ${count(sum.replayed)} are on record already.`,
  );
  console.log(opened);
  for (const line of listed(changes)) console.log(line);
}

const laterPiece = (rows: number): string =>
  `The ${count(rows)} rows before these would be recorded. They are not on record in a dry run: what is missing here may be in them.`;

function listed(changes: MergedChanges): string[] {
  const { moved, kept, unlisted } = changes;
  const hidden = Math.max(0, moved.length - SHOWN) + unlisted;
  return [
    '',
    moved.length === 0 ? 'No status would change.' : 'Statuses that would change:',
    ...changesTable(moved.slice(0, SHOWN)),
    ...(hidden > 0 ? [`… and up to ${count(hidden)} more.`] : []),
    ...(kept > 0 ? ['', `${counted(kept, 'other dossier')} would get events and keep the status.`] : []),
  ];
}
