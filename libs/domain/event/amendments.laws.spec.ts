import { beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import { factsOf, type DossierRecord } from '#domain/dossier/facts.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { date, expectEqual, everyRun, printSeed } from '#test/laws/law.js';
import { changes, draftIn, source } from '#test/laws/dossier-drafts.js';
import { foldedAt, choice, pointIn } from '#test/laws/points.js';
import { shortHistory, type Changes } from '#test/laws/history.js';
import { accepts, changesFor, pick, play, type Played } from '#test/laws/play.js';
import { corrected, retracted, uuid } from '#test/events.js';

const LATER = new Date('2026-06-01T08:00:00Z');

/** The ids of what a law records, beyond those that a history uses. */
const [A, B, C, D] = [uuid(1), uuid(2), uuid(3), uuid(4)];

type Added = readonly [id: string, event: DossierEvent];

/** All in one instant, so that an order of recording is all they can differ by. */
function after(played: Played, ...added: Added[]): Played {
  const { record, publications } = played;
  const last = Math.max(...[...record, ...publications].map(({ position }) => position));
  const entries = added.map(([id, event], index) => ({
    id,
    event,
    position: last + index + 1,
    version: record.length + index + 1,
    recordedAt: LATER,
  }));
  return { ...played, record: [...record, ...entries] };
}

/** Whether the ledger would record these, one after the other. */
const canRecord = (played: Played, ...added: Added[]): boolean =>
  added.every(([, event], index) => accepts(after(played, ...added.slice(0, index)), event));

/** Everything that a dossier's answers come from: what stands, in its order. Places in the ledger are not part of it. */
function standingFacts(record: DossierRecord): unknown {
  const facts = factsOf(record);
  return (
    facts && {
      dated: facts.dated.map(({ id, day, event }) => ({ id, day, event })),
      undated: facts.undated.map(({ id, event }) => ({ id, event })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    }
  );
}

const points = fc.array(choice, { minLength: 2, maxLength: 2 });
type Choices = typeof points extends fc.Arbitrary<infer T> ? T : never;

/** Both mean the same facts, so the same answer on every day; some days are asked, at full knowledge. */
function expectSame(one: Played, other: Played, choices: Choices): void {
  expectEqual(standingFacts(one.record), standingFacts(other.record));
  for (const each of choices) {
    const { asOf } = pointIn(one, each);
    expectEqual({ asOf, ...foldedAt(one, { asOf })?.standing }, { asOf, ...foldedAt(other, { asOf })?.standing });
  }
}

/** A history with one of its events. */
const aimed = fc.tuple(shortHistory, fc.nat({ max: 20 })).map(([moments, back]) => {
  const played = play(moments);
  return { moments, played, target: pick(played.record, back) };
});

const anyChanges = changes as fc.Arbitrary<Changes>;
const unrelated = fc.constantFrom('decision', 'report', 'duty').chain((family) => draftIn(family as 'duty'));

/** A correction of an event with as much of the changes as it has fields for. */
function correcting({ target, played }: { target: ReturnType<typeof pick>; played: Played }, wanted: Changes) {
  const own = changesFor(target, wanted, played.record);
  return own && corrected(target.id, own);
}

describe('amendments of any history (sampled)', () => {
  beforeAll(() => {
    printSeed('amendments');
  });

  it('commute with events of other streams', () => {
    fc.assert(
      fc.property(aimed, fc.option(anyChanges), unrelated, points, (aim, wanted, event, choices) => {
        const amendment = wanted ? correcting(aim, wanted) : retracted(aim.target.id);
        fc.pre(amendment !== undefined && !event.type.startsWith('Deadline'));
        const [first, second] = [
          [A, amendment],
          [B, event],
        ] as const;
        fc.pre(canRecord(aim.played, first, second) && canRecord(aim.played, second, first));
        expectSame(after(aim.played, first, second), after(aim.played, second, first), choices);
      }),
      everyRun,
    );
  }, 600_000);

  it('have no effect once retracted', () => {
    fc.assert(
      fc.property(aimed, fc.option(anyChanges), points, (aim, wanted, choices) => {
        const amendment = wanted ? correcting(aim, wanted) : retracted(aim.target.id);
        fc.pre(amendment !== undefined && canRecord(aim.played, [A, amendment]));
        const undone = after(aim.played, [A, amendment], [B, retracted(A)]);
        expectSame(undone, aim.played, choices);
      }),
      everyRun,
    );
  }, 600_000);

  it('are in force again when their retraction is retracted', () => {
    fc.assert(
      fc.property(aimed, fc.option(anyChanges), points, (aim, wanted, choices) => {
        const amendment = wanted ? correcting(aim, wanted) : retracted(aim.target.id);
        fc.pre(amendment !== undefined && canRecord(aim.played, [A, amendment]));
        const once = after(aim.played, [A, amendment]);
        const again = after(aim.played, [A, amendment], [B, retracted(A)], [C, retracted(B)]);
        expectSame(again, once, choices);
        expectSame(after(again, [D, retracted(C)]), aim.played, choices);
      }),
      everyRun,
    );
  }, 600_000);

  it('of different fields commute', () => {
    const fields = fc
      .shuffledSubarray(['occurred', 'source', 'decision', 'note', 'milestone'] as const, {
        minLength: 2,
        maxLength: 2,
      })
      .map(([one, other]) => [one!, other!] as const);
    fc.assert(
      fc.property(
        aimed,
        fields,
        date,
        source,
        anyChanges,
        points,
        (aim, [one, other], occurred, from, { data }, choices) => {
          const all = { occurred, source: from, decision: '9', note: 'read again', milestone: 'second', ...data };
          const of = (field: typeof one): Changes =>
            field === 'occurred' || field === 'source' ? { [field]: all[field] } : { data: { [field]: all[field] } };
          const [first, second] = [correcting(aim, of(one)), correcting(aim, of(other))];
          fc.pre(first !== undefined && second !== undefined && !aim.target.event.type.startsWith('Event'));
          fc.pre(canRecord(aim.played, [A, first], [B, second]) && canRecord(aim.played, [B, second], [A, first]));
          expectSame(after(aim.played, [A, first], [B, second]), after(aim.played, [B, second], [A, first]), choices);
        },
      ),
      everyRun,
    );
  }, 600_000);

  it('result in the same event as if recorded correctly', () => {
    fc.assert(
      fc.property(aimed, anyChanges, anyChanges, points, (aim, wrong, right, choices) => {
        const [first, meant] = [correcting(aim, wrong), correcting(aim, right)];
        fc.pre(first !== undefined && meant !== undefined);
        const mended = corrected(A, { data: { changes: meant.data.changes } });
        fc.pre(canRecord(aim.played, [A, first], [B, mended]) && canRecord(aim.played, [A, meant]));
        expectSame(after(aim.played, [A, first], [B, mended]), after(aim.played, [A, meant]), choices);
      }),
      everyRun,
    );
  }, 600_000);
});
