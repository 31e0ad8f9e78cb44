import { afterEach, describe, expect, it } from '@jest/globals';
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
});
