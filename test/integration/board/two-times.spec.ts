import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, providerStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/id.js';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { corrected, fact, opened, registered, uuid } from '#test/events.js';

let database: TestDatabase;
let board: ReturnType<typeof boardOn>;
let count = 0;

beforeAll(async () => {
  database = await freshDatabase();
  board = boardOn(database.app);
  await record(providerStream(uuid(900)), registered());
});

afterAll(() => database.close());

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
  it('lets a late J0 change the past and not the present', async () => {
    const { statusAt, add, recorded } = await dossierWith(fact('MilestoneReached', '2026-06-15', { milestone: 'J3' }));
    const before = recorded.at(-1)!.recordedAt;
    await add(fact('MilestoneReached', '2026-03-10', { milestone: 'J0' }));
    expect(await statusAt('2026-04-01', before)).toBeUndefined();
    expect(await statusAt('2026-04-01')).toBe('applied');
    expect(await statusAt('2026-07-01', before)).toBe('granted');
    expect(await statusAt('2026-07-01')).toBe('granted');
  });

  it('lets a corrected end change every day and nothing that was known before', async () => {
    const issued = { decision: '7', validFrom: '2024-01-01', validUntil: '2026-12-31' };
    const { statusAt, add, recorded } = await dossierWith(fact('GrantIssued', '2024-01-01', issued));
    const { id, recordedAt: before } = recorded.at(-1)!;
    await add(corrected(id, { data: { validUntil: '2025-06-30' } }));
    expect(await statusAt('2025-06-30')).toBe('granted');
    expect(await statusAt('2025-07-01')).toBe('expired');
    expect(await statusAt('2026-12-31', before)).toBe('granted');
    expect(await statusAt('2027-01-01', before)).toBe('expired');
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

  it('calls a provider in every answer as it is called today, under the slug it was first given', async () => {
    const { id } = await dossierWith(fact('IntentDeclared', '2022-01-01', {}));
    const before = (await board.events.readAll({ after: 0, limit: 1000 })).at(-1)!.recordedAt;
    await record(providerStream(uuid(900)), { type: 'ProviderRenamed', data: { name: 'Azur' } });
    const { items } = await board.dossiers({ asOf: '2022-01-01', knownAt: before });
    expect(items.find((item) => item.id === id)?.provider).toEqual({ id: uuid(900), slug: 'bleu', name: 'Azur' });
    expect((await board.providers({ asOf: '2022-01-01' })).items).toMatchObject([{ name: 'Azur', aliases: ['Bleu'] }]);
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
