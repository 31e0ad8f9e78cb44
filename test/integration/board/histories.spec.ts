import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { addDays } from '#domain/date/day.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { factsOf } from '#domain/dossier/facts.js';
import { standingOn } from '#domain/dossier/standing.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import type { Recorded } from '#event-store/recorded.js';
import { uuidOf } from '#event-store/id.js';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { corrected, fact, opened, registered, retracted, uuid } from '#test/events.js';

const SEED = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

let database: TestDatabase;
let board: ReturnType<typeof boardOn>;

beforeAll(async () => {
  database = await freshDatabase();
  board = boardOn(database.app);
  await record(providerStream(PROVIDER), [registered()]);
});

afterAll(() => database.close());

const PROVIDER = uuid(900);

let recordedSoFar = 0;
const newId = (): string => uuidOf('history', String(++recordedSoFar));

/** Each call is one moment of recording. */
async function record(stream: string, events: readonly (DossierEvent | ReturnType<typeof registered>)[]) {
  await database.app.selectNoFrom(sql`pg_sleep(0.002)`.as('slept')).execute();
  const { recorded } = await board.events.append(
    [{ stream, expected: 'any', events: events.map((event) => ({ id: newId(), event })) }],
    { actor: 'test' },
  );
  return recorded;
}

const day = fc.integer({ min: 0, max: 2500 }).map((n) => addDays('2021-01-01', n));
const date = fc.oneof(
  day,
  day.map((d) => d.slice(0, 7)),
  day.map((d) => d.slice(0, 4)),
);
const kind = fc.constantFrom('decision', 'catalogue', 'list', 'company', 'press', 'other');

/** A correction or a retraction aims at one of the events before it, by its place. */
type Step = { event: DossierEvent } | { amends: number; occurred?: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(date, kind).map(([at, by]) => ({ event: fact('IntentDeclared', at, {}, by) })),
  fc
    .tuple(date, kind, fc.constantFrom('J0', 'J1', 'J2', 'J3'))
    .map(([at, by, milestone]) => ({ event: fact('MilestoneReached', at, { milestone }, by) })),
  fc
    .tuple(date, kind, date)
    .map(([at, by, target]) => ({ event: fact('TargetSet', at, { milestone: 'J3', target }, by) })),
  fc
    .tuple(day, kind, fc.integer({ min: 0, max: 1200 }), fc.constantFrom('7', '8'))
    .map(([at, by, length, decision]) => ({
      event: fact('GrantIssued', at, { decision, validFrom: at, validUntil: addDays(at, length) }, by),
    })),
  fc
    .tuple(date, kind, fc.constantFrom('granted', 'in-progress', 'absent'))
    .map(([at, by, listing]) => ({ event: fact('RegisterObserved', at, { register: 'r', listing }, by) })),
  fc.tuple(date, kind).map(([at, by]) => ({ event: fact('GrantSuspended', at, {}, by) })),
  fc.tuple(date, kind).map(([at, by]) => ({ event: fact('GrantWithdrawn', at, {}, by) })),
  fc.tuple(date, kind).map(([at, by]) => ({ event: fact('ApplicationFiled', at, {}, by) })),
  fc.record({ amends: fc.nat(), occurred: date }),
  fc.record({ amends: fc.nat() }),
);

/** Moments of recording, each of a few events. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 });

async function play(moments: readonly (readonly Step[])[], each: () => Promise<unknown>) {
  const id = newId();
  const stream = dossierStream(id);
  const past: Recorded<DossierEvent>[] = [];
  for (const steps of [[{ event: opened() }], ...moments]) {
    const targets = past.filter(({ event }) => !event.type.startsWith('Event') && event.type !== 'DossierOpened');
    const events = steps.flatMap((one) => {
      if ('event' in one) return [one.event];
      const target = targets[one.amends % Math.max(1, targets.length)];
      if (!target) return [];
      return [one.occurred ? corrected(target.id, { occurred: one.occurred }) : retracted(target.id)];
    });
    if (events.length > 0) past.push(...((await record(stream, events)) as Recorded<DossierEvent>[]));
    await each();
  }
  return { id, past };
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the board of any history', () => {
  beforeEach(() => {
    process.stdout.write(`FC_SEED=${SEED}\n`);
  });

  it('says on any day, as known at any instant, what folding the events known by then says', async () => {
    const points = fc.array(fc.tuple(day, fc.nat()), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(history, points, async (moments, asked) => {
        const { id, past } = await play(moments, () => Promise.resolve());
        await board.project();
        for (const [asOf, nth] of asked) {
          const knownAt = past[nth % past.length]!.recordedAt;
          const known = past.filter(({ recordedAt }) => recordedAt <= knownAt);
          const facts = factsOf(known)!;
          const begun = (facts.dated[0]?.day ?? '') <= asOf;
          const [listed] = (await board.dossiers({ asOf, knownAt })).items.filter((item) => item.id === id);
          const { targets: _, ...folded } = standingOn(facts, secnumcloud, asOf);
          if (begun) expect(listed).toMatchObject({ ...(plain(folded) as object), version: known.length });
          else expect(listed).toBeUndefined();
          const spans = await sql<{ body: unknown }>`
            select body from deadline_span where dossier = ${id} and days @> ${asOf}::date
              and known @> ${await board.events.positionAt(knownAt)}::bigint order by key`.execute(database.app);
          const deadlines = begun ? deadlinesOf(id, facts, secnumcloud, asOf) : [];
          const byKey = deadlines.toSorted((a, b) => (a.key < b.key ? -1 : 1));
          expect(spans.rows.map(({ body }) => body)).toEqual(plain(byKey));
        }
      }),
      { seed: SEED, numRuns: 25 },
    );
  }, 120_000);

  it('is the same rebuilt at once as followed event by event', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 4 }), async (moments, batchSize) => {
        await play(moments, () => board.project(batchSize));
      }),
      { seed: SEED, numRuns: 12 },
    );
    const followed = await everything();
    await forget();
    await board.project(100_000);
    const rebuilt = await everything();
    expect(rebuilt).toEqual(followed);
    await forget();
    await board.project(1);
    expect(await everything()).toEqual(followed);
  }, 120_000);
});

const tables = ['provider', 'provider_name', 'dossier', 'dossier_span', 'deadline_span'] as const;

async function everything(): Promise<unknown> {
  const rows = tables.map((table) =>
    sql`select * from ${sql.table(table)} as t order by t::text`.execute(database.app),
  );
  return (await Promise.all(rows)).map((result) => result.rows);
}

async function forget(): Promise<void> {
  for (const table of [...tables, 'checkpoint'] as const) await database.app.deleteFrom(table).execute();
}
