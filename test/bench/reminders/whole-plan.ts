import { sql } from 'kysely';
import type { Running } from '../process.js';
import { say } from '../report.js';
import type { PortfolioLedger } from './portfolio-ledger.js';

interface Planned {
  position: number;
  followMs: number;
  horizonMs: number;
  /** Of the planner, its start included; PostgreSQL's comes on top. */
  cpuMs: number;
}

/** From an empty checkpoint to the head of the ledger, and up to the horizon: how long, how much, and in how much memory. */
export async function sayWholePlan(ledger: PortfolioLedger, planner: Running): Promise<void> {
  const { position, followMs, horizonMs, cpuMs } = await planner.hear<Planned>();
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

export async function rowsOf({ database }: PortfolioLedger): Promise<{ deadlines: number; reminders: number }> {
  const { rows } = await sql<{ deadlines: number; reminders: number }>`
    select (select count(*) from deadline) as deadlines, (select count(*) from reminder where state = 'planned') as reminders
  `.execute(database.app);
  return rows[0]!;
}
