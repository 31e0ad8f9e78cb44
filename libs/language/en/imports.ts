import { english as en } from '../format.js';

const rows = (count: number): string => en.count(count, 'row', 'rows');

/** Importing a file. */
export const imports = {
  title: 'Import a file',
  intro: 'Each row of the file is one event. Before anything is recorded, a preview shows the result of every row.',
  file: {
    label: 'CSV or Excel file',
    another: 'Upload the corrected file',
    hint: 'CSV, also as saved by Excel with semicolons, or an Excel workbook (.xlsx). Up to 10 MB and 10,000 rows.',
    drop: 'Choose a file or drop it here.',
    check: 'Check the file',
  },
  text: {
    label: 'CSV text',
    hint: 'The text of a file, or cells copied from a spreadsheet, with the header row; up to 100 kB.',
    heading: 'Or paste the text',
    check: 'Check the text',
    checkAgain: 'Check again',
  },
  looks: {
    heading: 'File format',
    rows: 'The header row names the columns, in any order. Dates: 2021-05-27, 27/05/2021, 2020-11, 2025-Q1, 2026-H1 or 2023. In a workbook, the first visible sheet with these columns is read.',
    needs: 'Required columns: ',
    sample: 'Download a sample file with all columns',
    again: 'Importing a file twice is safe: events that are already recorded are skipped.',
  },
  kept: {
    heading: 'Your files from the last 24 hours',
    at: 'Uploaded on',
    state: {
      waiting: 'awaiting confirmation',
      invalid: 'has problems, needs correction',
      refused: 'rejected, needs review',
      unfinished: 'interrupted, needs another check',
      running: 'being recorded',
      done: 'recorded',
    },
  },
  pasted: 'Pasted text',
  outcome: {
    recorded: 'to record',
    replayed: 'already recorded',
    repeated: 'duplicate in the file',
    wrong: 'invalid',
    unclear: 'blocked',
  },
  rows,
  opens: (providers: number, dossiers: number) =>
    `${en.count(providers, 'new provider', 'new providers')}, ${en.count(dossiers, 'new dossier', 'new dossiers')}`,
  messages: ({ events, digests, summaries }: { events: number; digests: number; summaries: number }) =>
    events + digests + summaries === 0
      ? 'No subscriber will be notified'
      : `Messages to subscribers: ${[
          ...(events > 0 ? [en.count(events, 'recent event', 'recent events')] : []),
          ...(digests > 0 ? [en.count(digests, 'digest', 'digests')] : []),
          ...(summaries > 0 ? [en.count(summaries, 'summary of past events', 'summaries of past events')] : []),
        ].join(', ')}`,
  wrong: {
    note: 'The file is recorded as a whole or not at all. Correct it, then check again.',
    file: 'The file cannot be read:',
    header: 'The header has problems:',
    unreadable: 'Nothing was recorded. Correct the file, then check again.',
  },
  unclear: 'Blocked rows depend on a dossier that an invalid row may open.',
  confirm: (count: number) => `Record ${rows(count)}`,
  confirmHint: 'Recorded events cannot be deleted. They can be corrected or retracted, and stay visible.',
  needsApproval:
    'This file changes a status of a scheme under the four-eyes principle. It is recorded as a whole once another person approves it.',
  nothing: 'Everything in this file is already recorded. Nothing to do.',
  empty: 'This file has a header row but no data.',
  table: {
    caption: 'Result of each row',
    only: 'Problems',
    all: 'All rows',
    line: 'Line',
    about: 'About',
    what: 'Event',
    newProvider: 'new provider',
    newDossier: 'new dossier',
    empty: 'No row has a problem.',
  },
  changes: {
    heading: 'Affected dossiers',
    caption: 'Today’s status before and after; dossiers whose status changes come first',
    warnings: 'Warnings',
    facts: 'Events',
    opened: 'new',
    none: 'No dossier is affected.',
  },
  running: {
    text: 'The file is recorded as a whole or not at all.',
    steps: {
      reading: 'Step 1 of 3: reading the file',
      deciding: 'Step 2 of 3: checking every row',
      recording: 'Step 3 of 3: writing to the ledger',
    },
    since: (seconds: number) => `Started ${en.count(seconds, 'second', 'seconds')} ago.`,
    stay: 'You can leave this page and come back later.',
  },
  refused: 'Nothing was recorded: the ledger changed after the check. The check below has just been repeated.',
  unfinished:
    'The recording was interrupted, or its end was not reported. Either the whole file is recorded or none of it: the check below shows which. Recording it again creates no duplicates.',
  done: {
    text: (recorded: number, replayed: number) =>
      `${rows(recorded)} recorded${replayed === 0 ? '' : `, ${replayed} skipped as already recorded or duplicated in the file`}.`,
    about: 'Providers concerned:',
    board: 'View the dossiers',
    another: 'Import another file',
  },
};
