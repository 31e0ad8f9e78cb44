import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Dice } from '#test/dice.js';
import { bareRate } from './bare-table.js';
import { countRows, ledgerRows, someOf, type LedgerSize, writeCsv, fill } from './generated-ledger.js';
import { Ledger } from './ledger.js';
import { numberSetting as number, say, settle, median, p95, sum } from './measure.js';

/** `BENCH_EVENTS=50000 BENCH_DOSSIERS=1000 npm run bench:million` takes a minute. */
const settings = {
  seed: number('BENCH_SEED', 3),
  events: number('BENCH_EVENTS', 1_000_000),
  dossiers: number('BENCH_DOSSIERS', 20_000),
  /** In how many goes each life is recorded: with 1, whatever a `knownAt` asks was known as soon as the dossier was. */
  waves: number('BENCH_WAVES', 3),
  calls: number('BENCH_CALLS', 200),
  /** Of the ledgers with dense histories. */
  denseDossiers: number('BENCH_DENSE_DOSSIERS', 200),
  /** How many rows, the last ones, are imported; those before are appended by a faster way. 0: all are imported. */
  slice: number('BENCH_SLICE', 0),
};

/**
 * What a large ledger costs, beside a small one of the same shape and beside bare inserts: all in one run, on one server
 * that really syncs. The file that is imported is made by `generator`, the processes are those that users run.
 */
const { seed, calls, slice, denseDossiers } = settings;
const large: LedgerSize = settings;
const small: LedgerSize = { ...large, events: 10_000, dossiers: 200 };
/** Events of a dossier and its share of the provider, each recorded by itself. */
const DENSITIES = [10, 40, 160];
const MEMORY = 'aim: at most 400';

const opened: Ledger[] = [];
let home = '';

export async function million(): Promise<void> {
  home = await mkdtemp(join(tmpdir(), 'jalon-bench-'));
  try {
    console.log(`${large.events} events over ${large.dossiers} dossiers (waves: ${large.waves}), seed ${seed}\n`);
    const little = await prepared(small);
    await little.ledger.import(little.file);
    for (const name of ['board', 'agenda'] as const) await little.ledger.project(name);
    const much = await prepared(large, slice || Infinity);
    await importedAndFollowed(much);
    for (const each of DENSITIES) await measureDense(each);
    for (const ledger of opened) await settle(ledger.database);
    sayLatencies(await latencies([little.ledger, much.ledger], calls, seed));
    console.log();
    say('api, at its highest', await much.ledger.api.peakMb(), 'MB', MEMORY);
    say('  dossiers read, one after the other', await much.ledger.readDossiers(10_000), '');
    say('  api, at its highest after them', await much.ledger.api.peakMb(), 'MB', MEMORY);
  } finally {
    for (const ledger of opened) await ledger.close();
    await rm(home, { recursive: true, force: true });
  }
}

interface Prepared {
  ledger: Ledger;
  /** The last rows, or all. */
  file: string;
  rows: number;
}

/** A ledger without the rows of the file, all of them or the last `last`. */
async function prepared(size: LedgerSize, last = Infinity): Promise<Prepared> {
  const ledger = await Ledger.open();
  opened.push(ledger);
  const all = countRows(size);
  const before = Math.max(0, all - last);
  if (before > 0) await fill(ledger.events, someOf(ledgerRows(size), 0, before));
  const file = join(home, `${size.events}.csv`);
  return { ledger, file, rows: await writeCsv(file, someOf(ledgerRows(size), before, all)) };
}

