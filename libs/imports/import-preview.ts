import { TimeSlice } from '#concurrency/time-slice.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { type Standing, standingOn } from '#domain/dossier/standing.js';
import type { Status } from '#domain/dossier/status.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Problem, Refusal } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { newWarnings, type Warning } from '#domain/warning/warning.js';
import { type ImportMessageCount, type ImportMessages, NO_MESSAGES } from '#subscriptions/planning/import-messages.js';
import { type DecidedRows, type ImportContext, refusalOf, type RowDecision } from './decide-import.js';
import type { FileRow } from './file-rows.js';
import type { ImportRow, ParsedRows } from './parse-row.js';
import { type Plan, type PlannedDossier, readRecords } from './plan.js';

/** `unclear`: depends on a dossier that an invalid row of the file may open. */
export type Outcome = RowDecision['outcome'] | 'unclear';

export interface PreviewRow {
  /** The line it begins on, the header being 1. */
  line: number;
  cells: FileRow['cells'];
  outcome: Outcome;
  opens: RowDecision['opens'];
  /** Absent if the row is invalid by itself. */
  event?: LedgerEvent;
  /** Ids of what the row is about, if it would be recorded. */
  provider?: string;
  dossier?: string;
  problems: Problem[];
}

/** The effect of importing a file. */
export interface ImportPreview {
  /** In the order of the file; none if the file as a whole cannot be read. */
  rows: PreviewRow[];
  /** Of the header, or of a file that cannot be read at all. */
  problems: readonly Problem[];
  counts: Record<Outcome, number>;
  /** What the import would be refused with. */
  refusal?: Refusal;
  /** How many it would open. */
  providers: number;
  dossiers: number;
  /** Dossiers that would get events, those first whose status would change. */
  changes: DossierChange[];
  /** How many dossiers would get events. */
  touched: number;
  /** How many of them would change their status, or whether it is confirmed. */
  moved: number;
  /** Whether a second person has to approve it first. */
  needsApproval: boolean;
  /** What it would send to subscribers. */
  messages: ImportMessages;
  /** Head of the ledger that the preview is based on. */
  position: number;
}

type Preview = Omit<ImportPreview, 'position' | 'messages' | 'needsApproval'>;

const NONE: Record<Outcome, number> = { recorded: 0, replayed: 0, repeated: 0, wrong: 0, unclear: 0 };

export function unreadable(refusal: Refusal): Omit<ImportPreview, 'position'> {
  const { problems: listed, why } = refusal;
  const problems = listed.length > 0 || typeof why === 'string' ? listed : [{ field: 'file', ...why }];
  const nothing = { providers: 0, dossiers: 0, touched: 0, moved: 0, needsApproval: false, messages: NO_MESSAGES };
  return { rows: [], problems, counts: NONE, refusal, changes: [], ...nothing };
}

export function previewOf(read: ParsedRows, decided: DecidedRows, changes: readonly DossierChange[]): Preview {
  const problems = byLine([...read.problems, ...decided.problems]);
  const invalid = read.invalid.map(({ line, cells }): PreviewRow => ({
    ...{ line, cells, outcome: 'wrong', problems: problems(line) },
    opens: { provider: false, dossier: false },
  }));
  const valid = [...decided.decisions].map(([row, decision]) =>
    previewRow(row, decision, problems(row.row.line), invalid.length > 0),
  );
  const rows = [...invalid, ...valid]
    .map((row) => ({ ...row, problems: row.problems.map(read.asWritten) }))
    .sort((a, b) => a.line - b.line);
  const counts = { ...NONE };
  for (const { outcome } of rows) counts[outcome] += 1;
  const refusal = refusalOf(read, decided);
  return {
    ...{ rows, problems: read.headerProblems, counts },
    ...(refusal && { refusal }),
    ...decided.plan.opened,
    changes: changes.toSorted((a, b) => Number(b.moved) - Number(a.moved)),
    touched: changes.length,
    moved: changes.filter(({ moved }) => moved).length,
  };
}

function previewRow(
  { row: { line, cells }, event }: ImportRow,
  { outcome, opens, subject }: RowDecision,
  problems: Problem[],
  mayWait: boolean,
): PreviewRow {
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

/** The effect of an import on a dossier. */
export interface DossierChange {
  dossier: { id: string; provider: string; service: string | null; scheme: string };
  /** Whether the import would open it: there is no `before` then. */
  opened: boolean;
  before: Status | null;
  after: Status;
  confirmedBefore: boolean | null;
  confirmedAfter: boolean;
  /** Whether its status would change, or whether it is confirmed. */
  moved: boolean;
  /** Codes of the warnings that the import would bring. */
  warnings: Warning['code'][];
  /** How many events it would get, its opening included. */
  events: number;
}

/** Dossiers per query; bounds memory. */
const AT_ONCE = 200;

/** The statuses of dossiers on a day, before and after the drafted events, whose messages are counted. */
export async function dossierChanges(
  { touched, touchedProviders }: Plan,
  context: ImportContext,
  { day, count }: { day: Day; count: ImportMessageCount },
): Promise<DossierChange[]> {
  const slice = new TimeSlice();
  const changes: DossierChange[] = [];
  for (const { id, events } of touchedProviders) count.addProvider(id, events);
  for (let start = 0; start < touched.length; start += AT_ONCE) {
    const some = touched.slice(start, start + AT_ONCE);
    const records = await readRecords(
      context.db,
      context.codec,
      some.map(({ id }) => dossierStream(id)),
    );
    for (const one of some) {
      if (slice.isOver) await slice.yield();
      const before = (records.get(dossierStream(one.id)) ?? []) as DossierRecord;
      const after = [...before, ...one.draft.drafted.map((entry) => ({ ...entry, recordedAt: new Date(day) }))];
      count.addDossier(one.id, after, before.length + 1);
      changes.push(changeOf(one, { before, after }, context, day));
    }
  }
  return changes;
}

function changeOf(
  { id, provider, scheme, draft }: PlannedDossier,
  records: Record<'before' | 'after', DossierRecord>,
  context: ImportContext,
  day: Day,
) {
  const law = schemeOf(scheme, context.schemes);
  const before = standing(records.before, law, day);
  const after = standing(records.after, law, day);
  if (!after) throw new Error(`dossier ${id} would get events without being opened`);
  const called = context.names.nameOf(provider.id) ?? provider.called;
  return {
    dossier: { id, provider: called, service: after.service?.name ?? null, scheme },
    opened: before === undefined,
    before: before?.status ?? null,
    after: after.status,
    confirmedBefore: before?.confirmed ?? null,
    confirmedAfter: after.confirmed,
    moved: before?.status !== after.status || before.confirmed !== after.confirmed,
    warnings: [...new Set(newWarnings(before?.warnings ?? [], after.warnings).map(({ code }) => code))],
    events: draft.drafted.length,
  };
}

function standing(record: DossierRecord, scheme: Scheme, day: Day): Standing | undefined {
  const facts = factsOf(record);
  return facts && standingOn(facts, scheme, day);
}
