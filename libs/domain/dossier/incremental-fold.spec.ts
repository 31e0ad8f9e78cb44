import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { incrementalFold } from './memoize.js';

describe('a fold that resumes', () => {
  it('returns the same as a plain fold, regardless of earlier calls', () => {
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
      { numRuns: 2000 },
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
