import { writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { dossierStream } from '#domain/event/ledger-event.js';
import { boardOn } from '#test/board.js';
import type { TestDatabase } from '#test/database.js';
import { median, sum } from '../bench/measure.js';
import { type Fault, isKill } from './faults.js';
import {
  type History,
  type Endpoint,
  type Operation,
  type Row,
  type Seen,
  violationsIn,
  type Violation,
} from './history.js';
import { observe, PATIENCE_MS } from './observe.js';
import { type FaultSettings, startSystem, type System } from './system.js';
import { brokenHistories } from './broken-histories.js';

interface Run {
  violations: Violation[];
  /** What the checker should have reported and did not. */
  missed: string[];
  figures: Figures;
}

/**
 * Runs writers, readers and faults against all processes of Jalon, and checks what they observed. The history must keep every
 * guarantee; with a writer that acknowledges before it sends, and in every mutation of `brokenHistories`, it must not.
 *
 * @param folder for logs and records; the caller removes it
 * @throws Error when the run cannot be completed
 */
export async function runFaults(settings: FaultSettings, folder: string, say: (line: string) => void): Promise<Run> {
  const system = await startSystem(settings, folder);
  try {
    await system.whole(PATIENCE_MS);
    const observed = await observe(system, settings, folder, say);
    await system.stopPrograms();
    const history = await collectHistory(system, observed);
    await keep(folder, { ...observed, ledger: history.ledger });
    return { ...judge(history), figures: figuresOf(history, observed) };
  } finally {
    await system.close();
  }
}

function judge(history: History): Omit<Run, 'figures'> {
  const sound = {
    ...history,
    operations: history.operations.map((it) => (it.early ? { ...it, outcome: 'unknown' as const } : it)),
  };
  const violations = violationsIn(sound);
  if (violations.length > 0) return { violations, missed: [] };
  const missed = brokenHistories(sound)
    .filter((it) => !violationsIn(it.history).some(({ broken }) => broken === it.broken))
    .map(({ name }) => name);
  const early = violationsIn(history).map(({ broken }) => broken);
  if (!early.includes('lost') && !early.includes('order')) missed.push('a writer that acknowledges before it sends');
  return { violations, missed };
}

async function keep(folder: string, { faults, ledger }: { faults: Fault[]; ledger: History['ledger'] }): Promise<void> {
  const lines = (all: readonly object[]): string => all.map((one) => `${JSON.stringify(one)}\n`).join('');
  await writeFile(join(folder, 'faults.jsonl'), lines(faults));
  await writeFile(join(folder, 'ledger.jsonl'), lines(ledger));
}

const RANGE = 5_000;

/** Puts together what a run left in its files and its database. Rebuilds the projections, so nothing may run any more. */
async function collectHistory(system: System, files: { writers: string[]; readers: string[] }): Promise<History> {
  const { database, since } = system;
  const operations = (await Promise.all(files.writers.map(linesOf)))
    .flat()
    .map((line) => JSON.parse(line) as Operation);
  const readers = await Promise.all(files.readers.map(async (file) => [file.split('/').at(-1)!, await seenIn(file)]));
  const ledger = await ledgerOf(database);
  return {
    ...{ since, operations, ledger },
    readers: Object.fromEntries(readers) as History['readers'],
    tables: await projectedTwice(database),
    endpoints: await endpointsOf(system, ledger),
  };
}

const linesOf = async (path: string): Promise<string[]> => (await readFile(path, 'utf8')).split('\n').slice(0, -1);

async function seenIn(path: string): Promise<Seen[]> {
  return (await linesOf(path)).map((line) => {
    const [position, id = ''] = line.split(' ');
    return { position: Number(position), id };
  });
}

export async function ledgerOf({ app }: TestDatabase): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select position, id, stream, version, data ->> 'title' as mark,
      (extract(epoch from recorded_at) * 1000000)::bigint as "recordedAt"
    from event order by position
  `.execute(app);
  return rows;
}

/** The tables as the workers left them, and as they are rebuilt from the first event. */
async function projectedTwice({ app, owner }: TestDatabase): Promise<History['tables']> {
  const board = boardOn(app);
  const dump = async (table: string): Promise<string[]> => {
    const row = sql.ref('it');
    const { rows } = await sql<{ row: string }>`
      select md5(${row}::text) || ' ' || left(${row}::text, 200) as row from ${sql.table(table)} as it
    `.execute(app);
    return rows.map((one) => one.row);
  };
  const dumpAll = () => Promise.all(board.tables.map(async (table) => [table, await dump(table)] as const));
  const followed = await dumpAll();
  await board.forget(owner);
  await board.project(RANGE);
  const rebuilt = new Map(await dumpAll());
  return Object.fromEntries(followed.map(([table, rows]) => [table, { followed: rows, rebuilt: rebuilt.get(table)! }]));
}

export async function endpointsOf(
  { database, endpoints, subjects, since }: Pick<System, 'database' | 'endpoints' | 'subjects' | 'since'>,
  ledger: readonly Row[],
): Promise<History['endpoints']> {
  const collected = endpoints.map(async ({ id, providers, ordered, arrivals }, nth): Promise<[string, Endpoint]> => {
    const streams = new Set(
      subjects.filter(({ provider }) => providers.includes(provider)).map((subject) => dossierStream(subject.id)),
    );
    const owed = ledger.filter(({ position, stream }) => position > since && streams.has(stream));
    const rows = await database.app
      .selectFrom('delivery')
      .select(['message_id', 'reference', 'state', 'provider'])
      .where('subscription', '=', id)
      .where('kind', '=', 'event')
      .execute();
    const deliveries = rows.map(({ message_id: message, reference, state, provider }) => {
      return { message, position: Number.parseInt(reference), state, provider };
    });
    return [`endpoint ${nth + 1}`, { ordered, owed: owed.map(({ position }) => position), deliveries, arrivals }];
  });
  return Object.fromEntries(await Promise.all(collected));
}

/** How far the ledger and its slowest projection were. */
export interface Sample {
  at: number;
  head: number;
  reached: number;
}

type Figures = Record<string, number | string>;

/** What was observed of a run, beside its history. */
export interface Course {
  faults: Fault[];
  samples: Sample[];
  begin: number;
  end: number;
  /** Of the readers of the event stream. */
  connections: number;
  /** How often a program ended although nobody had killed it. */
  deaths: number;
}

/** What a run measured, for its report. */
function figuresOf(history: History, course: Course): Figures {
  const { faults, samples, begin, end, connections, deaths } = course;
  const operations = history.operations.filter(({ early }) => !early);
  const of = (outcome: Operation['outcome']) => operations.filter((operation) => operation.outcome === outcome);
  const events = (some: readonly Operation[]) => sum(some.map(({ marks }) => marks.length));
  const recorded = new Set(history.ledger.map(({ mark }) => mark));
  const unknown = of('unknown');
  const onRecord = unknown.filter(({ marks }) => recorded.has(marks[0]!)).length;
  const repeated = of('acknowledged').filter(({ attempts }) => attempts > 1);
  const kills = faults.filter(({ kind }) => isKill(kind));
  const gaps = gapsAfter(kills, of('acknowledged'));
  const takeovers = takeoversIn(faults, samples);
  const arrivals = Object.values(history.endpoints).map((endpoint) => endpoint.arrivals);
  const messages = sum(arrivals.map((all) => new Set(all.map(({ message }) => message)).size));
  const readers = Object.keys(history.readers).length - 1;
  return {
    'events on record': history.ledger.length,
    'events acknowledged': events(of('acknowledged')),
    '  a second': Math.round((events(of('acknowledged')) / (end - begin)) * 1000),
    '  of which in imports': events(of('acknowledged').filter(({ how }) => how === 'import')),
    '  of which appended to the ledger itself': events(of('acknowledged').filter(({ how }) => how === 'append')),
    'operations acknowledged': of('acknowledged').length,
    '  repeated after a lost answer': repeated.length,
    '  of which an earlier attempt was on record': repeated.filter(({ replayed }) => replayed).length,
    'operations refused (version conflict)': of('refused').length,
    'operations given up, with an unknown outcome': unknown.length,
    '  of which on record': onRecord,
    'kills (SIGKILL)': kills.length,
    ...countsOf(kills),
    'frozen, silent and reset': faults.length - kills.length,
    ...countsOf(faults.filter(({ kind }) => !isKill(kind))),
    'programs that ended by themselves': deaths,
    'longest time without an acknowledgement after a kill, s': tenths(gaps),
    'longest time until all had recovered, s': tenths(faults.map(({ wholeMs }) => wholeMs)),
    'takeover from a worker, s: median': tenths(takeovers.length > 0 ? [median(takeovers)] : []),
    '  longest': tenths(takeovers),
    'reconnections of readers of the event stream': connections - readers,
    'webhooks, by webhook-id': messages,
    '  repeated': arrivals.flat().length - messages,
    minutes: ((end - begin) / 60_000).toFixed(1),
  };
}

const tenths = (ms: readonly number[]): string => (Math.max(0, ...ms) / 1000).toFixed(1);

function countsOf(faults: readonly Fault[]): Figures {
  const counts: Record<string, number> = {};
  for (const { kind } of faults) counts[`  ${kind}`] = (counts[`  ${kind}`] ?? 0) + 1;
  return counts;
}

/** From each kill to the next acknowledgement of an operation that any writer began after it. */
function gapsAfter(kills: readonly Fault[], acknowledged: readonly Operation[]): number[] {
  const answered = acknowledged.toSorted((a, b) => a.to - b.to);
  return kills.flatMap(({ at }) => {
    const next = answered.find(({ from }) => from > at);
    return next ? [next.to - at] : [];
  });
}

/** From a fault of a worker until every projection had reached an event that was recorded after it. */
function takeoversIn(faults: readonly Fault[], samples: readonly Sample[]): number[] {
  return faults
    .filter(({ kind }) => kind.startsWith('worker'))
    .flatMap(({ at }) => {
      const head = samples.findLast((sample) => sample.at <= at)?.head ?? 0;
      const later = samples.find((sample) => sample.at > at && sample.head > head);
      const caughtUp = later && samples.find((sample) => sample.at > at && sample.reached >= later.head);
      return caughtUp ? [caughtUp.at - at] : [];
    });
}
