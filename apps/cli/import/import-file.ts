import { createReadStream } from 'node:fs';
import type { Api } from '../call-api.js';
import { CannotGoOn } from '../cannot-go-on.js';
import { chunksOf } from './chunks.js';
import { countRows } from './count-rows.js';
import { Interruption } from './interruption.js';
import { postCsv } from './post-csv.js';
import { Progress } from './progress.js';
import { count, counted, durationOf } from './progress-line.js';
import { explain } from './refused-chunk.js';

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
