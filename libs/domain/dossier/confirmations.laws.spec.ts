import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { history } from '#test/laws/history.js';
import { play } from '#test/laws/play.js';
import { printSeed, SEED, times } from '#test/laws/law.js';
import { addDays } from '../date/day.js';
import type { Reading } from '../register/reading.js';
import { schemesAt } from '../scheme/catalogue.js';
import { factsOf } from './facts.js';
import { grantsAfter, grantsFold, NO_GRANTS } from './grants.js';
import { withReadings } from './listings.js';

const LATER = [1, 40, 100, 170, 200, 300, 400, 600, 700, 900, 1000, 1400];

/** The same readings, each followed by others up to the next one; some are by another source. */
function repeated(readings: readonly Reading[], by: Reading['source']): Reading[] {
  return readings.flatMap((reading, place) => {
    const next = readings.slice(place + 1).find(({ register }) => register === reading.register)?.day ?? '2030-01-01';
    const more = LATER.map((days, nth) => ({
      ...reading,
      id: `${reading.id}-${nth}`,
      day: addDays(reading.day, days),
      position: reading.position + (nth + 1) / 100,
      source: nth % 5 === 3 ? by : reading.source,
    }));
    return [reading, ...more.filter(({ day }) => day <= next)];
  });
}

describe('a listing that many readings confirm (sampled)', () => {
  beforeAll(() => {
    printSeed('fold with readings passed over = plain fold');
  });

  it('leaves the same grants and warnings as if each reading were applied', () => {
    const fold = grantsFold();
    const source = fc.constantFrom<Reading['source']>(
      { kind: 'catalogue', publisher: 'Another' },
      { kind: 'press', publisher: 'Another' },
    );
    fc.assert(
      fc.property(history, source, (moments, by) => {
        const { record, publications } = play(moments);
        const own = factsOf(record);
        const rules = own && schemesAt(publications).get(own.scheme);
        if (!rules) return;
        const scheme = { ...rules, readings: repeated(rules.readings ?? [], by) };
        const { dated } = withReadings(own, scheme);
        // A shorter list each time: a longer one would resume, and pass over nothing.
        for (let length = dated.length; length > 0; length--) {
          const known = dated.slice(0, length);
          const plain = known.reduce((folded, fact) => grantsAfter(folded, fact, scheme), NO_GRANTS);
          expect(fold(known, scheme)).toEqual(plain);
        }
      }),
      { numRuns: times(300), seed: SEED },
    );
  });
});
