import { sql } from 'kysely';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { LedgerDatabase } from '#database/connection.js';
import { circleRefused, DependencyGraph, declaresDependency } from '#domain/dossier/dependency-graph.js';
import { dossierName } from '#domain/dossier/dependency.js';
import type { DossierRecord } from '#domain/dossier/facts.js';
import { asksWhoSpeaks } from '#domain/dossier/speaker.js';
import { dossierStream, streamId, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { fold } from '#domain/text/text.js';
import type { Codec } from '#event-store/events.js';
import { providerId } from '#dossiers/provider-names.js';
import type { NameRegistry, NamesOnRecord } from './name-registry.js';
import { type DossierRow, type ImportRow, type ParsedRows, refusedIn } from './parse-row.js';
import { Plan, eventOf, readRecords, LENGTH_ONLY_TYPES, idOf, StreamStates } from './plan.js';
import { rowsRefused } from './file-rows.js';
import { pastDependencies, resolveDependency, resolveRow, nameSplits, type Subject } from './resolve-row.js';

/** A row that declares or ends a dependency. */
interface DependencyRow {
  row: DossierRow;
  dossier: string;
  dependsOn: string;
}

/** The dependencies on record and those that the rows of a file add or end, row by row. */
class DependencyRows {
  private constructor(
    private readonly graph: DependencyGraph,
    private readonly nameOf: (dossier: string) => string,
  ) {}

  /** Reads every dossier that the rows reach; nothing if no row declares a dependency. */
  static async of(rows: readonly DependencyRow[], { db, codec, names }: ImportContext): Promise<DependencyRows> {
    const declares = rows.some(({ row }) => declaresDependency(row.event));
    const reached = declares ? rows.flatMap(({ dossier, dependsOn }) => [dossier, dependsOn]) : [];
    const graph = await DependencyGraph.read(reached, async (ids) => {
      const records = await readRecords(db, codec, ids.map(dossierStream));
      return new Map([...records].map(([stream, record]) => [streamId(stream), record as DossierRecord]));
    });
    const inFile = new Map(rows.map(({ row, dossier }) => [dossier, dossierName(row.provider, row.service)]));
    return new DependencyRows(
      graph,
      (dossier) => graph.nameOf(dossier, (provider) => names.nameOf(provider)) ?? inFile.get(dossier) ?? dossier,
    );
  }

  /**
   * Counts the row for those after it, unless it is refused.
   *
   * @throws Refusal dependency-cycle
   */
  add({ row, dossier, dependsOn }: DependencyRow): void {
    if (dossier === dependsOn) return; // refused by the rules of the dossier itself
    const event = eventOf(row, dependsOn) as DossierRow['event'];
    const circle = this.graph.circleWith(dossier, [event]);
    if (circle) throw circleRefused(event, circle, this.nameOf);
    this.graph.add(dossier, [event]);
  }
}

interface ResolvedRow {
  row: ImportRow;
  subject: Subject;
}

/** The ledger and names that rows are decided on. */
export interface ImportContext {
  db: LedgerDatabase;
  codec: Codec<LedgerEvent>;
  names: NamesOnRecord;
  schemes: Schemes;
}

/** The outcome of a row. `repeated`: an earlier row of the file is identical. */
export interface RowDecision {
  outcome: 'recorded' | 'replayed' | 'repeated' | 'wrong';
  /** Whether it opens its provider or dossier. */
  opens: { provider: boolean; dossier: boolean };
  subject?: Subject;
}

export interface DecidedRows {
  plan: Plan;
  decisions: ReadonlyMap<ImportRow, RowDecision>;
  problems: Problem[];
}

/** Why a file cannot be recorded: the problems of its header, of each row and of the ledger together. */
export function refusalOf(
  read: Pick<ParsedRows, 'problems' | 'headerProblems' | 'asWritten'>,
  decided: Pick<DecidedRows, 'problems'>,
): Refusal | undefined {
  const problems = [...read.headerProblems, ...[...read.problems, ...decided.problems].map(read.asWritten)];
  return problems.length > 0 ? rowsRefused(problems) : undefined;
}

/**
 * Decides each row on the current ledger; the plan holds the valid rows. Rows are
 * resolved first, in the order of the file, and decided on afterwards: a row may depend on a dossier that a later row opens.
 */
export async function decideRows(rows: readonly ImportRow[], context: ImportContext): Promise<DecidedRows> {
  const slice = new TimeSlice();
  const registry = await context.names.registryFor(namesIn(rows));
  const replays = await findReplays(context.db, rows, registry);
  const problems: Problem[] = [];
  const resolved: ResolvedRow[] = [];
  const decisions = new Map<ImportRow, RowDecision>();
  const nothing = { provider: false, dossier: false };
  for (const row of rows) {
    if (slice.isOver) await slice.yield();
    const isReplayed = replays.has(row);
    decisions.set(row, { outcome: isReplayed ? 'replayed' : 'wrong', opens: nothing });
    if (isReplayed) continue;
    const subject = resolveRow(row, registry);
    if ('field' in subject) problems.push(subject);
    else resolved.push({ row, subject });
  }
  const plan = new Plan(await streamsOf(resolved, context), context.schemes, (slug) => context.names.isSlugTaken(slug));
  const withDependencies = resolved.map((one) => ({ ...one, dependency: dependencyOf(one, registry) }));
  const onDependencies = withDependencies.flatMap(({ dependency: one }) => (one && !('field' in one) ? [one] : []));
  const inForce = await DependencyRows.of(onDependencies, context);
  for (const { row, subject, dependency } of withDependencies) {
    if (slice.isOver) await slice.yield();
    if (dependency && 'field' in dependency) {
      problems.push(dependency);
      decisions.set(row, { outcome: 'wrong', opens: nothing, subject });
      continue;
    }
    const decide = () => {
      if (dependency) inForce.add(dependency);
      return plan.record(row, subject, dependency?.dependsOn);
    };
    const before = { ...plan.opened };
    const outcome = attempt(decide, row, problems);
    const opens = {
      provider: plan.opened.providers > before.providers,
      dossier: plan.opened.dossiers > before.dossiers,
    };
    decisions.set(row, { outcome, opens, subject });
  }
  plan.settleSpeakers();
  return { plan, decisions, problems };
}

/** What a row about a dependency declares or ends; a problem if it names no dossier, or several. */
function dependencyOf(
  { row, subject: { dossier } }: ResolvedRow,
  registry: NameRegistry,
): DependencyRow | Problem | undefined {
  if (row.about !== 'dossier' || !dossier) return undefined;
  const dependsOn = resolveDependency(row, registry);
  return typeof dependsOn === 'string' ? { row, dossier: dossier.id, dependsOn } : dependsOn;
}

const namesIn = (rows: readonly ImportRow[]): string[] => [
  ...new Set(
    rows.flatMap((row) => [
      row.provider,
      ...(row.about === 'dossier' ? nameSplits(row.dependsOn ?? '').map(([provider]) => provider) : []),
    ]),
  ),
];

function streamsOf(resolved: readonly ResolvedRow[], context: ImportContext): Promise<StreamStates> {
  const all = new Set<string>();
  const toRead = new Set<string>();
  for (const { row, subject } of resolved) {
    const provider = providerStream(subject.provider);
    const stream = subject.dossier ? dossierStream(subject.dossier.id) : provider;
    all.add(provider).add(stream);
    if (!LENGTH_ONLY_TYPES.has(row.event.type)) toRead.add(stream);
    if (row.about === 'dossier' && subject.dossier && asksWhoSpeaks(row.event))
      for (const holder of subject.dossier.providers) toRead.add(providerStream(holder));
  }
  return StreamStates.of(context, all, toRead);
}

/** A refusal is kept as a problem of the row. */
function attempt(decide: () => boolean, row: ImportRow, problems: Problem[]): RowDecision['outcome'] {
  try {
    return decide() ? 'recorded' : 'repeated';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    problems.push(...refusedIn(row.row, error.problems));
    return 'wrong';
  }
}

const IDS_AT_ONCE = 20_000;

/**
 * The rows that are on record already. Every stream that a row may have resolved to is searched, so a file imported before is
 * recognised even if names have changed since. For a row without a service that is every dossier of the provider and scheme.
 */
async function findReplays(
  db: LedgerDatabase,
  rows: readonly ImportRow[],
  registry: NameRegistry,
): Promise<ReadonlySet<ImportRow>> {
  const slice = new TimeSlice();
  const replays = new Set<ImportRow>();
  let asked: Candidate[] = [];
  for (const row of rows) {
    for (const place of candidateKeys(row, registry)) asked.push({ ...place, row });
    if (asked.length > IDS_AT_ONCE) {
      await addReplays(db, asked, replays);
      asked = [];
    }
    if (slice.isOver) await slice.yield();
  }
  await addReplays(db, asked, replays);
  return replays;
}

interface EventKey {
  stream: string;
  id: string;
}

interface Candidate extends EventKey {
  row: ImportRow;
}

async function addReplays(db: LedgerDatabase, asked: readonly Candidate[], replays: Set<ImportRow>): Promise<void> {
  const ids = asked.map(({ id }) => id);
  const found = await sql<EventKey>`select id, stream from event where id = any(${ids}::uuid[])`.execute(db);
  const streams = new Map(found.rows.map(({ id, stream }) => [id, stream]));
  for (const { id, stream, row } of asked) if (streams.get(id) === stream) replays.add(row);
}

/** A provider whose name was corrected since is found by the id derived from its first name. */
function candidateKeys(row: ImportRow, registry: NameRegistry): EventKey[] {
  const providers = [...new Set([...registry.providersCalled(row.provider), providerId(row.provider)])];
  if (row.about === 'provider') return providers.map((id) => eventKey(providerStream(id), row.event));
  const events =
    row.dependsOn === undefined ? [row.event] : pastDependencies(row, registry).map((dossier) => eventOf(row, dossier));
  const dossiers = new Set(providers.flatMap((provider) => pastDossiers(row, provider, registry)));
  return [...dossiers].flatMap((id) => events.map((event) => eventKey(dossierStream(id), event)));
}

const eventKey = (stream: string, event: ImportRow['event']): EventKey => ({ stream, id: idOf(stream, event) });

function pastDossiers({ service, scheme }: DossierRow, provider: string, registry: NameRegistry): string[] {
  const all = registry.dossiersOf(provider, scheme);
  const meant = service === undefined ? all : all.filter(({ namesEver }) => namesEver.has(fold(service)));
  return meant.map(({ id }) => id);
}
