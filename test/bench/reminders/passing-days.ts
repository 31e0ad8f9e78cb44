import { extendHorizon } from '#deadlines/plan/plan-days.js';
import { replanDossiers } from '#deadlines/plan/plan-dossiers.js';
import type { MovableClock } from '#test/movable-clock.js';
import { planningOn, ZONE } from '#test/planning-on.js';
import type { PortfolioLedger } from './portfolio-ledger.js';

const DAY_MS = 86_400_000;

export interface Passing {
  /** In which the day changed something. */
  dossiers: number;
  /** That came within the horizon. */
  reminders: number;
  /** Of planning for all that, and of another look at once after it. */
  ms: number;
  againMs: number;
}

/** Days begin, in each ledger in turn: what is due to change by time alone is planned, and the horizon moves on. */
export async function passingDays(
  ledgers: readonly PortfolioLedger[],
  clock: MovableClock,
  days: number,
): Promise<Passing[][]> {
  const passings = ledgers.map((): Passing[] => []);
  for (let day = 0; day < days; day++) {
    clock.forward(DAY_MS);
    for (const [index, ledger] of ledgers.entries()) passings[index]?.push(await pass(ledger, clock));
  }
  return passings;
}

async function pass({ database: { app: db } }: PortfolioLedger, clock: MovableClock): Promise<Passing> {
  const planning = planningOn(db, clock);
  const look = async (): Promise<number> => {
    const start = performance.now();
    await replanDossiers(db, planning);
    await extendHorizon(db, planning);
    return performance.now() - start;
  };
  const turning = await db
    .selectFrom('dossier_plan')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('next_turn', '<=', clock.today(ZONE))
    .executeTakeFirstOrThrow();
  const before = await remindersIn(db);
  const ms = await look();
  const reminders = (await remindersIn(db)) - before;
  return { dossiers: turning.count, reminders, ms, againMs: await look() };
}

async function remindersIn(db: PortfolioLedger['database']['app']): Promise<number> {
  const { count } = await db
    .selectFrom('reminder')
    .select((select) => select.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
