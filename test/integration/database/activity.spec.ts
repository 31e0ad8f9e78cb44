import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Activities } from '#activity/activities.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

const statements = [
  `update activity set actor = 'another'`,
  'delete from activity where ordinal = 1',
  'truncate activity',
];

describe('the table of activity', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
    await new Activities(database.app).note({ actor: 'key:k1', act: 'signed-in' });
  });
  afterAll(async () => {
    const rows = await database.app.selectFrom('activity').select(['actor', 'act', 'about', 'details']).execute();
    expect(rows).toEqual([{ actor: 'key:k1', act: 'signed-in', about: null, details: {} }]);
    await database.close();
  });

  it.each(statements)('refuses the app: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.app)).rejects.toThrow(/permission denied/);
  });

  it.each(statements)('refuses the owner: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.owner)).rejects.toThrow(/append-only/);
  });

  it('rolls back with the change that is noted', async () => {
    const undone = database.app.transaction().execute(async (tx) => {
      await new Activities(database.app).note({ actor: 'key:k1', act: 'key-created', about: 'key:k2' }, tx);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
  });
});