async function importedAndFollowed({ ledger, file, rows }: Prepared): Promise<void> {
  say('file to import', (await stat(file)).size / 2 ** 20, 'MB', `${rows} rows`);
  say('bare multi-row insert', await bareRate(), 'rows/s');
  const { seconds, pace, cliMb } = await ledger.import(file);
  say('jalon import', rows / seconds, 'rows/s', 'aim: at least 5,000');
  say('  its first tenth', pace.first, 'events/s');
  say('  its last tenth', pace.last, 'events/s');
  say('  cli, at its highest', cliMb, 'MB', MEMORY);
  say('  api, at its highest', await ledger.api.peakMb(), 'MB', MEMORY);
  say('bare multi-row insert', await bareRate(), 'rows/s');
  for (const name of ['board', 'agenda'] as const) {
    const { events, seconds, mb } = await ledger.project(name);
    const aim = name === 'board' ? 'aim: at least 10,000' : '';
    say(`${name}, from the first event to the last`, events / seconds, 'events/s', aim);
    say('  follower, at its highest', mb, 'MB', MEMORY);
    say('bare multi-row insert', await bareRate(), 'rows/s');
  }
}

/** What an event costs a projection, by how many there are of each dossier: the same, if the cost is linear. */
async function measureDense(each: number): Promise<void> {
  const ledger = await Ledger.open();
  opened.push(ledger);
  const size = { seed, waves: each, dossiers: denseDossiers, events: denseDossiers * each };
  await fill(ledger.events, ledgerRows(size), denseDossiers);
  for (const name of ['board', 'agenda'] as const) {
    const { events, seconds } = await ledger.project(name);
    say(`${name}, ${each} events a dossier`, (seconds * 1_000_000) / events, 'µs an event', 'aim: the same for each');
  }
}

function sayLatencies(found: readonly Latency[]): void {
  const heads = ['small: median', 'p95', 'items', 'large: median', 'p95', 'items', 'ratio', 'of p95'];
  console.log(`\n${'ms'.padEnd(42)} ${heads.map((head) => head.padStart(15)).join('')}   (aim: ratio at most 2)`);
  for (const { question, ledgers } of found) {
    const [small, large] = ledgers;
    if (!small || !large) continue;
    const figures = ledgers.flatMap(({ median, p95, items }) => [median.toFixed(1), p95.toFixed(1), items.toFixed(0)]);
    const ratios = [large.median / small.median, large.p95 / small.p95].map((ratio) => ratio.toFixed(2));
    console.log(`${question.padEnd(42)} ${[...figures, ...ratios].map((figure) => figure.padStart(15)).join('')}`);
  }
}

interface Latency {
  question: string;
  /** Median and 95th percentile in ms, and how many items an answer held on average; of the small ledger, then of the large one. */
  ledgers: { median: number; p95: number; items: number }[];
}

/** A question that has taken so long is not asked again, once there are enough answers for a median. */
const enoughMs = 15_000;
const enoughCalls = 20;

interface Call {
  ms: number;
  items: number;
}

/** Asks all questions of all ledgers in turn, so that a noisy machine is as unfair to one as to another. */
async function latencies(ledgers: readonly Ledger[], calls: number, seed: number): Promise<Latency[]> {
  const asked = await Promise.all(
    ledgers.map(async (ledger) => ({ ledger, questions: await questionsOf(ledger, seed) })),
  );
  const names = [...(asked[0]?.questions.keys() ?? [])];
  const taken = new Map(names.map((name) => [name, ledgers.map((): Call[] => [])]));
  for (let call = -5; call < calls; call++)
    for (const name of names.filter((one) => !isEnough(taken.get(one) ?? [])))
      for (const [index, { ledger, questions }] of asked.entries()) {
        const path = questions.get(name)?.(Math.max(0, call)) ?? '';
        const measured = await timed(ledger, path);
        if (call >= 0) taken.get(name)?.[index]?.push(measured); // those before warm up
      }
  return names.map((question) => ({ question, ledgers: (taken.get(question) ?? []).map(summary) }));
}

const isEnough = (taken: readonly Call[][]): boolean =>
  taken.every((calls) => calls.length >= enoughCalls) && sum(taken.flat().map(({ ms }) => ms)) > enoughMs;

async function timed({ client }: Ledger, path: string): Promise<Call> {
  const start = performance.now();
  const { status, body } = await client.get(path);
  const ms = performance.now() - start;
  if (status !== 200) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
  return { ms, items: Array.isArray(body.items) ? body.items.length : 1 };
}

