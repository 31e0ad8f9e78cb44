import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { factsOf } from '#domain/dossier/facts.js';
import { outlineOn } from '#domain/dossier/spans.js';
import { boardLineOn } from '#projections/board-line.js';
import { holdsAt, type BitemporalPoint } from '#projections/bitemporal-point.js';
import { boardOn } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { history } from '#test/laws/history.js';
import { printSeed, SEED } from '#test/laws/law.js';
import { follow, packed, restoreInto } from '#test/laws/ledger.js';
import { begins } from '#test/laws/oracle/listings.js';
import type { Point } from '#test/laws/oracle/brute-force.js';
import { play, type Played } from '#test/laws/play.js';
import { choice, foldedAt, pointIn } from '#test/laws/points.js';
import { startedOnce } from '#test/started.js';

const HISTORIES = 25;
const POINTS = 12;

const database = startedOnce(freshDatabase);
let board: ReturnType<typeof boardOn>;

const histories = fc.sample(history, { seed: SEED, numRuns: HISTORIES }).map((one, index) => play(one, index + 1));

beforeAll(async () => {
  printSeed('spans = fold, rebuilt = followed');
  await restoreInto(database.app, packed(histories));
  board = boardOn(database.app);
  await follow(database.app, [1]);
});

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What the answer of the list of dossiers, which the law of the board is about, is not made of alone. */
const TABLES = ['dossier_span', 'deadline_span', 'board_line'] as const;

describe('the board of a ledger of any histories, followed event by event', () => {
  it('holds outlines, deadlines and lines as folding the events known by then makes them', async () => {
    const [choices] = fc.sample(fc.array(choice, { minLength: POINTS, maxLength: POINTS }), { seed: SEED, numRuns: 1 });
    for (const [nth, played] of histories.entries())
      for (const one of choices!) {
        const point = pointIn(played, one);
        const held = await Promise.all(TABLES.map((table) => bodiesAt(table, played.id, point)));
        expect({ nth, point, held }).toEqual({ nth, point, held: plain(folded(played, point)) });
      }
  }, 120_000);

  it('is the same rebuilt, at once and in batches', async () => {
    const followed = await everything();
    for (const batch of [100_000, 7]) {
      await board.forget(database.owner);
      await board.project(batch);
      expect(await everything()).toEqual(followed);
    }
  }, 120_000);
});

function folded(played: Played, point: Point): unknown[][] {
  const { asOf, knownAt } = point;
  const facts = factsOf(played.record.filter(({ recordedAt }) => !knownAt || recordedAt <= knownAt));
  const scheme = foldedAt(played, point)?.scheme;
  const begun = scheme && begins(played.record, scheme, point);
  if (!facts || begun === undefined || begun > asOf) return [[], [], []];
  const outline = outlineOn(facts, scheme!, asOf);
  const deadlines = deadlinesOf(played.id, facts, scheme!, asOf);
  // Of two with one key, which a report makes of a grant that was told twice, the later one is held.
  const held = [...new Map(deadlines.map((deadline) => [deadline.key, deadline])).values()];
  return [
    [outline],
    held.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    [boardLineOn({ outline, deadlines }, facts, scheme!, asOf)],
  ];
}

async function bodiesAt(table: (typeof TABLES)[number], id: string, { asOf, knownAt }: Point): Promise<unknown[]> {
  const position = knownAt ? await board.events.positionAt(knownAt) : await board.events.head();
  const point: BitemporalPoint = { asOf, position };
  const { rows } = await sql<{ body: unknown }>`
    select body from ${sql.table(table)} as span where dossier = ${id} and ${holdsAt('span', point)}
    order by to_jsonb(span) ->> 'key' collate "C"
  `.execute(database.app);
  return rows.map(({ body }) => body);
}

async function everything(): Promise<unknown> {
  const rows = board.tables.map((table) =>
    sql`select * from ${sql.table(table)} as t order by t::text`.execute(database.app),
  );
  return (await Promise.all(rows)).map((result) => result.rows);
}
