import { createHash, randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { TimeSlice } from '#concurrency/time-slice.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { inTurn } from '#database/transactions.js';
import type { Day } from '#domain/date/day.js';
import { declaresDependency } from '#domain/dossier/dependency-graph.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { type DossierRecord, factsOf } from '#domain/dossier/facts.js';
import { type Standing, standingOn } from '#domain/dossier/standing.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import type { Status } from '#domain/dossier/status.js';
import { importCause } from '#domain/event/causes.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { newWarnings, type Warning } from '#domain/warning/warning.js';
import { EventStore } from '#event-store/event-store.js';
import { Conflict, type Context, IdReused } from '#event-store/events.js';
import { assertApproved, FourEyes, type MaybeApproved, mustPreview } from '#schemes/four-eyes.js';
import { statusChangesOf } from '#schemes/preview-appends.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { ImportMessageCount, type ImportMessages, NO_MESSAGES } from '#subscriptions/planning/import-messages.js';
import { type DecidedRows, decideRows, type ImportContext, refusalOf, type RowDecision } from './decide-import.js';
import { type FileRow, rowsRefused } from './file-rows.js';
import { NamesOnRecord } from './name-registry.js';
import { type ImportRow, type ParsedRows, readRows } from './parse-row.js';
import { type Plan, type PlannedDossier, readRecords } from './plan.js';
import { type Upload, Uploads, type UploadStep } from './uploads.js';

const ATTEMPTS = 5;

type OnStep = (step: UploadStep) => void;

/** What an import did. `recorded` and `replayed` count rows; `providers` and `dossiers` those that it opened. */
export interface Imported {
  recorded: number;
  /** Rows already on record, and rows that appear twice in the file. */
  replayed: number;
  providers: number;
  dossiers: number;
  /** From this position on the ledger holds all of it. */
  position: number;
}

/** The result of an import, with the changes that its preview listed. */
export interface ImportResult extends Imported {
  changes: DossierChange[];
  /** Number of dossiers with new events, listed or not. */
  touched: number;
  /** Providers that rows are about. */
  about: { id: string; name: string }[];
}

/** Nothing is recorded until a second person approves it. */
export interface ImportProposed {
  /** Id of the proposal. */
  proposal: string;
}

/** A file that is imported, and the state of its import. */
export type ImportUpload = Upload<ImportResult | ImportProposed>;

/** Previews kept in memory: turning a page of one does not decide the file again. */
const CACHED = 2;

/** Imports CSV files and workbooks: a preview, and the recording of the same rows. */
@Injectable()
export class Imports {
  readonly #previews = new Map<string, Promise<ImportPreview>>();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly names: NamesOnRecord,
    private readonly fourEyes: FourEyes,
    private readonly clock: Clock,
  ) {}

  /**
   * Records a file, all or nothing, as one append. After a lost race against another writer, perhaps of the same file, the
   * import decides again on the new state.
   *
   * @param asked `causationId`: see `importCause`; absent: an import of its own
   * @param onStep called at each step; deciding may happen several times
   * @throws Refusal import-invalid, too-many-rows; ApprovalNeeded if any row changes a status that needs it
   * @throws Conflict after repeated concurrent writes to the same streams
   */
  async record(bytes: Buffer, asked: Context & MaybeApproved, onStep: OnStep = () => undefined): Promise<Imported> {
    const context = { causationId: importCause(randomUUID()), ...asked };
    onStep('reading');
    const read = await readRows(bytes, await this.schemes.at());
    const record = () => this.#decideAndRecord(read, context, onStep);
    // See `RecordDossierEvent`: nobody else closes the circle of which this file is a part.
    return read.rows.some(({ event }) => declaresDependency(event))
      ? inTurn(this.db, 'dependencies', record)
      : record();
  }

  async #decideAndRecord(read: ParsedRows, context: Context & MaybeApproved, onStep: OnStep): Promise<Imported> {
    const { db, events, names } = this;
    const { rows } = read;
    for (let attempt = 1; ; attempt++) {
      onStep('deciding');
      const ledger = { db, codec: events.codec, names, schemes: await this.schemes.at() };
      const decided = await decideRows(rows, ledger);
      const refusal = refusalOf(read, decided);
      if (refusal) throw refusal;
      const policy = await this.fourEyes.schemes();
      if (decided.plan.appends.length > 0 && mustPreview(policy, context))
        assertApproved(await this.#changes(decided, ledger.schemes), policy, context);
      onStep('recording');
      try {
        return await this.#record(decided, rows.length, context);
      } catch (error) {
        const lost = error instanceof Conflict || error instanceof IdReused;
        if (lost && attempt < ATTEMPTS) continue;
        throw error instanceof IdReused ? await this.#idsTaken(decided) : error;
      }
    }
  }

  #changes({ plan }: DecidedRows, schemes: Schemes): Promise<StatusChange[]> {
    return statusChangesOf(this.events, plan.appends, schemes, this.clock.now());
  }

  async #record({ plan, decisions }: DecidedRows, rows: number, context: Context): Promise<Imported> {
    const { appends } = plan;
    const nothing = { recorded: 0, replayed: rows, providers: 0, dossiers: 0 };
    if (appends.length === 0) return { ...nothing, position: await this.events.head() };
    const appended = await this.events.append(appends, context);
    const position = appended.recorded.at(-1)?.position ?? 0;
    if (appended.replayed) return { ...nothing, position };
    const recorded = [...decisions.values()].filter(({ outcome }) => outcome === 'recorded').length;
    return { recorded, replayed: rows - recorded, ...plan.opened, position };
  }

  /** Ids derive from content and stream: only a client that chose such an id itself can have taken it. */
  async #idsTaken({ plan }: DecidedRows): Promise<Refusal> {
    const taken = await this.events.findAll(plan.appends.flatMap(({ events }) => events.map(({ id }) => id)));
    return rowsRefused(
      [...taken.keys()].map((id) => ({
        row: plan.lineOf(id) ?? 1,
        field: 'row',
        ...reason('row-id-taken', { id }),
      })),
    );
  }

  /** Reads and decides the same rows as `record`, and records nothing. @param asOf the day of the statuses */
  async preview(bytes: Buffer, { asOf }: { asOf: Day }): Promise<ImportPreview> {
    const position = await this.events.head();
    const policy = await this.fourEyes.schemes();
    const key = `${createHash('sha256').update(bytes).digest('hex')} ${this.db.epochs.written(position)} ${asOf} ${[...policy].join()}`;
    const known = this.#previews.get(key);
    if (known) return known;
    const preview = this.#preview(bytes, { asOf, policy }, position).catch((error: unknown) => {
      this.#previews.delete(key);
      throw error;
    });
    const excess = Math.max(0, this.#previews.size - CACHED + 1);
    for (const old of [...this.#previews.keys()].slice(0, excess)) this.#previews.delete(old);
    this.#previews.set(key, preview);
    return preview;
  }

  async #preview(
    bytes: Buffer,
    { asOf, policy }: { asOf: Day; policy: ReadonlySet<string> },
    position: number,
  ): Promise<ImportPreview> {
    try {
      const schemes = await this.schemes.at();
      const ledger = { db: this.db, codec: this.events.codec, names: this.names, schemes };
      const read = await readRows(bytes, schemes);
      const decided = await decideRows(read.rows, ledger);
      const count = await ImportMessageCount.of(this.db, { today: asOf, schemes });
      const changes = await dossierChanges(decided.plan, ledger, { day: asOf, count });
      const reviewed = policy.size > 0 ? await this.#changes(decided, schemes) : [];
      const needsApproval = reviewed.some(({ scheme }) => policy.has(scheme));
      return { ...previewOf(read, decided, changes), needsApproval, messages: count.messages, position };
    } catch (error) {
      if (error instanceof Refusal) return { ...unreadable(error), position };
      throw error;
    }
  }
}

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

const NONE: Record<Outcome, number> = { recorded: 0, replayed: 0, repeated: 0, wrong: 0, unclear: 0 };

function unreadable(refusal: Refusal): Omit<ImportPreview, 'position'> {
  const { problems: listed, why } = refusal;
  const problems = listed.length > 0 || typeof why === 'string' ? listed : [{ field: 'file', ...why }];
  const nothing = { providers: 0, dossiers: 0, touched: 0, moved: 0, needsApproval: false, messages: NO_MESSAGES };
  return { rows: [], problems, counts: NONE, refusal, changes: [], ...nothing };
}

function previewOf(
  read: ParsedRows,
  decided: DecidedRows,
  changes: readonly DossierChange[],
): Omit<ImportPreview, 'position' | 'messages' | 'needsApproval'> {
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
async function dossierChanges(
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

/** Imports files, at once or in two steps: preview and confirmation. Needs the ledger's module. */
@Module({ providers: [NamesOnRecord, Imports, Uploads], exports: [Imports, Uploads] })
export class ImportsModule {}
