import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { addDays } from '#domain/date/day.js';
import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { factsOf } from '#domain/dossier/facts.js';
import { beginOf, outlineOn } from '#domain/dossier/spans.js';
import { standingOn } from '#domain/dossier/standing.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, providerStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import { providerOf } from '#domain/provider/provider.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import type { Recorded } from '#event-store/events.js';
import { uuidOf } from '#event-store/encoding.js';
import { boardLineOn } from '#projections/board-line.js';
import { holdsAt, type BitemporalPoint } from '#projections/bitemporal-point.js';
import { boardOn } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { corrected, fact, opened, registered, retracted, uuid } from '#test/events.js';
import { startedOnce } from '#test/started.js';

const SEED = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const database = startedOnce(freshDatabase);
let board: ReturnType<typeof boardOn>;

beforeAll(async () => {
  board = boardOn(database.app);
  await record(providerStream(PROVIDER), [registered()]);
  await record(providerStream(OTHER), [registered('Vert')]);
});

const PROVIDER = uuid(900);
const OTHER = uuid(901);

let recordedSoFar = 0;
const newId = (): string => uuidOf('history', String(++recordedSoFar));

/** Each call is one moment of recording. */
async function record(stream: string, events: readonly LedgerEvent[]) {
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

/** A correction or a retraction aims at one of the events before it, by its place; `rules`: of those of the scheme. */
type Step =
  | { event: DossierEvent }
  | { amends: number; occurred?: string }
  | { renamed: string; occurred?: string }
  | { staleAfterDays: number }
  | { rules: number; stale?: number };

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
  fc.tuple(date, kind, fc.constantFrom(PROVIDER, OTHER)).map(([at, by, to]) => ({
    event: fact('ServiceTransferred', at, { to }, by),
  })),
  day.map((due): Step => ({ event: { type: 'DeadlineSet', data: { key: 'report', due } } })),
  fc.tuple(date, kind).map(([at, by]) => ({ event: fact('SurveillancePassed', at, { due: '2026-05' }, by) })),
  fc.record({ amends: fc.nat(), occurred: date }),
  fc.record({ amends: fc.nat() }),
  fc.record({ renamed: fc.constantFrom('Azur', 'Indigo', 'Bleu') }, { requiredKeys: ['renamed'] }),
  fc.record({ renamed: fc.constantFrom('Azur', 'Indigo', 'Bleu'), occurred: date }),
  fc.record({ staleAfterDays: fc.constantFrom(30, 270, 500) }),
  fc.record({ rules: fc.nat(), stale: fc.constantFrom(60, 300) }),
  fc.record({ rules: fc.nat() }),
);

/** Moments of recording, each of a few events. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 });

async function play(moments: readonly (readonly Step[])[], each: () => Promise<unknown>) {
  const id = newId();
  const stream = dossierStream(id);
  const past: Recorded<DossierEvent>[] = [];
  for (const steps of [[{ event: opened() }], ...moments]) {
    const targets = past.filter(({ event }) => !event.type.startsWith('Event') && event.type !== 'DossierOpened');
    await recordBeside(steps);
    const events = steps.flatMap((one) => {
      if ('event' in one) return [one.event];
      if (!('amends' in one)) return [];
      const target = targets[one.amends % Math.max(1, targets.length)];
      if (!target) return [];
      return [one.occurred ? corrected(target.id, { occurred: one.occurred }) : retracted(target.id)];
    });
    if (events.length > 0) past.push(...((await record(stream, events)) as Recorded<DossierEvent>[]));
    await each();
  }
  return { id, past };
}

/** What is recorded in other streams and matters to the dossier. */
async function recordBeside(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('renamed' in step) {
      const { renamed: name, occurred } = step;
      await record(providerStream(PROVIDER), [
        { type: 'ProviderRenamed', ...(occurred && { occurred }), data: { name } },
      ]);
    }
    if ('staleAfterDays' in step) {
      const scheme = { ...secnumcloud, staleAfterDays: step.staleAfterDays };
      await record('scheme-secnumcloud', [{ type: 'SchemePublished', data: { scheme } }]);
    }
    if ('rules' in step) await amendRules(step);
  }
}

