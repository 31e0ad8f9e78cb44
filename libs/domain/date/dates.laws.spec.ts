import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { everyRun, printSeed } from '#test/laws/law.js';
import { addDays, addMonths, addYears, daysBetween, earlier, END_OF_TIME, isDay, later, DaySchema } from './day.js';
import { earliest, isPartialDate, latest, PartialDateSchema, precisionOf } from './partial-date.js';

const pad = (n: number): string => String(n).padStart(2, '0');

const year = fc.integer({ min: 1900, max: 2199 });
const month = fc.tuple(year, fc.integer({ min: 1, max: 12 })).map(([y, m]) => `${y}-${pad(m)}`);
const quarter = fc.tuple(year, fc.integer({ min: 1, max: 4 })).map(([y, q]) => `${y}-Q${q}`);
const half = fc.tuple(year, fc.integer({ min: 1, max: 2 })).map(([y, h]) => `${y}-H${h}`);

/** Any that a ledger can hold, and often one at the end of a month. */
const day = fc
  .tuple(month, fc.oneof(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 28, max: 31 })))
  .map(([m, d]) => `${m}-${pad(d)}`)
  .filter((text) => new Date(`${text}T00:00:00Z`).toISOString().startsWith(text));

const date = fc.oneof(day, month, quarter, half, year.map(String));

/** What a day becomes, the less is known of it. */
const lessAndLess = (exact: string): string[] => {
  const [y = '', m = ''] = exact.split('-');
  return [exact, `${y}-${m}`, `${y}-Q${Math.ceil(Number(m) / 3)}`, `${y}-H${Math.ceil(Number(m) / 6)}`, y];
};

/** Written as a date would be, whether there is such a date or not. */
const almost = fc
  .tuple(
    fc.integer({ min: 1890, max: 2210 }),
    fc.constantFrom('', '-', '-Q', '-H', '-W', ' '),
    fc.oneof(fc.nat({ max: 14 }), fc.nat({ max: 14 }).map(pad)),
    fc.option(fc.nat({ max: 33 }).map(pad)),
  )
  .map(([y, mark, n, d]) => (mark === '' ? String(y) : `${y}${mark}${n}${d === null ? '' : `-${d}`}`));

const PRECISIONS = ['day', 'month', 'quarter', 'half', 'year'];

const byEarliest = (a: string, b: string): number =>
  earliest(a) < earliest(b) ? -1 : earliest(a) > earliest(b) ? 1 : 0;

const law = <T extends [unknown, ...unknown[]]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  holds: (...values: T) => void,
): void => {
  it(name, () => {
    fc.assert(fc.property(...arbitraries, holds), everyRun);
  });
};

describe('partial dates of any precision (sampled)', () => {
  beforeAll(() => {
    printSeed('dates');
  });

  law('mean days that exist, the first never after the last', [date], (one) => {
    expect([isPartialDate(one), isDay(earliest(one)), isDay(latest(one))]).toEqual([true, true, true]);
    expect(earliest(one) <= latest(one)).toBe(true);
  });

  law('are read as they are written', [date], (one) => {
    expect(PartialDateSchema.parse(one)).toBe(one);
  });

  law('are told from what is no date', [almost], (text) => {
    expect(isPartialDate(text)).toBe(WRITTEN.test(text) && exists(text));
  });

  law('say how precise they are', [day, fc.nat({ max: 4 })], (exact, n) => {
    expect(precisionOf(lessAndLess(exact)[n]!)).toBe(PRECISIONS[n]);
  });

  law('are in a total order by their first day, that of writing among days', [date, date, date], (a, b, c) => {
    expect(byEarliest(a, a)).toBe(0);
    expect(byEarliest(a, b)).toBe(-byEarliest(b, a) + 0);
    if (byEarliest(a, b) <= 0 && byEarliest(b, c) <= 0) expect(byEarliest(a, c)).toBeLessThanOrEqual(0);
    if (latest(a) < earliest(b)) expect(byEarliest(a, b)).toBe(-1);
    expect(Math.sign(daysBetween(earliest(a), earliest(b)))).toBe(-byEarliest(a, b) + 0);
  });

  law('hold what is more precise: a day its month, quarter, half and year', [day], (exact) => {
    const held = lessAndLess(exact).map((one) => ({ first: earliest(one), last: latest(one) }));
    for (const [n, inner] of held.entries())
      for (const outer of held.slice(n)) expect(outer.first <= inner.first && inner.last <= outer.last).toBe(true);
  });

  law('never reach further when they are known better', [date, date], (a, b) => {
    // Two periods of the calendar are one in the other, or apart.
    const apart = latest(a) < earliest(b) || latest(b) < earliest(a);
    const inside = (one: string, other: string) => earliest(other) <= earliest(one) && latest(one) <= latest(other);
    expect(apart || inside(a, b) || inside(b, a)).toBe(true);
  });

  law(
    'leave no day out and no day twice between one and the next',
    [day, fc.integer({ min: 1, max: 4 })],
    (exact, n) => {
      const one = lessAndLess(exact)[n]!;
      const next = lessAndLess(addDays(latest(one), 1))[n]!;
      fc.pre(isPartialDate(next));
      expect(earliest(next)).toBe(addDays(latest(one), 1));
      expect(earliest(one).endsWith('-01')).toBe(true);
    },
  );
});

const WRITTEN = /^\d{4}(-(\d\d(-\d\d)?|Q[1-4]|H[12]))?$/;

/** By the calendar of `Date`. */
function exists(text: string): boolean {
  const [y = '', m = '01', d = '01'] = text.includes('Q') || text.includes('H') ? [text.slice(0, 4)] : text.split('-');
  const at = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)));
  return Number(y) >= 1900 && Number(y) <= 2199 && at.getUTCMonth() === Number(m) - 1 && at.getUTCDate() === Number(d);
}

describe('days (sampled)', () => {
  const span = fc.integer({ min: -40_000, max: 40_000 });
  const months = fc.integer({ min: -600, max: 600 });

  law('are read as they are written', [day], (one) => {
    expect(DaySchema.parse(one)).toBe(one);
  });

  law('are as far apart as was added, and add up', [day, span, span], (one, n, m) => {
    expect(daysBetween(one, addDays(one, n))).toBe(n);
    expect(addDays(addDays(one, n), m)).toBe(addDays(one, n + m));
    expect(addDays(one, 0)).toBe(one);
  });

  law('keep the order of their numbers as text', [day, day], (a, b) => {
    expect(Math.sign(daysBetween(a, b))).toBe(a < b ? 1 : a > b ? -1 : 0);
    expect([earlier(a, b), later(a, b)]).toEqual([a, b].sort());
    expect(a < END_OF_TIME).toBe(true);
  });

  law('move by months to the same day of a month, or to its last', [day, months], (one, n) => {
    const moved = addMonths(one, n);
    const count = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
    expect(count(moved) - count(one)).toBe(n);
    const [wanted, got] = [Number(one.slice(8)), Number(moved.slice(8))];
    if (got !== wanted) expect([got < wanted, addDays(moved, 1).slice(8)]).toEqual([true, '01']);
  });

  law('keep their order when moved by months', [day, fc.nat({ max: 40 }), months], (one, apart, n) => {
    expect(addMonths(one, n) <= addMonths(addDays(one, apart), n)).toBe(true);
  });

  law('move by years as by twelve months, but for 29 February', [day, fc.integer({ min: -50, max: 50 })], (one, n) => {
    const expected = addMonths(one, 12 * n);
    expect(addYears(one, n)).toBe(expected.slice(5) === one.slice(5) ? expected : addDays(expected, 1));
  });
});
