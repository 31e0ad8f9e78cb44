import { numberSetting as number } from '../number-setting.js';

/** `BENCH_DOSSIERS=2000 BENCH_ROUNDS=2 npm run bench:reminders` takes a minute or two. */
export const settings = {
  seed: number('BENCH_SEED', 3),
  dossiers: number('BENCH_DOSSIERS', 100_000),
  /** Of the small ledger beside it. */
  few: number('BENCH_FEW', 1_000),
  /** How many ends are moved in each ledger, one after the other. */
  moves: number('BENCH_MOVES', 200),
  /** How many days pass. */
  days: number('BENCH_DAYS', 5),
  /** How often each way of firing is measured; one more goes before, to warm up. */
  rounds: number('BENCH_ROUNDS', 5),
  /** `planning` or `firing`, or both of them. */
  only: process.env['BENCH_ONLY'] ?? '',
  /** Of the ways of firing, those whose line has this in it. */
  match: process.env['BENCH_MATCH'] ?? '',
};
