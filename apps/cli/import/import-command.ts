import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { rawBody, type Schema } from '#client/jalon-client.js';
import { atMostEvery } from '#concurrency/time-slice.js';
import { claimMarked } from '#language/describe-standing.js';
import { cutShort } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { MEDIA_TYPE } from '#transfer/ledger-file.js';
import { type Api, callApi, RequestRejected, callingCommand } from '../call-api.js';
import { UserError, asTable, count, counted, durationOf, fromFile, Progress } from '../terminal.js';
import {
  type ChunkLimits,
  IMPORTED,
  openFile,
  type Chunk,
  CHUNK_ROWS,
  type Change,
  type Preview,
  explain,
  type Messages,
  previewCsv,
  type Imported,
  postCsv,
} from './chunks.js';

const HEADER = ['PROVIDER', 'SERVICE', 'SCHEME', 'BEFORE', 'AFTER', 'EVENTS'];
const WIDEST = 36;

export function changesTable(changes: readonly MergedChange[]): string[] {
  if (changes.length === 0) return [];
  const table = asTable([HEADER, ...changes.map(cellsOf)]);
  return table.split('\n').map((line) => `  ${line}`);
}

function cellsOf({ dossier, before, after, confirmedBefore, confirmedAfter, events, apart }: MergedChange): string[] {
  return [
    cutShort(dossier.provider, WIDEST),
    cutShort(dossier.service ?? '-', WIDEST),
    dossier.scheme,
    before === null ? 'new' : claimMarked(before, confirmedBefore ?? false),
    claimMarked(after, confirmedAfter) + (apart ? ' *' : ''),
    String(events),
  ];
}

/** A dossier, and a sentence with the code for each warning that the import brings. */
export function warningLines({ dossier, warnings, apart }: MergedChange): string[] {
  const name = [dossier.provider, dossier.service].filter((part) => part !== null).join(' / ');
  return [
    `  ${name} (${dossier.scheme})${apart ? ' *' : ''}`,
    ...warnings.map((code) => `    ${titleOf(code)} (${code})`),
  ];
}

/** A newer server may have codes that this program does not know. */
function titleOf(code: string): string {
  const known: Readonly<Record<string, unknown>> = phrases('en').warnings;
  const { title } = (known[code] ?? {}) as { title?: string };
  return title ?? 'Warning';
}

type MergedChange = Change & { apart: boolean };

/** The changes of all batches of a file, each previewed without the others. */
export class MergedChanges {
  private readonly byDossier = new Map<string, MergedChange>();
  private openedUnlisted = 0;
  /** Dossiers that would get events but that the API did not list. */
  unlisted = 0;

  add({ changes, touched, dossiers }: Preview): void {
    this.unlisted += touched - changes.length;
    this.openedUnlisted += dossiers - changes.filter(({ opened }) => opened).length;
    for (const change of changes) {
      const earlier = this.byDossier.get(change.dossier.id);
      this.byDossier.set(change.dossier.id, earlier ? joined(earlier, change) : { ...change, apart: false });
    }
  }

  get opened(): number {
    return this.openedUnlisted + [...this.byDossier.values()].filter(({ opened }) => opened).length;
  }

  get moved(): MergedChange[] {
    return [...this.byDossier.values()].filter(({ moved }) => moved);
  }

  get warned(): MergedChange[] {
    return [...this.byDossier.values()].filter(({ warnings }) => warnings.length > 0);
  }

  /** Dossiers whose status would not change. */
  get kept(): number {
    return this.byDossier.size - this.moved.length;
  }
}

/** A batch that changes the status takes precedence over one that does not. */
function joined(earlier: MergedChange, later: Change): MergedChange {
  const last = later.moved ? later : earlier;
  const warnings = [...new Set([...earlier.warnings, ...later.warnings])];
  return { ...last, warnings, events: earlier.events + later.events - (later.opened ? 1 : 0), apart: true };
}

/** The API's limits: a file within them is validated as a whole. */
const WHOLE: ChunkLimits = { rows: 10_000, bytes: 9_500_000 };
const SHOWN = 200;

const SEPARATELY = `The file was validated in batches of up to ${count(IMPORTED.rows)} rows, each without the effects of those before it.
A provider in several batches may be counted several times. A dossier marked * has rows in several
batches; its final status may differ.`;

/**
 * Shows the effect of an import of a file. Nothing is recorded.
 *
 * @throws UserError with the problems by line
 */
export async function previewFile(api: Api, path: string): Promise<void> {
  const file = await openFile(path);
  const progress = new Progress(file.rows ?? 0);
  const sum = { rows: 0, batches: 0, recorded: 0, replayed: 0, providers: 0 };
  const messages = { events: 0, digests: 0, summaries: 0 };
  const changes = new MergedChanges();
  let asOf = '';
  for await (const chunk of file.chunks((file.rows ?? 0) <= WHOLE.rows ? WHOLE : IMPORTED)) {
    const preview: Preview = await previewCsv(api, chunk.csv).catch((error: unknown) => {
      progress.clear();
      const refused = sum.batches === 0 ? 'Nothing would be recorded.' : afterBatches(sum.rows);
      return explain(error, chunk, { refused, unclear: 'Nothing was recorded: this was a preview.' });
    });
    asOf = preview.asOf;
    changes.add(preview);
    for (const key of ['recorded', 'replayed', 'providers'] as const) sum[key] += preview[key];
    messages.events += preview.messages.events;
    for (const key of ['digests', 'summaries'] as const) messages[key] = Math.max(messages[key], preview.messages[key]);
    sum.batches += 1;
    progress.show((sum.rows += chunk.rows ?? preview.recorded + preview.replayed));
  }
  progress.clear();
  console.log(`Preview: nothing was recorded. Statuses are as of ${asOf}.\n`);
  if (sum.batches > 1) console.log(`${SEPARATELY}\n`);
  const opened = `${counted(sum.providers, 'provider')} would be registered, ${counted(changes.opened, 'dossier')} opened.`;
  console.log(
    `${counted(sum.rows, 'row')}: ${count(sum.recorded)} would be recorded, ${count(sum.replayed)} are already on record.`,
  );
  console.log(opened);
  console.log(messagesLine(messages));
  for (const line of listed(changes)) console.log(line);
}

