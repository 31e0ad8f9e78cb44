import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { uuid } from '#test/events.js';
import { expectAllTold, expectEachOnce } from '#test/faults/arrivals.js';
import {
  hookOf,
  nudge,
  recordStatements,
  setDeadlineOn,
  subscribeAll,
  subscribeToChanges,
  untilPlanned,
} from '#test/faults/owed.js';
import { until } from '#test/until.js';
import { prepareWorking, type Working } from '#test/working.js';

const HOUR = 3_600_000;
const [SLOW, FAST] = [70, 10] as const;
const endpoints = Array.from({ length: SLOW + FAST }, (_, nth) => uuid(1_000 + nth));
const slow = new Set(endpoints.slice(0, SLOW)); // those come first

describe('more slow endpoints than are served at a time', () => {
  let jalon: Working;
  let unanswered: ServerResponse[];
  let answered: number;

  beforeEach(async () => {
    [jalon, unanswered, answered] = [await prepareWorking('2026-11-23T07:30:00Z'), [], 0];
    jalon.receiver.answer = ({ path }, response) => {
      if (slow.has(path.split('/').at(-1)!)) unanswered.push(response);
      else response.writeHead(204).end(() => (answered += 1));
    };
    await jalon.work();
  });
  afterEach(() => jalon.close());

  /** The slow ones answer once all others have, and none of them has been given up by then. */
  async function othersFirst(messages: number): Promise<void> {
    await until(() => answered === messages && unanswered.length >= SLOW);
    expect(unanswered.filter(({ destroyed }) => destroyed)).toHaveLength(0);
    for (const response of unanswered.splice(0)) response.writeHead(204).end();
  }

  it('do not delay what others are told, before they are known to be slow and after', async () => {
    await subscribeToChanges(jalon, SLOW + FAST);
    const unsent = jalon.database.app.selectFrom('delivery').select('id').where('state', '<>', 'sent');
    for (const round of [0, 1]) {
      await recordStatements(jalon, { dossiers: 1, each: 1, from: round });
      await othersFirst(FAST * (round + 1));
      await until(async () => (await unsent.execute()).length === 0);
    }
    expect(await expectAllTold(jalon)).toBe(0);
  }, 60_000);

  it('do not delay what others are reminded of', async () => {
    const dossier = uuid(10_000);
    const wishes = { ladder: { before: [7], overdue: [] } };
    await subscribeAll(
      jalon,
      endpoints.map((id) => hookOf(jalon, id, [dossier], wishes)),
    );
    await setDeadlineOn(jalon, [dossier]);
    await untilPlanned(jalon, SLOW + FAST);
    jalon.clock.forward(HOUR);
    await nudge(jalon);
    await othersFirst(FAST);
    await until(async () => (await jalon.counts()).sent === SLOW + FAST);
    expect((await expectEachOnce(jalon, SLOW + FAST)).repeated).toBe(0);
  }, 60_000);
});
