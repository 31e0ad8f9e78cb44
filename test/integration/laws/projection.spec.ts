import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '#domain/refusal.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { boardOn } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { day, printSeed, RUNS, SEED } from '#test/laws/law.js';
import { foldedAt, choice, pointIn } from '#test/laws/points.js';
import { follow, packed, restoreInto, foldedPart, listedInShort, ownPart } from '#test/laws/ledger.js';
import { history } from '#test/laws/history.js';
import { begins } from '#test/laws/oracle/listings.js';
import { bruteForce, type Point } from '#test/laws/oracle/brute-force.js';
import { play, type Played } from '#test/laws/play.js';

const PER_LEDGER = 100;
const OWN_POINTS = 2;
const SHARED_POINTS = 3;

/** A history, points that it may turn at, and how the ledger that it is in is looked at. */
const run = fc.record({
  history,
  own: fc.array(choice, { minLength: OWN_POINTS, maxLength: OWN_POINTS }),
  shared: fc.array(fc.record({ asOf: day, known: fc.nat({ max: 1000 }) }), {
    minLength: SHARED_POINTS,
    maxLength: SHARED_POINTS,
  }),
  cuts: fc.oneof(
    ...[4, 60, 500, 3000].map((max) => fc.array(fc.integer({ min: max / 4, max }), { minLength: 1, maxLength: 5 })),
  ),
});

type Run = typeof run extends fc.Arbitrary<infer T> ? T : never;

/** The first of some runs, put into one ledger, that the board and the two others do not agree on. */
async function disagreement(runs: readonly Run[]): Promise<{ nth: number; said: unknown } | undefined> {
  const histories = runs.map((one, index) => play(one.history, index + 1));
  const [{ shared, cuts }] = runs as [Run];
  const database = await freshDatabase();
  try {
    await restoreInto(database.app, packed(histories));
    const board = boardOn(database.app);
    await follow(database.app, cuts);
    const list = async (point: Point, scheme?: string) =>
      new Map(
        (await board.dossiers({ ...point, ...(scheme !== undefined && { schemes: [scheme] }) })).items.map((item) => [
          item.id,
          item,
        ]),
      );

    const instants = [
      ...new Set(histories.flatMap(({ record }) => record.map(({ recordedAt }) => recordedAt.getTime()))),
    ];
    for (const { asOf, known } of shared) {
      const point = { asOf, ...(known > 0 && { knownAt: new Date(instants[known % instants.length]!) }) };
      const listed = await list(point);
      for (const [nth, played] of histories.entries()) {
        const said = differs(played, point, listed.get(played.id));
        if (said) return { nth, said };
      }
    }
    for (const [nth, played] of histories.entries())
      for (const one of runs[nth]!.own) {
        const point = pointIn(played, one);
        const said = differs(played, point, (await list(point, played.scheme)).get(played.id));
        if (said) return { nth, said };
      }
    return undefined;
  } finally {
    await database.close();
  }
}

/** The board's answer beside what folding and brute force say, unless all three are one. */
function differs(played: Played, point: Point, listed: DossierView | undefined): unknown {
  const folded = foldedAt(played, point);
  const begun = folded && begins(played.record, folded.scheme, point);
  const isListed = folded !== undefined && begun !== undefined && begun <= point.asOf;
  if (!isListed) return listed && { point, listed, judged: 'not begun' };
  const judged = bruteForce(played.record, played.publications, point);
  const asFolded = foldedPart(folded);
  const same =
    listed && isDeepStrictEqual(ownPart(listed), asFolded) && isDeepStrictEqual(listedInShort(listed), judged);
  return same ? undefined : { point, listed: listed && ownPart(listed), asFolded, judged };
}

describe('the board of a ledger of any histories (sampled)', () => {
  beforeAll(() => {
    printSeed('board = fold = brute force');
  });

  it('says at any two times what each folds to, and what its events say one by one', async () => {
    const runs = fc.sample(run, { seed: SEED, numRuns: RUNS });
    for (let first = 0; first < RUNS; first += PER_LEDGER) {
      const found = await disagreement(runs.slice(first, first + PER_LEDGER));
      if (!found) continue;
      // The same run by itself, to be made as small as it gets.
      const alone = fc.asyncProperty(run, async (one) => {
        // Alone it may depend on a dossier that is not there, which no ledger can hold.
        const alone = await disagreement([one]).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
        });
        expect(alone).toBeUndefined();
      });
      await fc.assert(alone, { seed: SEED, numRuns: RUNS, path: String(first + found.nth) });
      expect({ ledger: first / PER_LEDGER, ...found }).toBeUndefined();
    }
  }, 900_000);
});
