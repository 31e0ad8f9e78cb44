import { describe, expect, it } from '@jest/globals';
import { NewDossierEvent } from '#domain/event/dossier-events.js';
import { uuidOf } from '#event-store/encoding.js';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { Dice } from '#test/dice.js';
import { startedForEach } from '#test/started.js';
import { fill, ledgerRows } from './generated-ledger.js';
import { csvHeader, csvLine } from './generated-lives.js';
import { applying, hosting, qualified } from './portfolio.js';

const size = { seed: 7, events: 1000, dossiers: 20, waves: 1 };
const csvOf = (rows: Iterable<Parameters<typeof csvLine>[0]>) => csvHeader + [...rows].map(csvLine).join('');

const database = startedForEach(freshDatabase);

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

  it('is filled the fast way with what an import of the same rows records, under the same ids (long)', async () => {
    const larger = { seed: 5, events: 3000, dossiers: 60, waves: 2 };
    const filled = await freshDatabase();
    try {
      await boardOn(database.app).import(csvOf(ledgerRows(larger)));
      await fill(boardOn(filled.app).events, ledgerRows(larger));
      const events = await eventsIn(database);
      expect(events.length).toBeGreaterThan(2950);
      expect(await eventsIn(filled)).toEqual(events);
    } finally {
      await filled.close();
    }
  });
});

const eventsIn = ({ app }: TestDatabase) =>
  app
    .selectFrom('event')
    .select(['id', 'stream', 'version', 'type', 'data'])
    .orderBy('stream')
    .orderBy('version')
    .execute();

it('makes dossiers that hold nothing that an officer could not record', () => {
  const lives = [qualified, applying, hosting].flatMap((life) =>
    Array.from({ length: 200 }, (_, nth) => life(uuidOf('dossier', String(nth)), Dice.of(3, nth))),
  );
  const refused = lives.flat().filter(({ event }) => !NewDossierEvent.safeParse(event).success);
  expect(refused).toEqual([]);
  expect(lives.flat().length / lives.length).toBeGreaterThan(2.5);
});