function messagesLine({ events, digests, summaries }: Messages): string {
  if (events + digests + summaries === 0) return 'No subscriber would be notified.';
  const summed = summaries === 1 ? '1 summary' : `${count(summaries)} summaries`;
  return `Subscribers would receive ${counted(events, 'message')} about recent events, ${counted(digests, 'digest')} and ${summed} of past events.`;
}

const afterBatches = (rows: number): string =>
  `The ${count(rows)} rows before these are valid. A preview does not record them, so rows that depend on them may be reported as invalid.`;

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

const more = `
A large file is sent in batches of ${CHUNK_ROWS} rows; each batch is recorded completely or not at all. After an interruption
(Ctrl-C stops between two batches) or an error, send the same file again: rows already recorded are skipped. --preview
validates the file and shows the changes; nothing is recorded. A workbook, or a CSV file that is not encoded as UTF-8, may
have up to 10,000 rows and 10 MB.

A ledger file of "jalon export" is restored into an empty Jalon and needs scope admin.

Examples:
  JALON_KEY=jalon_… jalon import samples/ledger.csv
  jalon import --preview certifications.xlsx
  jalon import --preview big.csv --url https://jalon.example.org --key jalon_…
  jalon import ledger.ndjson --key jalon_…`;

export const importCommand = (): Command =>
  callingCommand('import', 'record')
    .description('Import a CSV file or an Excel workbook, or restore a ledger file, into a running Jalon.')
    .argument('<file>', 'CSV or an Excel workbook (.xlsx) with a header row; or a ledger file of "jalon export"')
    .option('--preview', 'show the rows to be recorded and the status changes; record nothing', false)
    .addHelpText('after', more)
    .action(async (path: string, { preview, ...api }: Api & { preview: boolean }) => {
      const isLedger = await fromFile(path, isLedgerFile(path));
      if (isLedger)
        await (preview ? previewLedger : importLedger)(api, path, (line) => {
          console.log(line);
        });
      else await (preview ? previewFile(api, path) : importFile(api, path));
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

  end(): void {
    process.off('SIGINT', this.handle);
  }

  private readonly handle = (): void => {
    if (this.isRequested) this.controller.abort();
    else this.onRequest();
    this.isRequested = true;
  };
}

type Report = (line: string) => void;

/** Whether a file is a ledger file of `jalon export` rather than CSV: it starts with a brace. */
async function isLedgerFile(path: string): Promise<boolean> {
  await using file = await open(path);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, 0);
  return bytesRead === 1 && buffer.toString() === '{';
}

/**
 * Restores a ledger file into an empty Jalon. The file is streamed, whatever its length.
 *
 * @param report receives progress and the result, line by line
 * @throws UserError with the problem and its line
 */
export async function importLedger(api: Api, path: string, report: Report): Promise<void> {
  const { recorded, providers, dossiers } = await posted(api, {}, path, report, UNCLEAR);
  report(`Restored ${recorded} events from ${path}: ${providers} providers and ${dossiers} dossiers.`);
}

/**
 * Validates a ledger file as an import would; nothing is recorded.
 *
 * @throws UserError with the problem and its line
 */
export async function previewLedger(api: Api, path: string, report: Report): Promise<void> {
  const answer = await posted(api, { preview: true }, path, report, 'Nothing was recorded: this was a preview.');
  const { recorded, providers, dossiers, empty, position } = answer;
  report(`Preview: nothing was recorded. ${path} is valid.`);
  report(`It has ${recorded} events: ${providers} providers and ${dossiers} dossiers.`);
  report(
    empty
      ? 'This Jalon is empty: the file can be restored.'
      : `This Jalon has ${position} events: the file cannot be restored, since that requires an empty ledger.`,
  );
}

async function posted(
  api: Api,
  query: { preview?: boolean },
  path: string,
  report: Report,
  unclear: string,
): Promise<Schema<'Imported'>> {
  await (await fromFile(path, open(path))).close();
  try {
    const { data } = await callApi(api, 'admin', (client) =>
      client.POST('/v1/imports', { params: { query }, ...rawBody(countedLines(path, report), MEDIA_TYPE) }),
    );
    return data;
  } catch (error) {
    if (error instanceof RequestRejected) throw new UserError(`${error.listing()}\nNothing was recorded.`);
    throw error instanceof UserError ? new UserError(`${error.message}\n${unclear}`) : error;
  }
}

const UNCLEAR =
  'Either all events were recorded or none. To find out, send the file again: "ledger-not-empty" means that all were recorded.';

/** The bytes of a file; reports the number of lines sent. */
async function* countedLines(path: string, report: Report): AsyncGenerator<Uint8Array> {
  const due = atMostEvery();
  let lines = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = piece.indexOf(0x0a); at >= 0; at = piece.indexOf(0x0a, at + 1)) lines += 1;
    yield piece;
    if (due()) report(`${lines} lines sent …`);
  }
}
