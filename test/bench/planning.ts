import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import { addDays } from '#domain/date/day.js';
import { codec, type LedgerEvent } from '#domain/event/ledger-event.js';
import { followedTo } from '#event-store/checkpoint.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { startFollowing, type Followed } from './ledger.js';
import { say, numberSetting as number, settle, median, p95 } from './measure.js';
import { subscribe, recordPortfolio, type Grant, type Subscriber, TODAY } from './portfolio.js';
import type { Running } from './process.js';

/** `BENCH_DOSSIERS=2000 BENCH_ROUNDS=2 npm run bench:reminders` takes a minute or two. */
const settings = {
  seed: number('BENCH_SEED', 3),
  dossiers: number('BENCH_DOSSIERS', 100_000),
  /** Of the small ledger beside it. */
  few: number('BENCH_FEW', 1_000),
  /** How many ends are moved in each ledger, one after the other. */
  moves: number('BENCH_MOVES', 200),
};

/** What planning costs in a large portfolio, beside a small one. */
export async function planning(): Promise<void> {
  const ledgers: PortfolioLedger[] = [];
  const planners: Running[] = [];
  try {
    console.log(`seed ${settings.seed}\n`);
    for (const dossiers of [settings.few, settings.dossiers]) {
      const ledger = await openPortfolio(dossiers, settings.seed);
      ledgers.push(ledger);
      const planner = startFollowing('deadlines', ledger.database);
      planners.push(planner);
      await sayWholePlan(ledger, planner);
      await settle(ledger.database);
    }
    sayMoves(await movedEnds(ledgers, settings.moves));
  } finally {
    for (const planner of planners) await planner.stop();
    for (const ledger of ledgers) await ledger.close();
  }
}

function sayMoves([few = [], many = []]: number[][]): void {
  console.log('\nfrom an end that moves to its reminders, ms: median, p95');
  for (const [name, times] of [['small', few] as const, ['large', many] as const])
    console.log(`  ${name.padEnd(10)} ${median(times).toFixed(1).padStart(9)} ${p95(times).toFixed(1).padStart(9)}`);
  ratio('large / small', median(many) / median(few));
}

const ratio = (what: string, value: number): void => {
  console.log(`  ${what.padEnd(40)} ${value.toFixed(2)} (aim: about 1)`);
};

/** A ledger of its own, whose dossiers nobody has planned for. */
interface PortfolioLedger {
  dossiers: number;
  database: TestDatabase;
  events: EventStore<LedgerEvent>;
  /** Those whose ends may move. */
  grants: readonly Grant[];
  close(): Promise<void>;
}

async function openPortfolio(dossiers: number, seed: number): Promise<PortfolioLedger> {
  const database = await freshDatabase();
  const events = new EventStore<LedgerEvent>(database.app, codec);
  const grants = await recordPortfolio(events, dossiers, seed);
  await subscribe(database.app, [everything, ...narrow]);
  await settle(database);
  return { dossiers, database, events, grants, close: () => database.close() };
}

const mail = (name: string, filter: object): Subscriber => ({
  channel: 'email',
  target: `${name}@example.org`,
  filter,
});

const everything = mail('everything', {});

/** Nine who want to hear of one provider, and one of a single dossier. */
const narrow: Subscriber[] = [
  ...Array.from({ length: 9 }, (_, index) =>
    mail(`narrow-${index}`, { providers: [uuidOf('bench provider', String(index))] }),
  ),
  mail('one', { dossiers: [uuidOf('bench dossier', '0')] }),
];

/** From an empty checkpoint to the head of the ledger, and up to the horizon: how long, how much, and in how much memory. */
async function sayWholePlan(ledger: PortfolioLedger, planner: Running): Promise<void> {
  const { position, followMs, horizonMs, cpuMs } = await planner.hear<Followed>();
  const { deadlines, reminders } = await rowsOf(ledger);
  const seconds = (followMs + horizonMs) / 1000;
  const aim = ledger.dossiers === 100_000 ? 'aim: at most 60' : '';
  say(`${ledger.dossiers.toLocaleString('en')} dossiers planned from nothing`, seconds, 's', aim);
  say('  of which up to the horizon, after the rest', horizonMs, 'ms');
  say('  time of a processor that the planner took', cpuMs / 1000, 's');
  say('  events', position, '', `${rate(position, seconds)} a second`);
  say('  deadlines', deadlines, '', `${rate(deadlines, seconds)} a second`);
  say('  reminders planned', reminders, '', `${rate(reminders, seconds)} a second`);
  say('  dossiers', ledger.dossiers, '', `${rate(ledger.dossiers, seconds)} a second`);
  say('  planner, at its highest', await planner.peakMb(), 'MB', 'aim: at most 400');
}

const rate = (count: number, seconds: number): string => Math.round(count / seconds).toLocaleString('en');

async function rowsOf({ database }: PortfolioLedger): Promise<{ deadlines: number; reminders: number }> {
  const { rows } = await sql<{ deadlines: number; reminders: number }>`
    select (select count(*) from deadline) as deadlines, (select count(*) from reminder where state = 'planned') as reminders
  `.execute(database.app);
  return rows[0]!;
}

/**
 * Moves the ends of grants, each ledger in turn, so that a noisy machine is as unfair to one as to another: how many ms
 * pass, each time, from the call that records it until its new reminders are planned. A planner is at work in each.
 */
async function movedEnds(ledgers: readonly PortfolioLedger[], moves: number): Promise<number[][]> {
  const times = ledgers.map((): number[] => []);
  for (let move = -5; move < moves; move++)
    for (const [index, ledger] of ledgers.entries()) {
      const ms = await moveOne(ledger, move + 5);
      if (move >= 0) times[index]?.push(ms); // those before warm up
    }
  for (const ledger of ledgers) await assertPlanned(ledger, Math.min(moves, ledger.grants.length));
  return times;
}

/** To a day whose reminder thirty days before is within the horizon; a grant whose turn comes again moves again. */
async function moveOne({ database, events, grants }: PortfolioLedger, move: number): Promise<number> {
  const { stream, event } = grants[move % grants.length]!;
  const validUntil = addDays(TODAY, 40 + (move % 20) + Math.floor(move / grants.length));
  const correction = {
    type: 'EventCorrected',
    data: { event, changes: { data: { validUntil } }, reason: 'the end was misread' },
  } as const;
  const id = uuidOf('bench move', stream, String(move));
  const start = performance.now();
  const { recorded } = await events.append([{ stream, expected: 'any', events: [{ id, event: correction }] }], {
    actor: 'bench',
  });
  const position = recorded[0]!.position;
  while ((await followedTo(database.app, planningCheckpoint)) < position) await sleep(1);
  return performance.now() - start;
}

/** The checkpoint is committed with the rows; that there are such rows is seen to here. */
async function assertPlanned({ database, grants }: PortfolioLedger, moved: number): Promise<void> {
  const keys = grants.slice(0, moved).map(({ event }) => `grant-end/${event}`);
  const { count } = await database.app
    .selectFrom('reminder')
    .select((select) => select.fn.count<number>('deadline_key').distinct().as('count'))
    .where('deadline_key', 'in', keys)
    .where('deadline_version', '>', 1)
    .where('state', '=', 'planned')
    .executeTakeFirstOrThrow();
  if (count < moved) throw new Error(`of ${moved} ends that moved, ${count} have reminders for their new day`);
}
