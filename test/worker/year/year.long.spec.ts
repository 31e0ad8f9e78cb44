import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BEGINNING, live, type Done } from './story.js';
import { toldIn, type Told, transcriptOf } from './told.js';
import { beginWorld, type World } from './world.js';

/** It takes some 20 s on two cores that have nothing else to do. */
const LONGEST_MS = 240_000;

/** The real ledger from 25 November 2026 for a year. `year.txt` lists the expected reminders. */
describe('in a year over the real ledger', () => {
  let world: World;
  let told: Told[];
  let done: Done[];

  beforeAll(async () => {
    world = await beginWorld(BEGINNING);
    done = await live(world);
    told = await toldIn(world);
  }, LONGEST_MS);
  afterAll(() => world.close());

  it('everybody gets the expected reminders on the expected days', async () => {
    const file = await readFile(join(import.meta.dirname, 'year.txt'), 'utf8');
    const expected = file.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(transcriptOf(told, done)).toEqual(expected);
    expect(world.complaints).toEqual([]);
  });

  it('every reminder row has its final state and reason', async () => {
    const rows = await world.database.app.selectFrom('reminder').selectAll().execute();
    const counts = new Map<string, number>();
    for (const { state, outcome, because, escalation } of rows) {
      const parts = [state, outcome, because === 'ladder' ? null : because, escalation ? 'to the manager' : null];
      const what = parts.filter((part) => part !== null).join(' ');
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({
      sent: 69,
      'sent to the manager': 7,
      'sent known-late': 3, // Bleu's deadline of 1 March, to both; the incident note, to the client
      'sent snooze': 1,
      planned: 5, // within five weeks: the renewal windows of NumSpot and Outscale, the expiry of 559 and, twice, of Oodrive
      'cancelled met': 31, // 2279, the services that depend on 2118, Bleu's answer, the reservation, the incident note
      'cancelled met to the manager': 15,
      'cancelled deadline-cancelled': 3, // the withdrawal: T-30 to both, T-14
      'superseded moved': 11, // Bleu's deadline of 15 February, ten steps within five weeks; Oodrive's T-180
      'skipped acknowledged': 5, // 2118 at T+7, T+14, T+21; the audit report at T+14, T+21
      'skipped acknowledged to the manager': 12, // 2279 from T-30 on; 2118 from T on; the audit report from T+7 on
      'skipped snoozed': 2, // Bleu's inactivity at T-14, T-7
      'skipped more-urgent': 1, // it expires on a Sunday: T-1 and T both fall on the Friday
      'skipped more-urgent to the manager': 1, // the audit report: T-1 and T, after Easter
      'skipped nobody-told to the manager': 1, // 2118 at T-7, before the first subscription
    });
  });
});
