import { createReadStream } from 'node:fs';
import type { Api } from '../call-api.js';
import { changesTable, MergedChanges } from './changes-table.js';
import { type ChunkLimits, chunksOf, countRows, IMPORTED } from './chunks.js';
import { explain, rehearseCsv, type Rehearsed } from './import-command.js';
import { count, counted, Progress } from './progress.js';

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
export async function rehearseFile(api: Api, path: string): Promise<void> {
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
