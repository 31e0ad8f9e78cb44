import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import type { CsvRow } from '../csv-rows.js';
import type { Judged, Verdict } from '../decide-import.js';
import type { DossierChange } from '../dossier-changes.js';
import type { ImportRow } from '../parse-row.js';

/** `unclear`: depends on what a row of the file may open that is wrong itself. */
export type Outcome = Verdict['outcome'] | 'unclear';

export interface JudgedRow {
  /** The line it begins on, the header being 1. */
  line: number;
  cells: CsvRow['cells'];
  outcome: Outcome;
  opens: Verdict['opens'];
  /** Absent where the row is not one by itself. */
  event?: LedgerEvent;
  /** What it is about, by id, where it is to be recorded. */
  provider?: string;
  dossier?: string;
  problems: Problem[];
}

/** What importing a file comes to. */
export interface JudgedFile {
  /** In the order of the file; none where it cannot be read as a whole. */
  rows: JudgedRow[];
  /** What is wrong with the file as a whole. */
  problems: readonly Problem[];
  counts: Record<Outcome, number>;
  /** How many it would open. */
  providers: number;
  dossiers: number;
  /** Of the dossiers that would get events, those first whose status would change; not all if there are many. */
  changes: DossierChange[];
  touched: number;
  moved: number;
}

const NONE: Record<Outcome, number> = { recorded: 0, replayed: 0, repeated: 0, wrong: 0, unclear: 0 };

export const nothingJudged = (problems: readonly Problem[]): JudgedFile => ({
  ...{ rows: [], problems, counts: NONE, changes: [] },
  ...{ providers: 0, dossiers: 0, touched: 0, moved: 0 },
});

/** @param wrong rows that are none by themselves */
export function judgedRows(
  { wrong, problems: early }: { wrong: readonly CsvRow[]; problems: readonly Problem[] },
  { verdicts, problems: late }: Judged,
): Pick<JudgedFile, 'rows' | 'problems' | 'counts'> {
  const problems = byLine([...early, ...late]);
  const nothing = { provider: false, dossier: false };
  const unread = wrong.map(({ line, cells }): JudgedRow => ({
    line,
    cells,
    outcome: 'wrong',
    opens: nothing,
    problems: problems(line),
  }));
  const read = [...verdicts].map(([row, verdict]) => judgedRow(row, verdict, problems(row.row.line), wrong.length > 0));
  const rows = [...unread, ...read].sort((a, b) => a.line - b.line);
  const counts = { ...NONE };
  for (const { outcome } of rows) counts[outcome] += 1;
  return { rows, problems: [], counts };
}

function judgedRow(
  { row: { line, cells }, event }: ImportRow,
  { outcome, opens, subject }: Verdict,
  problems: Problem[],
  mayWait: boolean,
): JudgedRow {
  const waits = mayWait && problems.length > 0 && problems.every(({ field }) => field === 'depends_on');
  return {
    ...{ line, cells, event, opens, problems },
    outcome: waits ? 'unclear' : outcome,
    ...(subject && { provider: subject.provider, ...(subject.dossier && { dossier: subject.dossier.id }) }),
  };
}

function byLine(problems: readonly Problem[]): (line: number) => Problem[] {
  const lines = new Map<number | undefined, Problem[]>();
  for (const problem of problems) lines.set(problem.row, [...(lines.get(problem.row) ?? []), problem]);
  return (line) => lines.get(line) ?? [];
}
