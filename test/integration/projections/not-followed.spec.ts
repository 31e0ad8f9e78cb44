import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ListDifferences, ListDifferencesHandler } from '#projections/list-differences.js';
import { boardOn } from '#test/board.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';

const row = (type: string, occurred: string, milestone: string) =>
  `Bleu,secnumcloud,${type},${occurred},company,Bleu,${milestone}`;
const csv = (...rows: string[]) =>
  ['provider,scheme,type,occurred,source_kind,source_publisher,milestone', ...rows].join('\n');

describe('a difference whose points the board has not followed to yet', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  it('is explained by what the board shows, and by nothing recorded since', async () => {
    const board = boardOn(database.app);
    await board.import(csv(row('MilestoneReached', '2025-04-17', 'J0')));
    await board.project();
    await board.import(csv(row('MilestoneReached', '2025-11-17', 'J1')));
    const handler = new ListDifferencesHandler(database.app, board.events, board.schemes);
    const knownAt = new Date('2999-01-01T00:00:00Z');
    const from = { asOf: '2025-01-01', knownAt };
    const to = { asOf: '2026-01-01', knownAt };
    const { items } = await handler.execute(new ListDifferences({ from, to, limit: 10 }));
    expect(items).toMatchObject([{ change: 'appeared', after: { stage: { milestone: 'J0' } }, kind: 'happened' }]);
    expect(items[0]?.because.map(({ type, occurred }) => [type, occurred])).toEqual([
      ['MilestoneReached', '2025-04-17'],
    ]);
  });
});
