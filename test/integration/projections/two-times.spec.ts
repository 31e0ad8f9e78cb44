import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { type DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, providerStream, type LedgerEvent, registerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import { DifferenceLists } from '#projections/list-differences.js';
import { boardOn } from '#test/board.js';
import { freshDatabase } from '#test/database.js';
import { corrected, fact, opened, registered, uuid, retracted } from '#test/events.js';
import { startedOnce } from '#test/started.js';
import { type RegisterEvent } from '#domain/register/register-events.js';
import { type Clock } from '#database/clock.js';
import { planningProjection } from '#deadlines/plan/plan-dossiers.js';
import { advanceCheckpoint, openCheckpoint } from '#event-store/checkpoint.js';
import { timedDossiers } from '#projections/scheme-durations.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { schemeViews } from '#domain/scheme/catalogue.js';
import { planningOn } from '#test/planning-on.js';

const database = startedOnce(freshDatabase);
let board: ReturnType<typeof boardOn>;
let count = 0;

beforeAll(async () => {
  board = boardOn(database.app);
  await record(providerStream(uuid(900)), registered());
});

/** Recorded at an instant of its own, and on the board. */
async function record(stream: string, event: LedgerEvent) {
  await database.app.selectNoFrom(sql`pg_sleep(0.005)`.as('slept')).execute();
  const id = uuidOf('two times', String(++count));
  const { recorded } = await board.events.append([{ stream, expected: 'any', events: [{ id, event }] }], {
    actor: 't',
  });
  await board.project();
  return recorded[0]!;
}

async function dossierWith(...events: DossierEvent[]) {
  const id = uuidOf('two times', 'dossier', String(++count));
  const recorded = [];
  for (const event of [opened(), ...events]) recorded.push(await record(dossierStream(id), event));
  const statusAt = async (asOf: string, knownAt?: Date) =>
    (await board.dossiers({ asOf, knownAt })).items.find((item) => item.id === id)?.status;
  return { id, recorded, statusAt, add: (event: DossierEvent) => record(dossierStream(id), event) };
}

describe('the board in two times', () => {
  it('says in the line of a dossier what was known of its end, of what is next and of its last news', async () => {
    const issued = { decision: '7', validFrom: '2024-01-01', validUntil: '2026-12-31' };
    const { id, add, recorded } = await dossierWith(fact('GrantIssued', '2024-01-01', issued));
    const { id: grant, recordedAt: before } = recorded.at(-1)!;
    await add(corrected(grant, { data: { validUntil: '2025-06-30' } }));
    await add(fact('StatementMade', '2025-02-01', {}, 'press'));
    const lineAt = async (asOf: string, knownAt?: Date) =>
      (await board.lines({ asOf, knownAt })).lines.find((line) => line.id === id);
    const end = (due: string, daysLeft: number) => ({ kind: 'grant-end', due, daysLeft });
    expect(await lineAt('2025-06-01', before)).toMatchObject({
      grantEnd: '2026-12-31',
      expiring: false,
      news: { type: 'GrantIssued', day: '2024-01-01' },
    });
    expect(await lineAt('2025-06-01')).toMatchObject({
      grantEnd: '2025-06-30',
      expiring: true,
      next: end('2025-06-30', 29),
      news: { type: 'StatementMade', day: '2025-02-01' },
    });
    expect(await lineAt('2025-07-01', before)).toMatchObject({
      status: 'granted',
      next: { kind: 'renewal-window', daysLeft: 8 },
    });
    expect(await lineAt('2025-07-01')).toMatchObject({ status: 'expired', next: null });
    expect(await lineAt('2023-12-31')).toBeUndefined();
  });

  it('leaves spans alone that an event does not change', async () => {
    const { id, add } = await dossierWith(
      fact('ApplicationFiled', '2024-01-10', {}),
      fact('GrantIssued', '2025-01-10', { validUntil: '2028-01-10' }),
    );
    const spans = () =>
      sql`select from_day, known_from, known_to from dossier_span where dossier = ${id} and from_day < '2025-01-01'
        order by from_day, known_from`.execute(database.app);
    const { rows } = await spans();
    await add(fact('StatementMade', '2026-01-01', {}, 'press'));
    expect((await spans()).rows).toEqual(rows);
  });

  it('puts a deadline to whoever holds the service on the day', async () => {
    await record(providerStream(uuid(903)), registered('Vert'));
    const { id, add } = await dossierWith(fact('TargetSet', '2022-01-01', { milestone: 'J3', target: '2024-06-30' }));
    await add(fact('ServiceTransferred', '2024-05-01', { to: uuid(903) }));
    const owing = async (asOf: string, provider?: string) =>
      (
        await board.deadlines({ asOf, providers: provider === undefined ? undefined : [provider], kind: 'target' })
      ).items
        .filter(({ dossier }) => dossier.id === id)
        .map(({ dossier }) => dossier.provider.slug);
    expect(await owing('2024-04-30')).toEqual(['bleu']);
    expect(await owing('2024-05-01')).toEqual(['vert']);
    expect(await owing('2024-05-01', 'bleu')).toEqual([]);
    expect(await owing('2024-05-01', 'vert')).toEqual(['vert']);
  });

  it('explains a difference by what it shows, and by nothing recorded since it was brought up to date', async () => {
    const { id } = await dossierWith(fact('MilestoneReached', '2025-04-17', { milestone: 'J0' }));
    const event = fact('MilestoneReached', '2025-11-17', { milestone: 'J1' });
    const ahead = { stream: dossierStream(id), expected: 'any' as const, events: [{ id: uuidOf('ahead'), event }] };
    await board.events.append([ahead], { actor: 't' });
    const differences = new DifferenceLists(database.app, board.events, board.schemes);
    const knownAt = new Date('2999-01-01T00:00:00Z');
    const asked = { from: { asOf: '2025-01-01', knownAt }, to: { asOf: '2026-01-01', knownAt }, limit: 100 };
    const item = (await differences.page(asked)).items.find((one) => one.id === id);
    expect(item).toMatchObject({ change: 'appeared', after: { stage: { milestone: 'J0' } }, kind: 'happened' });
    expect(item?.because.map(({ type, occurred }) => [type, occurred])).toEqual([['MilestoneReached', '2025-04-17']]);
  });

  it('gives the second of two providers that make the same slug a number', async () => {
    await record(providerStream(uuid(901)), registered('Cloud.Fr'));
    await record(providerStream(uuid(902)), registered('Cloud FR'));
    const { items } = await board.providers({ asOf: '2022-01-01' });
    expect(items.map(({ slug }) => slug).filter((slug) => slug.startsWith('cloud'))).toEqual([
      'cloud-fr',
      'cloud-fr-2',
    ]);
  });
});

describe('a reading of a register', () => {
  const [LISTED, OTHER] = [uuid(1), uuid(2)];
  const stream = registerStream('marketplace');
  const source = { kind: 'catalogue' as const, publisher: 'FedRAMP' };

  const database = startedOnce(freshDatabase);
  let board: ReturnType<typeof boardOn>;
  let count = 900;

  beforeAll(async () => {
    board = boardOn(database.app);
    await record(providerStream(uuid(900)), registered());
    for (const id of [LISTED, OTHER]) await record(dossierStream(id), opened({ scheme: 'fedramp' }));
    await record(stream, published);
    await record(dossierStream(LISTED), observed('2025-01-10'));
    await record(stream, readOn('2025-01-10'));
  });

  /** Recorded at an instant of its own, and on the board. */
  async function record(to: string, event: LedgerEvent): Promise<string> {
    await database.app.selectNoFrom(sql`pg_sleep(0.005)`.as('slept')).execute();
    const id = uuid(++count);
    await board.events.append([{ stream: to, expected: 'any', events: [{ id, event }] }], { actor: 't' });
    await board.project();
    return id;
  }

  const observed = (occurred: string): DossierEvent => ({
    ...{ type: 'RegisterObserved', occurred, source },
    data: {
      register: 'Marketplace',
      registerSlug: 'marketplace',
      entry: 'one',
      listing: 'granted',
      validFrom: '2020-05-01',
    },
  });

  const readOn = (occurred: string): RegisterEvent => ({
    ...{ type: 'RegisterRead', occurred, source },
    data: {
      ...{ register: 'Marketplace', scheme: 'fedramp', sha256: '0'.repeat(64), bytes: 1, entries: 1 },
      ...{ ignored: 0, unreadable: 0, added: [], changed: [], gone: [], profile: 1 },
    },
  });

  const published: RegisterEvent = {
    type: 'RegisterPublished',
    data: {
      register: {
        ...{ slug: 'marketplace', name: 'Marketplace', scheme: 'fedramp', publisher: 'FedRAMP', kind: 'catalogue' },
        ...{ staleAfterDays: 100, limits: { gonePercent: 5, movedPercent: 5 }, notes: [] },
        reader: { format: 'csv', dates: 'iso', blanks: [], fields: { provider: 'who' }, stages: {}, milestones: {} },
      },
    },
  };

  const rowsOf = async (dossier: string) =>
    (
      await sql<{ from_day: string; known_from: number; known_to: number | null; status: string }>`
      select from_day::text, known_from, known_to, status from dossier_span where dossier = ${dossier}
      order by known_from, from_day
    `.execute(database.app)
    ).rows;

  const standing = async (asOf: string, knownAt?: Date) =>
    (await board.dossiers({ asOf, knownAt })).items.find(({ id }) => id === LISTED);

  it('confirms the dossiers that its register lists from its day on, and changes no other', async () => {
    const other = await rowsOf(OTHER);
    const id = await record(stream, readOn('2025-06-10'));
    const { position } = (await board.events.find(id))!;
    expect(await rowsOf(OTHER)).toEqual(other);
    const fresh = (await rowsOf(LISTED)).filter(({ known_from }) => known_from === position);
    // The grant up to the reading, from the reading on, in the warning window, and after its duty has lapsed.
    expect(fresh.map(({ from_day, status }) => [from_day, status])).toEqual([
      ['2020-05-01', 'granted'],
      ['2025-06-10', 'granted'],
      ['2026-03-12', 'granted'],
      ['2026-06-11', 'lapsed'],
    ]);
    expect(await standing('2026-03-01')).toMatchObject({ status: 'granted', lastHeard: '2025-06-10' });
  });

  it('is the last day until which its dossiers are known to be pending', async () => {
    const head = await board.events.head();
    const lastRead = async (asOf: string, position = head) => {
      const scheme = (await board.schemes.at(position)).get('fedramp')!;
      return (await timedDossiers(database.app, scheme, { asOf, position })).find(({ id }) => id === LISTED)?.read;
    };
    expect(await lastRead('2026-03-01')).toBe('2025-06-10');
    expect(await lastRead('2025-06-09')).toBe('2025-01-10');
    expect(await lastRead('2026-03-01', head - 1)).toBe('2025-01-10');
  });

  it('explains what differs with it', async () => {
    const head = await board.events.head();
    const differences = new DifferenceLists(database.app, board.events, board.schemes);
    const asked = {
      from: { asOf: '2026-03-01', position: head - 1 },
      to: { asOf: '2026-03-01', position: head },
      limit: 10,
    };
    const { items } = await differences.page(asked);
    expect(items.map(({ id, because }) => [id, because.map(({ type, visible }) => [type, visible])])).toEqual([
      [
        LISTED,
        [
          ['RegisterRead', 'from'],
          ['RegisterRead', 'to'],
        ],
      ],
    ]);
  });

  it('moves the deadlines of the dossiers that its register lists', async () => {
    const clock = { now: () => new Date('2025-07-01T10:00:00Z') } as Clock;
    const projection = planningProjection(planningOn(database.app, clock));
    const plan = async () => {
      const from = await openCheckpoint(database.app, projection);
      const to = await board.events.head();
      await advanceCheckpoint(database.app, projection, { from, to }, (tx) => projection.advance(from, to, tx));
      const { rows } = await sql<{ kind: string; due: string }>`
      select kind, due from deadline where dossier = ${LISTED} and state <> 'cancelled'
    `.execute(database.app);
      return rows;
    };
    expect(await plan()).toEqual([{ kind: 'grant-end', due: '2026-06-10' }]);
    await record(stream, readOn('2025-06-20'));
    expect(await plan()).toEqual([{ kind: 'grant-end', due: '2026-06-20' }]);
  });

  it('is not known before it was recorded, nor once it is retracted', async () => {
    const at = (await board.events.readAll({ after: 0, limit: 1000 })).at(-1)!.recordedAt;
    const id = await record(stream, readOn('2026-02-10'));
    expect(await standing('2026-08-01')).toMatchObject({ status: 'granted' });
    expect(await standing('2026-08-01', at)).toMatchObject({ status: 'lapsed' });
    await record(stream, retracted(id));
    expect(await standing('2026-08-01')).toMatchObject({ status: 'lapsed', lastHeard: '2025-06-20' });
  });

  it('is no version of its scheme', async () => {
    const catalogue = new SchemeCatalogue(database.app, board.events);
    const view = schemeViews(await catalogue.history()).find(({ slug }) => slug === 'fedramp');
    expect(view).toMatchObject({ version: 0 });
    expect(view).not.toHaveProperty('readings');
  });
});
