import { numberSetting as number } from '../number-setting.js';

const events = number('BENCH_EVENTS', 10_000);

/** `BENCH_EVENTS=500 npm run bench:webhooks` takes two or three minutes, and `BENCH_ONLY` chooses a part of it. */
export const settings = {
  seed: number('BENCH_SEED', 3),
  events,
  endpoints: number('BENCH_ENDPOINTS', 20),
  /** Of the fan-out to many. */
  subscribers: number('BENCH_SUBSCRIBERS', 10_000),
  /** How many workers are killed on the way. */
  kills: number('BENCH_KILLS', Math.ceil(events / 250)),
  /** How long one of them works at most; some die within a third of that from their start. */
  lifeMs: number('BENCH_LIFE_MS', 4_000),
  /** How many requests of a bare client are measured. */
  bare: number('BENCH_BARE', Math.min(40_000, events * 10)),
  /** Of which one never answers and one refuses. */
  among: number('BENCH_AMONG', 200),
  /** How many events come, one by one, while some endpoints are ill. */
  paced: number('BENCH_PACED', Math.ceil(Math.min(40, events / 25))),
  paceMs: number('BENCH_PACE_MS', 1_000),
  rounds: number('BENCH_ROUNDS', 2),
  /** `killed`, `throughput`, `ill` or `fan-out`; all of them without. */
  only: process.env['BENCH_ONLY'] ?? '',
};
