import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import fc from 'fast-check';
import { daysAfter } from './oracle/plain-days.js';

const { LAWS_RUNS: runs, LAWS_SEED: seed, TESTS: tests } = process.env;

const isLongRun = tests === 'long';

/** How often to try what the long run tries so often. */
export const times = (often: number): number => (isLongRun || runs || seed ? often : Math.ceil(often / 25));

/** How often each law is tried. */
export const RUNS = Number(runs ?? times(100));

/**
 * Of everything random in the laws: `npm test` tries the same each time, the long run something else each time.
 * `LAWS_SEED=<seed>` repeats a long run, with the same `LAWS_RUNS`.
 */
export const SEED = Number(seed ?? (isLongRun || runs ? Math.floor(Math.random() * 2 ** 31) : 1));

/** Says how to repeat what follows, before it starts. */
export function printSeed(law: string): void {
  process.stdout.write(`LAWS_SEED=${SEED} (${law})\n`);
}

/** For `fc.assert`: a failure is told with the smallest case that fails, and may take as long as finding it takes. */
export const everyRun = { seed: SEED, numRuns: RUNS } as const;

/** As `toEqual`, which is slow where thousands of values are compared and all of them are equal. */
export function expectEqual(value: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(value, expected)) expect(value).toEqual(expected);
}

/** From 2020 to 2024, as often as not one of a few, so that things fall on one day, or half a year less or more apart. */
export const day = fc.oneof(
  fc.integer({ min: 0, max: 1800 }).map((n) => daysAfter('2020-01-01', n)),
  fc.constantFrom('2022-01-01', '2022-03-01', '2022-07-02', '2022-07-03', '2023-01-01', '2024-02-29'),
);

const quarter = (date: string): number => Math.ceil(Number(date.slice(5, 7)) / 3);

/** As it is written by sources that know less. */
export const coarser = (date: string): string[] => [
  date.slice(0, 7),
  `${date.slice(0, 4)}-Q${quarter(date)}`,
  `${date.slice(0, 4)}-H${Math.ceil(quarter(date) / 2)}`,
  date.slice(0, 4),
];

/** Of any precision, days most often. */
export const date = fc.tuple(day, fc.integer({ min: 0, max: 9 })).map(([exact, n]) => coarser(exact)[n - 6] ?? exact);
