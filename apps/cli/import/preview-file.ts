import type { Api } from '../call-api.js';
import { count, counted, Progress } from '../terminal.js';
import { type ChunkLimits, IMPORTED, openFile } from './chunks.js';
import { changesTable, MergedChanges, warningLines } from './import-output.js';
import { explain, type Messages, type Preview, previewCsv } from './post-csv.js';

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
      return explain(error, chunk, { refused, unclear: 'Nothing was recorded: this was a dry run.' });
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

function messagesLine({ events, digests, summaries }: Messages): string {
  if (events + digests + summaries === 0) return 'No subscriber would be notified.';
  const summed = summaries === 1 ? '1 summary' : `${count(summaries)} summaries`;
  return `Subscribers would receive ${counted(events, 'message')} about recent events, ${counted(digests, 'digest')} and ${summed} of past events.`;
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
