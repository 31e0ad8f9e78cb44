import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { addressOption, type Api } from '../call-api.js';
import { count, counted, durationOf, Progress, UserError } from '../terminal.js';
import { type Chunk, CHUNK_ROWS, openFile } from './chunks.js';
import { importLedger, isLedgerFile, previewLedger } from './ndjson.js';
import { explain, type Imported, postCsv } from './post-csv.js';
import { previewFile } from './preview-file.js';

const more = `
A large file is sent in batches of ${CHUNK_ROWS} rows; each batch is recorded completely or not at all. After an interruption
(Ctrl-C stops between two batches) or an error, send the same file again: rows already recorded are skipped. --dry-run
validates the file and shows the changes; nothing is recorded. A workbook, or a CSV file that is not encoded as UTF-8, may
have up to 10,000 rows and 10 MB.

A ledger file of "jalon export" is restored into an empty Jalon and needs scope admin.

Examples:
  JALON_KEY=jalon_… jalon import samples/ledger.csv
  jalon import --dry-run certifications.xlsx
  jalon import --dry-run big.csv --url https://jalon.example.org --key jalon_…
  jalon import ledger.ndjson --key jalon_…`;

export const importCommand = (): Command =>
  new Command('import')
    .description('Import a CSV file or an Excel workbook, or restore a ledger file, into a running Jalon.')
    .argument('<file>', 'CSV or an Excel workbook (.xlsx) with a header row; or a ledger file of "jalon export"')
    .addOption(addressOption())
    .addOption(new Option('--key <key>', 'an API key with scope record').env('JALON_KEY'))
    .option('--dry-run', 'show the rows to be recorded and the status changes; record nothing', false)
    .addHelpText('after', more)
    .action(async (path: string, options: { url: string; key?: string; dryRun: boolean }) => {
      const { url: address, key, dryRun } = options;
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
 * Sends a file in batches, each recorded completely or not at all, and reports progress.
 *
 * @throws UserError with the problems by line, and the number of rows recorded
 */
export async function importFile(api: Api, path: string): Promise<void> {
  const file = await openFile(path);
  const progress = new Progress(file.rows ?? 0);
  const interruption = new Interruption(() => {
    progress.clear();
    console.error('Stopping after the current batch. Press Ctrl-C again to stop immediately.');
  });
  try {
    await sendAll(api, file.chunks(), progress, interruption);
  } finally {
    interruption.end();
    progress.clear();
  }
}

async function sendAll(
  api: Api,
  chunks: AsyncIterable<Chunk>,
  progress: Progress,
  interruption: Interruption,
): Promise<void> {
  let rows = 0;
  const sum = { recorded: 0, replayed: 0, providers: 0, dossiers: 0, position: 0 };
  const id = randomUUID();
  for await (const chunk of chunks) {
    if (interruption.isRequested) throw new UserError(`Interrupted. ${recordedSoFar(rows)} ${RESUME}`);
    const imported = await postCsv(api, chunk.csv, { id, signal: interruption.signal }).catch((error: unknown) => {
      if (interruption.signal.aborted) throw new UserError(`Interrupted. ${sent(rows, chunk)} ${RESUME}`);
      const refused = rows === 0 ? recordedSoFar(0) : `${recordedSoFar(rows)} The others were not recorded. ${CORRECT}`;
      return explain(error, chunk, { refused, unclear: `${sent(rows, chunk)} ${RESUME}` });
    });
    rows += chunk.rows ?? imported.recorded + imported.replayed;
    for (const key of ['recorded', 'replayed', 'providers', 'dossiers'] as const) sum[key] += imported[key];
    sum.position = imported.position;
    progress.show(rows);
  }
  progress.clear();
  console.log(summaryOf(rows, sum, progress.seconds));
}

const recordedSoFar = (rows: number): string =>
  rows === 0 ? 'Nothing was recorded.' : `The first ${count(rows)} rows were recorded.`;

/** When it is unknown whether a chunk was recorded. */
function sent(rows: number, { rows: pending }: Chunk): string {
  if (pending === undefined) return 'The file had been sent: either all of its rows were recorded or none.';
  const before = rows > 0 ? `${recordedSoFar(rows)} ` : '';
  return `${before}${counted(pending, rows > 0 ? 'more row' : 'row')} had been sent: either all of them were recorded or none.`;
}

function summaryOf(rows: number, sum: Imported, seconds: number): string {
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
