import { createReadStream } from 'node:fs';
import { CannotGoOn } from '../cannot-go-on.js';
import { chunksOf } from './chunks.js';
import { countRows } from './count-rows.js';
import { Interruption } from './interruption.js';
import { postCsv, type Api } from './post-csv.js';
import { Progress } from './progress.js';
import { count, counted, durationOf } from './progress-line.js';
import { explain } from './refused-chunk.js';

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
    await sendAll({ ...api, signal: interruption.signal }, path, progress, interruption);
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
    const imported = await postCsv(api, chunk.csv).catch((error: unknown) => {
      if (interruption.signal.aborted) throw new CannotGoOn(`Interrupted. ${soFar(rows, chunk.rows)} ${AGAIN}`);
      if (error instanceof CannotGoOn && rows > 0)
        throw new CannotGoOn(`${error.message}\n${soFar(rows, chunk.rows)} ${AGAIN}`);
      return explain(error, chunk, rows === 0 ? 'Nothing was recorded.' : `${soFar(rows)} The rest is not.`);
    });
    rows += chunk.rows;
    for (const key of ['recorded', 'replayed', 'providers', 'dossiers'] as const) sum[key] += imported[key];
    sum.position = imported.position;
    progress.show(rows);
  }
  progress.clear();
  console.log(summaryOf(rows, sum, progress.seconds));
}

const soFar = (rows: number, underWay = 0): string =>
  [
    rows === 0 ? 'Nothing was recorded.' : `The first ${count(rows)} rows are recorded.`,
    ...(underWay > 0 ? [`The ${count(underWay)} after them were under way: all of them are, or none.`] : []),
  ].join(' ');

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
