import { beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { expectEqual, everyRun, printSeed } from '#test/laws/law.js';
import { foldedInShort, choice, pointIn } from '#test/laws/points.js';
import { history } from '#test/laws/history.js';
import { bruteForce } from '#test/laws/oracle/brute-force.js';
import { play } from '#test/laws/play.js';

const POINTS = 8;

describe('any history of a dossier', () => {
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
});
