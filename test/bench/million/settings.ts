import { numberSetting as number } from '../number-setting.js';

/** `BENCH_EVENTS=50000 BENCH_DOSSIERS=1000 npm run bench:million` takes a minute. */
export const settings = {
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
