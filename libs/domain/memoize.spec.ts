import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SEED, times } from '#test/laws/law.js';
import { incrementalFilter, incrementalFold } from './memoize.js';

describe('a fold that resumes', () => {
  it('returns the same as a plain fold, regardless of earlier calls (sampled)', () => {
    const item = fc.constantFrom(...['a', 'b', 'c'].map((name) => ({ name })));
    const context = fc.constantFrom({ mark: '.' }, { mark: '!' });
    const asked = fc.array(fc.tuple(fc.array(item), context));
    fc.assert(
      fc.property(asked, (lists) => {
        const resuming = incrementalFold(
          '',
          (text, next: { name: string }, { mark }: { mark: string }) => text + next.name + mark,
        );
        for (const [list, by] of lists)
          expect(resuming(list, by)).toBe(list.map(({ name }) => name + by.mark).join(''));
      }),
      { seed: SEED, numRuns: times(2000) },
    );
  });

  it('leaves out what is passed over, but not at the end of the list', () => {
    const last = incrementalFold(
      '',
      (_, next: { name: string }) => next.name,
      (_state, _next, _context, { after }) => after !== undefined,
    );
    const [a, b, c] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }] as const;
    const context = {};
    expect(last([a, b, c], context)).toBe('c');
    expect(last([a, b], context)).toBe('b');
    expect(last([a], context)).toBe('a');
  });

  it('resumes where the list differs from the previous one', () => {
    let steps = 0;
    const count = incrementalFold(0, (sum, next: { n: number }) => {
      steps++;
      return sum + next.n;
    });
    const [one, two, three] = [{ n: 1 }, { n: 2 }, { n: 3 }] as const;
    const context = {};
    expect(count([one, two], context)).toBe(3);
    expect(count([one, two, three], context)).toBe(6);
    expect(steps).toBe(3);
    expect(count([one, three], context)).toBe(4);
    expect(steps).toBe(4);
  });
});

describe('a search that resumes', () => {
  it('finds the same as a plain filter, regardless of earlier calls (sampled)', () => {
    const items = ['a', 'b', 'c'].map((name) => ({ name }));
    const context = fc.constantFrom({ mark: 'a' }, { mark: 'b' });
    const asked = fc.array(fc.tuple(fc.array(fc.constantFrom(...items)), context));
    fc.assert(
      fc.property(asked, (lists) => {
        const search = incrementalFilter(({ name }: { name: string }, { mark }: { mark: string }) => name !== mark);
        for (const [list, by] of lists) expect(search(list, by)).toEqual(list.filter(({ name }) => name !== by.mark));
      }),
      { seed: SEED, numRuns: times(2000) },
    );
  });

  it('looks only at what has come to a list', () => {
    let looks = 0;
    const even = incrementalFilter(({ n }: { n: number }) => {
      looks++;
      return n % 2 === 0;
    });
    const [one, two, three, four] = [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }] as const;
    expect(even([one, two])).toEqual([two]);
    expect(even([three, four])).toEqual([four]);
    looks = 0;
    const found = even([one, two, three]);
    expect(found).toEqual([two]);
    expect(even([one, two, three, four])).toEqual([two, four]);
    expect(looks).toBe(2);
    expect(even([one, three])).toEqual([]);
  });
});
