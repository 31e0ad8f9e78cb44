import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { fold } from '#domain/text/text.js';
import type { Codec } from '#event-store/events.js';
import { type NameBook, providerId } from './name-book.js';
import type { NamesOnRecord } from './names-on-record.js';
import { type DossierRow, type ImportRow, refusedIn } from './parse-row.js';
import { Plan } from './plan.js';
import { dependenciesEver, dependencyMeant, resolveRow, splits, type Subject } from './resolve-row.js';
import { DECIDED_UNREAD, eventOf, idOf, StreamsRead } from './stream-drafts.js';

interface Resolved {
  row: ImportRow;
  subject: Subject;
}

/** What a decision needs besides the rows. */
export interface Ground {
  db: LedgerDatabase;
  codec: Codec<LedgerEvent>;
  names: NamesOnRecord;
  schemes: Schemes;
}

/** What happens to a row. `repeated`: an earlier row of the file is identical. */
export interface RowDecision {
  outcome: 'recorded' | 'replayed' | 'repeated' | 'wrong';
  /** What it opens first. */
  opens: { provider: boolean; dossier: boolean };
  subject?: Subject;
}

export interface DecidedRows {
  plan: Plan;
  decisions: ReadonlyMap<ImportRow, RowDecision>;
  problems: Problem[];
}

/**
 * Decides row by row what recording them would do on the ledger as it stands; the plan holds the valid rows. Rows are
 * resolved first, in the order of the file, and decided on afterwards: a row may depend on a dossier that a later row opens.
 */
export async function decideRows(rows: readonly ImportRow[], ground: Ground): Promise<DecidedRows> {
  const slice = new TimeSlice();
  const book = await ground.names.bookOf(namesIn(rows));
  const replays = await findReplays(ground.db, rows, book);
  const problems: Problem[] = [];
  const resolved: Resolved[] = [];
  const decisions = new Map<ImportRow, RowDecision>();
  const nothing = { provider: false, dossier: false };
  for (const row of rows) {
    if (slice.isOver) await slice.yield();
    const isReplayed = replays.has(row);
    decisions.set(row, { outcome: isReplayed ? 'replayed' : 'wrong', opens: nothing });
    if (isReplayed) continue;
    const subject = resolveRow(row, book);
    if ('field' in subject) problems.push(subject);
    else resolved.push({ row, subject });
  }
  const plan = new Plan(await streamsOf(resolved, ground), ground.schemes);
  for (const { row, subject } of resolved) {
    if (slice.isOver) await slice.yield();
    const dependsOn = row.about === 'dossier' ? dependencyMeant(row, book) : undefined;
    const before = { ...plan.opened };
    const outcome =
      typeof dependsOn === 'object'
        ? refusedAs(dependsOn, problems)
        : attempt(() => plan.record(row, subject, dependsOn), row, problems);
    const opens = {
      provider: plan.opened.providers > before.providers,
      dossier: plan.opened.dossiers > before.dossiers,
    };
    decisions.set(row, { outcome, opens, subject });
  }
  return { plan, decisions, problems };
}

const namesIn = (rows: readonly ImportRow[]): string[] => [
  ...new Set(
    rows.flatMap((row) => [
      row.provider,
      ...(row.about === 'dossier' ? splits(row.dependsOn ?? '').map(([provider]) => provider) : []),
    ]),
  ),
];

function streamsOf(resolved: readonly Resolved[], ground: Ground): Promise<StreamsRead> {
  const all = new Set<string>();
  const lookedAt = new Set<string>();
  for (const { row, subject } of resolved) {
    const provider = providerStream(subject.provider);
    const stream = subject.dossier ? dossierStream(subject.dossier.id) : provider;
    all.add(provider).add(stream);
    if (!DECIDED_UNREAD.has(row.event.type)) lookedAt.add(stream);
  }
  return StreamsRead.of(ground, all, lookedAt);
}

function refusedAs(problem: Problem, problems: Problem[]): 'wrong' {
  problems.push(problem);
  return 'wrong';
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
 * The rows that are on record already. Looked for in every stream that a row can have meant, so that a file that was
 * imported once is recognised whatever has become of its names since. Of a row with a blank service that is every dossier
 * of the provider and the scheme: it counts as on record when any of them has it.
 */
async function findReplays(
  db: LedgerDatabase,
  rows: readonly ImportRow[],
  book: NameBook,
): Promise<ReadonlySet<ImportRow>> {
  const slice = new TimeSlice();
  const replays = new Set<ImportRow>();
  let asked: Candidate[] = [];
  for (const row of rows) {
    for (const place of possiblePlaces(row, book)) asked.push({ ...place, row });
    if (asked.length > IDS_AT_ONCE) {
      await keepRecorded(db, asked, replays);
      asked = [];
    }
    if (slice.isOver) await slice.yield();
  }
  await keepRecorded(db, asked, replays);
  return replays;
}

/** Under which id an event is on record, if it is, and where. */
interface Place {
  stream: string;
  id: string;
}

interface Candidate extends Place {
  row: ImportRow;
}

async function keepRecorded(db: LedgerDatabase, asked: readonly Candidate[], replays: Set<ImportRow>): Promise<void> {
  const ids = asked.map(({ id }) => id);
  const found = await sql<Place>`select id, stream from event where id = any(${ids}::uuid[])`.execute(db);
  const streams = new Map(found.rows.map(({ id, stream }) => [id, stream]));
  for (const { id, stream, row } of asked) if (streams.get(id) === stream) replays.add(row);
}

/** A provider whose name was corrected since is found by the id that its first name gave it. */
function possiblePlaces(row: ImportRow, book: NameBook): Place[] {
  const providers = [...new Set([...book.providersCalled(row.provider), providerId(row.provider)])];
  if (row.about === 'provider') return providers.map((id) => placeOf(providerStream(id), row.event));
  const events =
    row.dependsOn === undefined ? [row.event] : dependenciesEver(row, book).map((dossier) => eventOf(row, dossier));
  const dossiers = new Set(providers.flatMap((provider) => dossiersEverMeant(row, provider, book)));
  return [...dossiers].flatMap((id) => events.map((event) => placeOf(dossierStream(id), event)));
}

const placeOf = (stream: string, event: ImportRow['event']): Place => ({ stream, id: idOf(stream, event) });

function dossiersEverMeant({ service, scheme }: DossierRow, provider: string, book: NameBook): string[] {
  const all = book.dossiersOf(provider, scheme);
  const meant = service === undefined ? all : all.filter(({ everCalled }) => everCalled.has(fold(service)));
  return meant.map(({ id }) => id);
}
