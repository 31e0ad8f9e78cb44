import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProviderLists } from '#projections/list-providers.js';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { announced, csv } from '#test/importing.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  const ledger = boardOn(database.app);
  await ledger.import(csv(announced('Whaller'), announced('Bleu'), announced('3DS Outscale')));
  await ledger.project();
});
afterAll(() => database.close());

const namesOf = async (asked: { most: number; knownAt?: Date }): Promise<string[]> => {
  const lists = new ProviderLists(database.app, boardOn(database.app).events);
  return (await lists.names({ asOf: '2026-11-25', ...asked })).map(({ name }) => name);
};

describe('the providers to choose from', () => {
  it('are all of them by name, when they are few enough', async () => {
    expect(await namesOf({ most: 3 })).toEqual(['3DS Outscale', 'Bleu', 'Whaller']);
  });

  it('are none when there is one too many', async () => {
    expect(await namesOf({ most: 2 })).toEqual([]);
  });

  it('are those that were on record at an instant', async () => {
    expect(await namesOf({ most: 3, knownAt: new Date('2000-01-01T00:00:00Z') })).toEqual([]);
  });
});