/** Corrects or retracts one of the publications after the first one, or an amendment of one. */
async function amendRules({ rules, stale }: { rules: number; stale?: number }): Promise<void> {
  const [, ...later] = await board.events.read('scheme-secnumcloud');
  const target = later[later.length - 1 - (rules % Math.max(1, later.length))];
  if (!target) return;
  const scheme = { ...secnumcloud, staleAfterDays: stale };
  const isPublished = target.event.type === 'SchemePublished';
  if (stale === undefined) await record('scheme-secnumcloud', [retracted(target.id)]);
  else if (isPublished) await record('scheme-secnumcloud', [corrected(target.id, { data: { scheme } })]);
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
        const providers = await board.events.read(providerStream(PROVIDER));
        const others = await board.events.read(providerStream(OTHER));
        for (const [asOf, nth] of asked) {
          const knownAt = past[nth % past.length]!.recordedAt;
          const position = await board.events.positionAt(knownAt);
          const known = past.filter(({ recordedAt }) => recordedAt <= knownAt);
          const scheme = (await board.schemes.at(position)).get('secnumcloud')!;
          const facts = factsOf(known)!;
          const begun = beginOf(facts, scheme) <= asOf;
          const [listed] = (await board.dossiers({ asOf, knownAt })).items.filter((item) => item.id === id);
          const { targets: _, provider, ...folded } = standingOn(facts, scheme, asOf);
          const holder = (provider === PROVIDER ? providers : others).filter((entry) => entry.position <= position);
          const { name } = providerOf(holder as Recorded<ProviderEvent>[], asOf)!;
          const called = { provider: { id: provider, name }, version: known.length };
          if (begun) expect(listed).toMatchObject({ ...(plain(folded) as object), ...called });
          else expect(listed).toBeUndefined();
          const deadlines = begun ? deadlinesOf(id, facts, scheme, asOf) : [];
          const byKey = deadlines.toSorted((a, b) => (a.key < b.key ? -1 : 1));
          expect(await bodiesAt('deadline_span', id, { asOf, position })).toEqual(plain(byKey));
          const outlines = begun ? [plain(outlineOn(facts, scheme, asOf))] : [];
          expect(await bodiesAt('dossier_span', id, { asOf, position })).toEqual(outlines);
          const lines = begun
            ? [plain(boardLineOn({ outline: outlineOn(facts, scheme, asOf), deadlines }, facts, scheme, asOf))]
            : [];
          expect(await bodiesAt('board_line', id, { asOf, position })).toEqual(lines);
        }
      }),
      { seed: SEED, numRuns: 25 },
    );
  });

  it('is the same rebuilt at once as followed event by event', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 4 }), async (moments, batchSize) => {
        await play(moments, () => board.project(batchSize));
      }),
      { seed: SEED, numRuns: 12 },
    );
    const followed = await everything();
    await board.forget(database.owner);
    await board.project(100_000);
    const rebuilt = await everything();
    expect(rebuilt).toEqual(followed);
    await board.forget(database.owner);
    await board.project(1);
    expect(await everything()).toEqual(followed);
  });
});

async function bodiesAt(
  table: 'dossier_span' | 'deadline_span' | 'board_line',
  id: string,
  point: BitemporalPoint,
): Promise<unknown[]> {
  const { rows } = await sql<{ body: unknown }>`
    select body from ${sql.table(table)} as span where dossier = ${id} and ${holdsAt('span', point)}
    order by to_jsonb(span) ->> 'key'
  `.execute(database.app);
  return rows.map(({ body }) => body);
}

async function everything(): Promise<unknown> {
  const rows = board.tables.map((table) =>
    sql`select * from ${sql.table(table)} as t order by t::text`.execute(database.app),
  );
  return (await Promise.all(rows)).map((result) => result.rows);
}
