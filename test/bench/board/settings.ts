import { numberSetting as number } from '../number-setting.js';

/** `BENCH_DOSSIERS=2000 BENCH_CALLS=20 npm run bench:board` takes half a minute. */
export const settings = {
  seed: number('BENCH_SEED', 3),
  dossiers: number('BENCH_DOSSIERS', 20_000),
  /** Of the small ledger beside it. */
  few: number('BENCH_FEW', 20),
  /** Of a dossier and its share of the provider, openings included: twice as many as in the real ledger. */
  eventsEach: number('BENCH_EVENTS_EACH', 15),
  /** In how many goes each life is recorded. */
  waves: number('BENCH_WAVES', 3),
  /** Of one provider. */
  dependents: number('BENCH_DEPENDENTS', 300),
  calls: number('BENCH_CALLS', 60),
  /** `query`, `page`, `search` or `lists`, or all of them. */
  only: process.env['BENCH_ONLY'] ?? '',
};
