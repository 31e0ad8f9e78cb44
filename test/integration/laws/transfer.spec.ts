import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectEqual, printSeed, RUNS, SEED } from '#test/laws/law.js';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { Dossiers } from '#dossiers/dossiers-and-providers.js';
import { timelineIn } from '#ledger/get-timeline.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { history } from '#test/laws/history.js';
import { entriesOf, exportFrom, restoreInto, type Entry, follow } from '#test/laws/ledger.js';
import { play, type Played } from '#test/laws/play.js';
import { choice, pointIn } from '#test/laws/points.js';

const PER_LEDGER = 200;

/** Text as people write it, in any script, as far as a ledger takes it. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((value) => value.trim() !== '' && value.isWellFormed());

const run = fc.record({
  history,
  note: text,
  actor: text,
  because: fc.option(text, { nil: undefined }),
  /** How many events are recorded at one instant. */
  together: fc.integer({ min: 1, max: 60 }),
  point: choice,
});

type Run = typeof run extends fc.Arbitrary<infer T> ? T : never;

/** Recorded by appending, as officers do, with whatever people write into notes. */
async function record(database: TestDatabase, runs: readonly Run[], histories: readonly Played[]): Promise<void> {
  const { events } = boardOn(database.app);
  const entries = entriesOf(histories).map((entry) => withNote(entry, runs[entry.history]?.note));
  for (let first = 0, nth = 0; first < entries.length; nth++) {
    const { together, actor, because } = runs[nth % runs.length]!;
    const some = entries.slice(first, first + together);
    const appends = some.map(({ stream, id, event }) => ({
      stream,
      expected: 'any' as const,
      events: [{ id, event }],
    }));
    await events.append(appends, { actor, ...(because && { correlationId: because, causationId: some[0]!.id }) });
    first += together;
  }
}

/** A note on every event that can bear one. */
function withNote(entry: Entry, note = 'none'): Entry {
  const { event } = entry;
  if (event.type === 'SchemePublished' || event.type.startsWith('Event') || entry.history < 0) return entry;
  return { ...entry, event: { ...event, data: { ...event.data, note } } as Entry['event'] };
}

const reading = ({ app }: TestDatabase) => {
  const { events, schemes, dossiers, providers } = boardOn(app);
  return {
    positionAt: (instant: Date) => events.positionAt(instant),
    dossier: (id: string, asOf: string, upTo?: number) =>
      new Dossiers(events, schemes)
        .get(id, { asOf, knownAt: null, ...(upTo !== undefined && { upTo }) })
        .catch((error: unknown) => String(error)),
    timeline: (id: string) => timelineIn(events, dossierStream(id)),
    lists: async (asOf: string, knownAt?: Date) => [
      await dossiers({ asOf, knownAt }),
      await providers({ asOf, knownAt }),
    ],
  };
};

/** Whatever the first answers at points of every history, the second answers. */
async function expectSameAnswers(
  from: TestDatabase,
  to: TestDatabase,
  runs: readonly Run[],
  histories: readonly Played[],
  withLists: boolean,
) {
  const [one, other] = [reading(from), reading(to)];
  const instants = await from.app.selectFrom('event').select('recorded_at').orderBy('position').execute();
  for (const [index, { id, ...rest }] of histories.entries()) {
    const { asOf } = pointIn({ id, ...rest }, runs[index]!.point);
    const { recorded_at: knownAt } = instants[(runs[index]!.point.known * 7) % instants.length]!;
    const upTo = index % 3 === 0 ? undefined : await one.positionAt(knownAt);
    if (upTo !== undefined) expect(await other.positionAt(knownAt)).toBe(upTo);
    expectEqual(await other.dossier(id, asOf, upTo), await one.dossier(id, asOf, upTo));
    if (index % 4 === 0) expectEqual(await other.timeline(id), await one.timeline(id));
    if (withLists && index % 20 === 0) expectEqual(await other.lists(asOf, knownAt), await one.lists(asOf, knownAt));
  }
}

/** @param withLists whether the lists are asked, too: their boards have to be brought up first, which takes its time */
async function expectIdentity(runs: readonly Run[], withLists: boolean): Promise<void> {
  const histories = runs.map((one, index) => play(one.history, index + 1));
  const [from, to] = await Promise.all([freshDatabase(), freshDatabase()]);
  try {
    await record(from, runs, histories);
    const file = await exportFrom(from.app);
    await restoreInto(to.app, file);
    expect(await exportFrom(to.app)).toBe(file);
    const rows = ({ app }: TestDatabase) => app.selectFrom('event').selectAll().orderBy('position').execute();
    const before = await rows(from);
    for (const [index, row] of (await rows(to)).entries()) expectEqual(row, before[index]);
    if (withLists) await Promise.all([follow(from.app, [300, 7]), follow(to.app, [5000])]);
    await expectSameAnswers(from, to, runs, histories, withLists);
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

/** One of the runs in a ledger of its own; when it fails there as well, it is made as small as it gets. */
const alone = (nth: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(run, (one) => expectIdentity([one], true)),
    { seed: SEED, numRuns: 1, path: String(nth) },
  );

describe('a ledger of any histories (sampled)', () => {
  beforeAll(() => {
    printSeed('import ∘ export = identity');
  });

  it('is itself again when it was exported and imported, byte by byte and answer by answer', async () => {
    const runs = fc.sample(run, { seed: SEED, numRuns: RUNS });
    for (let first = 0; first < RUNS; first += PER_LEDGER) {
      const some = runs.slice(first, first + PER_LEDGER);
      await expectIdentity(some, first === 0).catch(async (error: unknown) => {
        for (const index of some.keys()) await alone(first + index);
        throw error;
      });
    }
  }, 900_000);
});
