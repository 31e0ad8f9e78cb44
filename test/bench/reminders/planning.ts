import { Clock } from '#database/clock.js';
import { planSubscriptions } from '#deadlines/plan/plan-days.js';
import { MovableClock } from '#test/movable-clock.js';
import { say } from '../report.js';
import { movedEnds } from './moved-ends.js';
import { passingDays, type Passing } from './passing-days.js';
import { planningOn } from '#test/planning-on.js';
import { openPortfolio, startPlanner, type PortfolioLedger } from './portfolio-ledger.js';
import { settings } from './settings.js';
import { settle } from '../settle.js';
import { median, p95, sum } from '../spread.js';
import { subscribe } from './subscribers.js';
import { BEFORE_NINE } from './today.js';
import { rowsOf, sayWholePlan } from './whole-plan.js';

/** What planning costs in a large portfolio, beside a small one. */
export async function planning(): Promise<void> {
  const ledgers: PortfolioLedger[] = [];
  const planners: ReturnType<typeof startPlanner>[] = [];
  try {
    for (const dossiers of [settings.few, settings.dossiers]) {
      const ledger = await openPortfolio(dossiers, settings.seed);
      ledgers.push(ledger);
      const planner = startPlanner(ledger);
      planners.push(planner);
      await sayWholePlan(ledger, planner);
      await settle(ledger.database);
    }
    sayMoves(await movedEnds(ledgers, settings.moves));
    for (const planner of planners) await planner.stop();
    const clock = new MovableClock(Clock.startingAt(BEFORE_NINE).offsetMs);
    sayDays(await passingDays(ledgers, clock, settings.days));
    for (const ledger of ledgers) await sayNewcomer(ledger, clock);
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

/** A large portfolio has more to do on a day, so a day is told by what it did; a look at nothing stands for itself. */
function sayDays([few = [], many = []]: Passing[][]): void {
  console.log(
    `\n${settings.days} days begin: dossiers that turn, reminders, ms, ms for each of them, ms for another look`,
  );
  const each = (passings: readonly Passing[]): number =>
    sum(passings.map(({ ms }) => ms)) / sum(passings.map(({ dossiers, reminders }) => dossiers + reminders));
  const again = (passings: readonly Passing[]): number => median(passings.map(({ againMs }) => againMs));
  for (const [name, days] of [['small', few] as const, ['large', many] as const]) {
    const all = (key: keyof Passing): string => sum(days.map((day) => day[key])).toFixed(0);
    const figures = [all('dossiers'), all('reminders'), all('ms'), each(days).toFixed(3), again(days).toFixed(1)];
    console.log(`  ${name.padEnd(10)} ${figures.map((figure) => figure.padStart(9)).join(' ')}`);
  }
  ratio('large / small, for each', each(many) / each(few));
  ratio('large / small, for another look', again(many) / again(few));
}

async function sayNewcomer(ledger: PortfolioLedger, clock: MovableClock): Promise<void> {
  const { app } = ledger.database;
  await subscribe(app, [{ channel: 'email', target: 'late@example.org', filter: {} }], clock.now());
  const before = await rowsOf(ledger);
  const start = performance.now();
  await planSubscriptions(app, planningOn(app, clock));
  const ms = performance.now() - start;
  const planned = (await rowsOf(ledger)).reminders - before.reminders;
  say(`one more subscriber, ${ledger.dossiers.toLocaleString('en')} dossiers`, ms, 'ms', `${planned} reminders`);
}

const ratio = (what: string, value: number): void => {
  console.log(`  ${what.padEnd(40)} ${value.toFixed(2)} (aim: about 1)`);
};
