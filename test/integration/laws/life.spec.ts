import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Clock } from '#database/clock.js';
import { serveApi } from '#test/api.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { history } from '#test/laws/history.js';
import { expectEqual, printSeed, RUNS, SEED } from '#test/laws/law.js';
import { follow, packed, restoreInto } from '#test/laws/ledger.js';
import { bruteForce, type Point } from '#test/laws/oracle/brute-force.js';
import { daysAfter, daysOf, NEVER } from '#test/laws/oracle/plain-days.js';
import { asCorrected, rankOf } from '#test/laws/oracle/readings.js';
import { play, type Played } from '#test/laws/play.js';
import { choice, foldedAt, pointIn } from '#test/laws/points.js';
import { tagsOf } from '#test/markup.js';

const run = fc.record({
  history,
  points: fc.array(choice, { minLength: 2, maxLength: 2 }),
  between: fc.nat({ max: 999 }),
});

let database: TestDatabase;
let served: Awaited<ReturnType<typeof serveApi>>;
let runs: readonly (typeof run extends fc.Arbitrary<infer T> ? T : never)[];
let histories: Played[];

beforeAll(async () => {
  printSeed('picture = timeline');
  runs = fc.sample(run, { seed: SEED, numRuns: RUNS });
  histories = runs.map((one, index) => play(one.history, index + 1));
  database = await freshDatabase();
  await restoreInto(database.app, packed(histories));
  await follow(database.app, [5_000]);
  const now = Clock.startingAt(new Date('2026-11-25T08:00:00Z'));
  served = await serveApi(database.appUrl, { PUBLIC_READ: 'true' }, now);
}, 300_000);
afterAll(async () => {
  await served.close();
  await database.close();
});

type Attributes = Readonly<Record<string, string>>;

/** What the picture of a dossier says, from the attributes of its shapes. */
async function pictured({ id }: Played, { asOf, knownAt }: Point) {
  const known = knownAt ? `&knownOn=${knownAt.toISOString().slice(0, 10)}` : '';
  const answer = await fetch(`${served.url}/dossiers/${id}?asOf=${asOf}${known}`, { headers: { accept: 'text/html' } });
  const html = await answer.text();
  expect({ status: answer.status, id, asOf, known }).toMatchObject({ status: 200 });
  const picture = /<svg [^>]*aria-labelledby="life-title.*?<\/figure>/s.exec(html)?.[0] ?? '';
  const shapes = tagsOf(picture).map(({ attributes }): Attributes => Object.fromEntries(attributes));
  const linked = shapes.flatMap(({ href = '' }) => (href.startsWith('#event-') ? [href.slice(1)] : []));
  return {
    facts: sorted(shapes.filter((shape) => 'data-event' in shape).map(dataOf)),
    grants: sorted(shapes.filter((shape) => 'data-grant' in shape).map(dataOf)),
    statuses: shapes.filter((shape) => 'data-status' in shape).map(dataOf),
    suspensions: shapes.filter((shape) => 'data-suspended' in shape).map(dataOf),
    /** Entries that it leads to on the same page, and that are not there. */
    lost: linked.filter((entry) => !html.includes(`id="${entry}"`)),
  };
}

const dataOf = (shape: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(shape).flatMap(([name, value]) => (name.startsWith('data-') ? [[name.slice(5), value]] : [])),
  );

/** By what they say: two grants may begin with one event. */
const sorted = (facts: Attributes[]): Attributes[] => {
  const key = (fact: Attributes) => JSON.stringify(Object.entries(fact).sort());
  return facts.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
};

/** Leaves out what an event does not have. */
const told = (fact: Readonly<Record<string, string | null | undefined>>): Attributes =>
  Object.fromEntries(Object.entries(fact).flatMap(([name, value]) => (value == null ? [] : [[name, value]])));

