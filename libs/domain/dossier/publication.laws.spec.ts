import { beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { DossierEvent } from '../event/dossier-events.js';
import { addDays } from '../date/day.js';
import { dossier } from '#test/dossier-answers.js';
import { fact } from '#test/events.js';
import { expectEqual, printSeed, SEED, times } from '#test/laws/law.js';
import { scheme } from '#test/schemes.js';

const on = (n: number): string => addDays('2020-01-01', n);

/** What the authority publishes under a number: a grant, then extensions that raise its level; at once, or later. */
const published = (decision: string) =>
  fc
    .record({
      start: fc.nat({ max: 400 }),
      lengths: fc.uniqueArray(fc.integer({ min: 20, max: 900 }), { minLength: 1, maxLength: 3 }),
      isListed: fc.boolean(),
      gap: fc.integer({ min: 1, max: 300 }),
      delay: fc.nat({ max: 600 }),
    })
    .map(({ start, lengths, isListed, gap, delay }) =>
      [0, delay].map((late) =>
        lengths
          .toSorted((a, b) => a - b)
          .map((length, nth): DossierEvent => {
            const data = { decision, validFrom: on(2 * start), validUntil: on(2 * (start + length)), level: `${nth}` };
            const day = on(2 * (start + nth * gap + late));
            return isListed && nth === 0
              ? fact('RegisterObserved', day, { ...data, register: 'r', listing: 'granted' }, 'catalogue')
              : fact('GrantIssued', day, data);
          }),
      ),
    );

/** What is done to a grant, on a day on which nothing is published and nothing else is done. */
const act = fc
  .record({
    type: fc.constantFrom('GrantSuspended' as const, 'GrantReinstated' as const, 'GrantWithdrawn' as const),
    day: fc.nat({ max: 700 }),
    decision: fc.constantFrom('7', 'n° 8'),
  })
  .map(({ type, day, decision }) => fact(type, on(2 * day + 1), { decision }));
const acts = fc.uniqueArray(act, { selector: ({ occurred }) => occurred, maxLength: 5 });

const histories = fc.tuple(published('7'), published('8'), acts).chain(([one, other, done]) => {
  const [atOnce, late] = [0, 1].map((when) => [...one[when]!, ...other[when]!, ...done]) as [
    DossierEvent[],
    DossierEvent[],
  ];
  return fc.record({ atOnce: fc.constant(atOnce), late: fc.shuffledSubarray(late, { minLength: late.length }) });
});

describe('what the authority publishes and does under numbers (sampled)', () => {
  beforeAll(() => {
    printSeed('published late = at once');
  });

  it('gives the same days, however late it is published and in whatever order it is recorded', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const [atOnce, late] = [dossier(events.atOnce, scheme()), dossier(events.late, scheme())];
        for (const [named] of JSON.stringify(events).matchAll(/20\d\d-\d\d-\d\d/g))
          for (const day of [addDays(named, -1), named, addDays(named, 1)])
            expectEqual([day, late.on(day).status], [day, atOnce.on(day).status]);
        const inTheEnd = (told: typeof late) =>
          told
            .on('2040-01-01')
            .grants.map(({ decision, level, runsUntil }) => `${decision} ${level} ${runsUntil}`)
            .sort();
        expectEqual(inTheEnd(late), inTheEnd(atOnce));
      }),
      { seed: SEED, numRuns: times(200) },
    );
  }, 600_000);
});
