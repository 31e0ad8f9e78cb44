import { beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { expectEqual, everyRun, printSeed } from '#test/laws/law.js';
import { foldedInShort, choice, pointIn } from '#test/laws/points.js';
import { history } from '#test/laws/history.js';
import { bruteForce } from '#test/laws/oracle/brute-force.js';
import { play } from '#test/laws/play.js';
import { factsOf } from './facts.js';

const POINTS = 8;

describe('any history of a dossier (sampled)', () => {
  beforeAll(() => {
    printSeed('fold = brute force');
  });

  it('evaluates at any two times to the same result as brute force', () => {
    const points = fc.array(choice, { minLength: POINTS, maxLength: POINTS });
    fc.assert(
      fc.property(history, points, (moments, choices) => {
        const played = play(moments);
        for (const one of choices) {
          const point = pointIn(played, one);
          const [judged, folded] = [
            bruteForce(played.record, played.publications, point),
            foldedInShort(played, point),
          ];
          expectEqual({ point, ...folded }, { point, ...judged });
        }
      }),
      everyRun,
    );
  }, 600_000);

  it('is read the same event by event as at once', () => {
    fc.assert(
      fc.property(history, (moments) => {
        const { record } = play(moments);
        for (let count = 1; count <= record.length; count++) {
          const grown = record.slice(0, count);
          expectEqual(factsOf(grown), factsOf(grown.map((entry) => ({ ...entry }))));
        }
      }),
      everyRun,
    );
  }, 600_000);
});