/** Every event that stands and has come to pass, by what is on record, each with its date and who says so. */
function expectedFacts(played: Played, point: Point): Attributes[] {
  const { asOf, knownAt } = point;
  const targets = foldedAt(played, point)?.standing.targets ?? [];
  const known = played.record.filter(({ recordedAt }) => knownAt === undefined || recordedAt <= knownAt);
  const last = new Map<unknown, string>();
  const facts = asCorrected(known)
    .flatMap((one) =>
      one.occurred === undefined || one.type === 'EvidenceAttached' ? [] : [{ ...one, occurred: one.occurred }],
    )
    .filter(({ occurred }) => daysOf(occurred).first <= asOf)
    .sort((a, b) => daysOf(a.occurred).first.localeCompare(daysOf(b.occurred).first) || a.position - b.position)
    .map(({ id, type, occurred, kind, speaker, data }) => {
      const said = kind === undefined ? 'noted' : speaker !== 'other' && rankOf(kind) <= 4 ? 'confirmed' : 'claimed';
      const fact = { event: id, type, day: occurred, said };
      if (type !== 'TargetSet') return told(fact);
      const due = String(data['target']);
      const reached = targets.find((target) => target.event === id)?.reached ?? null;
      const isLate = (reached ?? asOf) > daysOf(due).last;
      const outcome = reached === null ? (isLate ? 'missed' : 'open') : isLate ? 'late' : 'kept';
      const replaces = last.get(data['milestone']);
      last.set(data['milestone'], id);
      return told({ ...fact, due, outcome, replaces });
    });
  return sorted(facts);
}

const expectedGrants = (played: Played, point: Point): Attributes[] =>
  sorted(
    (foldedAt(played, point)?.standing.grants ?? []).map(
      ({ id, state, confirmed, validFrom, validUntil, runsFrom, runsUntil }) =>
        told({
          grant: id,
          state,
          said: confirmed ? 'confirmed' : 'claimed',
          from: validFrom,
          until: validUntil,
          'runs-from': runsFrom,
          'runs-until': runsUntil,
        }),
    ),
  );

/** What it says of one day, beside what the events say one by one. */
function onDay({ statuses, suspensions }: Awaited<ReturnType<typeof pictured>>, day: string) {
  const covers = ({ from = '', until = '' }: Attributes) => from <= day && day <= until;
  const found = statuses.filter(covers);
  return {
    statuses: found.map(({ status, confirmed }) => ({ status, confirmed })),
    suspended: [...new Set(suspensions.filter(covers).map(({ suspended }) => suspended))].sort(),
  };
}

/** Whether a grant is drawn on a day: one that is never in force, on its first. */
function runsOn({ from = '', 'runs-from': first, 'runs-until': last = NEVER }: Attributes, day: string): boolean {
  return first === undefined ? day === daysOf(from).first : first <= day && day <= last;
}

function expectedOn(played: Played, day: string, { knownAt }: Point, grants: readonly Attributes[]) {
  const judged = bruteForce(played.record, played.publications, { asOf: day, ...(knownAt && { knownAt }) });
  const isKnown = judged !== undefined && judged.status !== 'unknown';
  return {
    statuses: isKnown ? [{ status: judged.status, confirmed: String(judged.confirmed) }] : [],
    suspended: (judged?.inForce ?? [])
      .flatMap(({ id, suspended }) =>
        suspended && grants.some((one) => one['grant'] === id && runsOn(one, day)) ? [id] : [],
      )
      .sort(),
  };
}

describe('the picture of a dossier (sampled)', () => {
  it('shows each fact of its timeline once and nothing else, whatever its history, as of and as known on any day', async () => {
    let shown = 0;
    for (const [nth, played] of histories.entries())
      for (const one of runs[nth]!.points) {
        const point = pointIn(played, one);
        const picture = await pictured(played, point);
        const { facts, grants, lost } = picture;
        expectEqual(
          { nth, point, facts, grants, lost },
          { nth, point, facts: expectedFacts(played, point), grants: expectedGrants(played, point), lost: [] },
        );
        const turns = [...picture.statuses, ...picture.suspensions].flatMap(({ from = '', until = '' }) => [
          from,
          until,
        ]);
        for (const day of [...turns, point.asOf, daysAfter(point.asOf, -runs[nth]!.between)])
          expectEqual(
            { nth, point, day, ...onDay(picture, day) },
            { nth, point, day, ...expectedOn(played, day, point, grants) },
          );
        shown += facts.length;
      }
    expect(shown).toBeGreaterThan(RUNS);
  }, 600_000);
});
