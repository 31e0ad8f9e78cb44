import { describe, expect, it } from '@jest/globals';
import { settleReminders } from '#deadlines/claim-reminders.js';
import { endingGrant } from '#test/ending-grant.js';
import { listReminders, told } from '#test/reminders-over-rest.js';
import { startReminding } from '#test/reminding.js';
import { startedForEach } from '#test/started.js';

const HALF_AN_HOUR_MS = 1_800_000;

/** On a Wednesday, 25 November 2026, at nine in Paris. */
describe('reminders', () => {
  const jalon = startedForEach(() => startReminding());

  /** All that is told of reminders and deliveries. By state, they are counted at most every ten seconds. */
  const figures = async () => {
    const { body } = await jalon.api.get('/metrics');
    expect(body).not.toMatch(/example\.org|outscale|grant-end/i);
    const lines = (body as string).split('\n');
    return lines.filter((line) => /^jalon_(reminder|deliveries)/.test(line) && !line.endsWith('} 0'));
  };

  it('are counted for Prometheus with their lag, without names', async () => {
    const none = ['jalon_reminders_due 0', 'jalon_reminders_late 0', 'jalon_reminder_lag_seconds 0'];
    expect(await figures()).toEqual(none);
    await endingGrant(jalon);
    await jalon.pass(1); // nine o'clock
    jalon.clock.forward(HALF_AN_HOUR_MS);
    const [due, tooLate, lag] = await figures();
    expect([due, tooLate]).toEqual(['jalon_reminders_due 1', 'jalon_reminders_late 1']);
    const late = Number(/^jalon_reminder_lag_seconds (.+)$/.exec(lag!)?.[1]);
    expect(late).toBeGreaterThanOrEqual(1_800);
    expect(late).toBeLessThan(1_900);
    await jalon.send();
    expect((await figures()).slice(0, 3)).toEqual(none);
  });

  it('are counted by state', async () => {
    await endingGrant(jalon);
    await jalon.pass(1);
    await jalon.send();
    expect(await figures()).toEqual(
      expect.arrayContaining(['jalon_reminders{state="planned"} 7', 'jalon_deliveries{state="planned"} 1']),
    );
  });

  it('that could not be delivered are counted, too', async () => {
    const { subscription } = await endingGrant(jalon);
    await jalon.pass(1);
    const delivery = (await jalon.send()).get(subscription)!;
    await jalon.db.updateTable('delivery').set({ state: 'failed', sent_at: null }).where('id', '=', delivery).execute();
    await jalon.db.updateTable('reminder').set({ state: 'claimed' }).where('delivery', '=', delivery).execute();
    await settleReminders(jalon.db);
    expect(told(await listReminders(jalon.api, '&state=failed'))).toEqual([
      '14 2026-11-26 failed known-late not-delivered',
    ]);
    expect(await figures()).toEqual(
      expect.arrayContaining(['jalon_reminders{state="failed"} 1', 'jalon_deliveries{state="failed"} 1']),
    );
  });
});
