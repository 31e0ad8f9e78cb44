import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { ledgerRows } from '../generator/ledger-rows.js';
import { csvHeader, csvLine } from '../generator/row.js';
import { fill } from './fill.js';

const size = { seed: 5, events: 3000, dossiers: 60, waves: 2 };

let imported: TestDatabase;
let filled: TestDatabase;

beforeEach(async () => {
  [imported, filled] = await Promise.all([freshDatabase(), freshDatabase()]);
});

afterEach(() => Promise.all([imported.close(), filled.close()]));

describe('the fast way to fill a ledger', () => {
  it('records what an import of the same rows records, under the same ids', async () => {
    await boardOn(imported.app).import(csvHeader + [...ledgerRows(size)].map(csvLine).join(''));
    await fill(boardOn(filled.app).events, ledgerRows(size));
    const events = await eventsIn(imported);
    expect(events.length).toBeGreaterThan(2950);
    expect(await eventsIn(filled)).toEqual(events);
  });
});

const eventsIn = ({ app }: TestDatabase) =>
  app
    .selectFrom('event')
    .select(['id', 'stream', 'version', 'type', 'data'])
    .orderBy('stream')
    .orderBy('version')
    .execute();
