import { afterEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '#database/connection.js';
import { migrateToLatest } from '#database/migrator.js';
import { emptyDatabase } from '#test/database.js';

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

  it('let the app call no function that it could write the ledger with, but three', async () => {
    const database = await emptyDatabase();
    close = () => database.close();
    await migrateToLatest(database.ownerUrl, 'jalon_app');
    const owner = openDatabase({ url: database.ownerUrl, applicationName: 'test', poolSize: 1 });
    const { rows } = await sql<{ name: string }>`
      select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege('jalon_app', oid, 'execute')
      order by proname
    `.execute(owner);
    await owner.destroy();
    // The last one works on an empty ledger only: test/integration/transfer.
    expect(rows).toEqual(['ledger_append', 'ledger_append_one', 'ledger_restore'].map((name) => ({ name })));
  });
});
