import { afterEach, describe, expect, it } from '@jest/globals';
import { type Kysely, sql } from 'kysely';
import { openDatabase } from '#database/connection.js';
import { migrateToLatest, migrationFiles } from '#database/migrator.js';
import type { Database } from '#database/tables.js';
import { emptyDatabase, freshDatabase, query } from '#test/database.js';
import { until } from '#test/until.js';

const nothing = (): void => undefined;

describe('the migrations', () => {
  let close: (() => Promise<void>) | undefined;
  afterEach(() => close?.());

  it('run up from an empty database, once, also when two start at the same time', async () => {
    const database = await emptyDatabase();
    close = () => database.close();
    const [first, second] = await Promise.all([
      migrateToLatest(database.ownerUrl, 'jalon_app'),
      migrateToLatest(database.ownerUrl, 'jalon_app'),
    ]);
    expect([...first, ...second].sort()[0]).toBe('2026-11-25-a-ledger');
    expect(new Set([...first, ...second]).size).toBe(first.length + second.length);
    expect(await migrateToLatest(database.ownerUrl, 'jalon_app')).toEqual([]);
  });

  it('turn portfolios into shared views of those who created them, which their feeds follow (long)', async () => {
    const database = await emptyDatabase();
    close = () => database.close();
    const all = Object.entries(await migrationFiles.getMigrations());
    const earlier = Object.fromEntries(all.filter(([name]) => name < '2026-11-30-wl'));
    await migrateToLatest(database.ownerUrl, undefined, { getMigrations: () => Promise.resolve(earlier) });
    const id = (nth: number): string => `00000000-0000-4000-8000-00000000000${nth}`;
    await query(
      database.ownerUrl,
      `insert into saved_view values ('${id(1)}', 'ours', 'Ours', '/grants', '', 'key:a', false, now());
      insert into portfolio values
        ('${id(2)}', 'ours', 'Ours', 'account:b key:c', now()), ('${id(3)}', 'new', 'New', 'key:a former name', now()),
        ('${id(4)}', 'mail', 'Mail', 'account:b', now());
      insert into portfolio_service values
        ('${id(2)}', '${id(6)}', 'Payroll', 'key:a', '2026-01-02'), ('${id(2)}', '${id(5)}', '', 'key:a', '2026-01-01');
      insert into feed (id, kind, name, token_hash, filter, language, created_by, created_at) values
        ('${id(7)}', 'atom', 'x', 'x', '{"portfolio": "${id(2)}", "changes": true}', 'fr', 'key:a', now())`,
    );
    await migrateToLatest(database.ownerUrl, 'jalon_app');
    const views = await query(database.ownerUrl, 'select * from saved_view order by id');
    expect(views).toMatchObject([
      { slug: 'ours', services: [], path: '/grants', shared: false },
      {
        ...{ slug: 'ours-00000000', name: 'Ours', path: '/', query: '', owner: 'account:b', shared: true },
        services: [
          { dossier: id(5), usedFor: '' },
          { dossier: id(6), usedFor: 'Payroll' },
        ],
      },
      { slug: 'new-00000000', owner: 'key:a', services: [] },
      { slug: 'mail', owner: 'account:b' },
    ]);
    expect(await query(database.ownerUrl, 'select filter from feed')).toEqual([
      { filter: { view: id(2), changes: true } },
    ]);
  });

  it('wait for a worker that is following projections which become one, and go on from where it came (long)', async () => {
    const database = await emptyDatabase();
    const owner = openDatabase({ url: database.ownerUrl, applicationName: 'test owner' });
    close = async () => {
      await owner.destroy();
      await database.close();
    };
    const all = Object.entries(await migrationFiles.getMigrations());
    const earlier = Object.fromEntries(all.filter(([name]) => name < '2026-11-30-ya'));
    await migrateToLatest(database.ownerUrl, undefined, { getMigrations: () => Promise.resolve(earlier) });
    await sql`
      delete from checkpoint;
      insert into checkpoint (name, version, position) values ('board', 7, 5), ('agenda', 8, 5), ('search', 1, 5)
    `.execute(owner);
    let isWaitedFor = false;
    const following = owner.transaction().execute(async (tx) => {
      for (const name of ['board', 'agenda', 'search'])
        await sql`update checkpoint set position = 9 where name = ${name}`.execute(tx);
      await until(() => isWaitedFor);
    });
    const migrating = migrateToLatest(database.ownerUrl);
    await until(async () => (await waitingFor('checkpoint', owner)) > 0);
    isWaitedFor = true;
    await Promise.all([following, migrating]);
    const { rows } = await sql`select name, version, position from checkpoint`.execute(owner);
    expect(rows).toEqual([{ name: 'board', version: 8, position: 9 }]);
    const again = sql`insert into checkpoint (name, version, position) values ('search', 1, 0)`.execute(owner);
    await expect(again).rejects.toThrow('checkpoint_not_former');
  });

  it('let appends go on while one waits for a long reader, and while one takes long (long)', async () => {
    const database = await freshDatabase();
    close = () => database.close();
    const head = sql`select from ledger_head for update`;
    let [isRead, isIndexed] = [false, false];
    const reading = database.app.transaction().execute(async (tx) => {
      await sql`select from ledger_head`.execute(tx);
      await until(() => isRead);
    });
    const migrations = {
      ...(await migrationFiles.getMigrations()),
      '9998-a': { up: (db: Kysely<unknown>) => sql`alter table ledger_head add x int`.execute(db).then(nothing) },
      '9999-b': { up: () => until(() => isIndexed) },
    };
    const migrating = migrateToLatest(database.ownerUrl, 'jalon_app', {
      getMigrations: () => Promise.resolve(migrations),
    });
    await until(async () => (await waitingFor('ledger_head', database.owner)) > 0);
    await head.execute(database.owner);
    isRead = true;
    await reading;
    await until(async () => (await appliedLast(database.owner)) === '9998-a');
    await head.execute(database.owner);
    isIndexed = true;
    expect(await migrating).toEqual(['9998-a', '9999-b']);
    const earlier = migrateToLatest(database.ownerUrl, 'jalon_app');
    await expect(earlier).rejects.toThrow('A later release of Jalon has migrated the database (9998-a).');
  });
});

async function waitingFor(table: string, db: Kysely<Database>): Promise<number> {
  const { rows } = await sql`
    select from pg_locks where relation = ${table}::regclass and not granted and database =
      (select oid from pg_database where datname = current_database())
  `.execute(db);
  return rows.length;
}

async function appliedLast(db: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`select max(name) as name from kysely_migration`.execute(db);
  return rows[0]?.name;
}
