import { beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { schemesAt } from '../scheme/catalogue.js';
import { expectEqual, everyRun, printSeed } from '#test/laws/law.js';
import { history } from '#test/laws/history.js';
import { play } from '#test/laws/play.js';
import { factsOf } from './facts.js';
import { standingSpans } from './spans.js';
import { standingOn } from './standing.js';

/** After everything that a history can bring about. */
const LATEST = '2099-12-31';

describe('the spans of any history (sampled)', () => {
  beforeAll(() => {
    printSeed('spans = fold');
  });

  /** A day on which something turns, and that no span begins on, shows on the last day of the span that it falls into. */
  it('match the evaluation up to their last day', () => {
    fc.assert(
      fc.property(history, (moments) => {
        const { record, publications, scheme: slug } = play(moments);
        const facts = factsOf(record)!;
        const scheme = schemesAt(publications).get(slug)!;
        for (const { to, value } of standingSpans(facts, scheme)) {
          const day = to < LATEST ? to : LATEST;
          expectEqual({ day, value: standingOn(facts, scheme, day) }, { day, value });
        }
      }),
      everyRun,
    );
  }, 600_000);
});
