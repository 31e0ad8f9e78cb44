import fc from 'fast-check';
import { daysAfter } from './oracle/plain-days.js';

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
