import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { ledgerRows } from './ledger-rows.js';
import { csvHeader, csvLine } from './row.js';

const size = { seed: 7, events: 1000, dossiers: 20, waves: 1 };
const csvOf = (rows: Iterable<Parameters<typeof csvLine>[0]>) => csvHeader + [...rows].map(csvLine).join('');

let database: TestDatabase;

beforeEach(async () => {
  database = await freshDatabase();
});

afterEach(() => database.close());

describe('a generated ledger', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(csvOf(ledgerRows(size))).toBe(csvOf(ledgerRows(size)));
    expect(csvOf(ledgerRows({ ...size, seed: 8 }))).not.toBe(csvOf(ledgerRows(size)));
  });

  it('tells the same lives in several waves as in one', () => {
    const rows = [...ledgerRows(size)].map(csvLine).sort();
    expect([...ledgerRows({ ...size, waves: 3 })].map(csvLine).sort()).toEqual(rows);
  });

  it.each([1, 3])('is imported whole, in %i waves, with as many events and dossiers as asked for', async (waves) => {
    const board = boardOn(database.app);
    const rows = [...ledgerRows({ ...size, waves })];
    const imported = await board.import(csvOf(rows));
    expect(imported).toMatchObject({ dossiers: 20, providers: 16 });
    expect(imported.replayed).toBeLessThan(0.01 * size.events);
    expect(rows.length + imported.dossiers + imported.providers).toBe(size.events);
  });
});