function summary(calls: readonly Call[]) {
  const times = calls.map(({ ms }) => ms);
  return { median: median(times), p95: p95(times), items: sum(calls.map(({ items }) => items)) / calls.length };
}

/** Makes the path of the n-th call. */
type Question = (call: number) => string;

const DAYS = ['2019-03-01', '2021-06-30', '2023-12-31', '2025-09-15', '2026-11-25'] as const;

/**
 * What is asked of a ledger, the same of every one, about things of its own. A page of what is rare is short enough for
 * the small ledger to fill it too: else a fuller page would be measured, not a larger ledger.
 */
async function questionsOf(ledger: Ledger, seed: number): Promise<Map<string, Question>> {
  const { database } = ledger;
  const dice = Dice.of(seed, 3);
  const dossiers = await middlesOfDossiers(database.app);
  const [slug, instant] = await Promise.all([middleProvider(database.app), middleInstant(database.app)]);
  const known = `knownAt=${instant.toISOString()}`;
  const middle = await middlePage(ledger);
  return new Map<string, Question>([
    [
      'dossier at asOf and knownAt',
      (call) => {
        const { id, at } = dossiers[call % dossiers.length] ?? dossiers[0]!;
        return `/v1/dossiers/${id}?asOf=${dice.pick(DAYS)}&knownAt=${at.toISOString()}`;
      },
    ],
    ['dossier now', (call) => `/v1/dossiers/${dossiers[call % dossiers.length]?.id ?? ''}`],
    ['list', list('limit=50')],
    ['list, a page in the middle', () => middle],
    ['list status=granted', list('status=granted')],
    ['list status=in-progress', list('status=in-progress&limit=10')],
    ['list scheme=hds', list('scheme=hds&limit=10')],
    ['list expiring', list('expiring=true&limit=10')],
    ['list expiresBefore, confirmed', list('expiresBefore=2027-03-01&confirmed=true&limit=10')],
    ['list provider', list(`provider=${slug}`)],
    ['list asOf 2021, granted', list('asOf=2021-06-30&status=granted&limit=10')],
    ['list knownAt', list(known)],
    ['list asOf 2021, knownAt, granted', list(`asOf=2021-06-30&status=granted&limit=10&${known}`)],
    ['list asOf 2024, knownAt, scheme, stale', list(`asOf=2024-06-30&scheme=secnumcloud&stale=true&limit=10&${known}`)],
  ]);
}

function list(query: string): Question {
  const path = `/v1/dossiers?${query}`;
  return () => path;
}

type Db = Ledger['database']['app'];

/** Dossiers by chance (their ids are hashes), each with the instant at which half of it was on record. */
async function middlesOfDossiers(db: Db): Promise<{ id: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; at: Date }>`
    select dossier.id, (
      select recorded_at from event where stream = 'dossier-' || dossier.id order by version
      offset (select count(*) / 2 from event where stream = 'dossier-' || dossier.id) limit 1
    ) as at
    from dossier order by id limit 200
  `.execute(db);
  return rows;
}

async function middleProvider(db: Db): Promise<string> {
  const { rows } = await sql<{ slug: string }>`
    select slug from provider order by folded offset (select count(*) / 2 from provider) limit 1
  `.execute(db);
  return rows[0]!.slug;
}

/** The list is turned to its middle by the links that it gives itself. */
async function middlePage({ client, database }: Ledger): Promise<string> {
  const { count } = await database.app
    .selectFrom('dossier')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  let path = '/v1/dossiers?limit=100';
  for (let passed = 0; passed < count / 2; passed += 100) {
    const { headers } = await client.get(path);
    path = /<(?:https?:\/\/[^/]+)?([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? path;
  }
  return path.replace('limit=100', 'limit=50');
}

async function middleInstant(db: Db): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`
    select recorded_at as at from event where position = (select position * 2 / 3 from ledger_head)
  `.execute(db);
  return rows[0]!.at;
}
