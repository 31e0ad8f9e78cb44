import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Activities, deleteOldActivity } from '#access/activities.js';
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
    await expect(sql.raw(statement).execute(database.app)).rejects.toThrow(/permission denied|append-only/);
  });

  it.each(statements)('refuses the owner: %s', async (statement) => {
    await expect(sql.raw(statement).execute(database.owner)).rejects.toThrow(/append-only/);
  });

  it('is removed after its retention period, of 90 days at least', async () => {
    const note = (days: number) =>
      sql`insert into activity (at, actor, act) select now() - ${days} * interval '1 day', 'key:k1', 'signed-in'`;
    for (const days of [80, 91, 500]) await note(days).execute(database.app);
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    expect(await deleteOldActivity(database.app, ago(400))).toBe(1);
    expect(await deleteOldActivity(database.app, ago(90))).toBe(1);
    await expect(deleteOldActivity(database.app, ago(79))).rejects.toThrow(/append-only/);
    await sql`alter table activity disable trigger activity_is_kept`.execute(database.owner);
    await deleteOldActivity(database.app, ago(79));
  });

  it('rolls back with the change that is noted', async () => {
    const undone = database.app.transaction().execute(async (tx) => {
      await new Activities(database.app).note({ actor: 'key:k1', act: 'key-created', about: 'key:k2' }, tx);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
  });
});
