import { describe, expect, it } from '@jest/globals';
import { wakeTimes } from '#deadlines/claim-reminders.js';
import { uuid } from '#test/events.js';
import { DAY, granted, openDesk } from './desk.js';
import { startedForEach } from '#test/started.js';

const dossier = uuid(500);
const issued = uuid(1);
const end = `grant-end/${issued}`;

describe('the reminders of a subscription', () => {
  const desk = startedForEach(() => openDesk('2026-11-23T07:30:00Z')); // 08:30 in Paris

  const recordEnd = async (day: string) => {
    await desk.record(dossier, ...granted(issued, day));
    await desk.follow();
  };
  const planned = async (subscription: string) =>
    (await desk.ladder(end, subscription)).map((line) => line.replace(/^v1 /, ''));

  it('start on the day of its confirmation, whatever the time', async () => {
    await recordEnd('2026-11-30');
    const early = await desk.subscribe();
    desk.at('2026-11-23T08:30:00Z');
    const sameDay = await desk.subscribe();
    desk.at('2026-11-24T07:30:00Z');
    const late = await desk.subscribe();
    await desk.reconcile();
    expect((await planned(early))[0]).toBe('7 2026-11-23T08:00 planned');
    expect((await planned(sameDay))[0]).toBe('7 2026-11-23T08:00 planned');
    expect((await planned(late))[0]).toBe('1 2026-11-27T08:00 planned');
  });

  it('follow its own schedule, time zone, holidays and delay', async () => {
    const of = (reminders: object) => desk.subscribe({ reminders });
    const ladder = { before: [2, 0], overdue: [3] };
    const own = await of({ ladder });
    const island = await of({ ladder, timeZone: 'Indian/Reunion', holidays: 'none' });
    const moselle = await of({ ladder, holidays: 'alsace-moselle' });
    const second = await of({ ladder, role: 'escalation', escalateAfterDays: 2 });
    await recordEnd('2026-12-26');
    await desk.reconcile();
    expect(await planned(own)).toEqual(['2 2026-12-24T08:00 planned', '0 2026-12-24T08:00 planned']);
    desk.at('2026-11-24T08:00:00Z');
    await desk.reconcile();
    expect(await planned(own)).toHaveLength(3);
    expect(await planned(island)).toEqual([
      '2 2026-12-24T05:00 planned',
      '0 2026-12-25T05:00 planned',
      '-3 2026-12-29T05:00 planned',
    ]);
    expect(await planned(moselle)).toEqual(await planned(own));
    expect(await planned(second)).toEqual(['2 2026-12-28T08:00 planned', '0 2026-12-28T08:00 planned']);
  });

  it('come at nine before and after each clock change', async () => {
    desk.at('2027-03-01T07:30:00Z');
    const reminders = { ladder: { before: [4, 2, 1, 0], overdue: [] }, holidays: 'none' };
    const subscription = await desk.subscribe({ reminders });
    await recordEnd('2027-03-30'); // clocks go forward on Sunday the 28th
    expect(await planned(subscription)).toEqual([
      '4 2027-03-26T08:00 planned',
      '2 2027-03-26T08:00 planned',
      '1 2027-03-29T07:00 planned',
      '0 2027-03-30T07:00 planned',
    ]);
    const autumn = await openDesk('2026-10-01T06:30:00Z');
    const other = await autumn.subscribe({ reminders });
    await autumn.record(dossier, ...granted(issued, '2026-10-27')); // and back on Sunday the 25th
    await autumn.follow();
    expect(await autumn.ladder(end, other)).toEqual([
      'v1 4 2026-10-23T07:00 planned',
      'v1 2 2026-10-23T07:00 planned',
      'v1 1 2026-10-26T08:00 planned',
      'v1 0 2026-10-27T08:00 planned',
    ]);
    await autumn.close();
  });

  it('are planned again when its settings change, except those already due', async () => {
    const subscription = await desk.subscribe();
    await desk.reconcile();
    await recordEnd('2026-12-07'); // 14 days after today
    desk.at('2026-11-23T09:00:00Z');
    await desk.change(subscription, { reminders: JSON.stringify({ ladder: { before: [7, 3], overdue: [] } }) });
    await desk.reconcile();
    expect(await planned(subscription)).toEqual([
      '14 2026-11-23T08:00 planned',
      '7 2026-11-30T08:00 planned',
      '3 2026-12-04T08:00 planned',
      '1 2026-12-04T08:00 cancelled (subscription-changed)',
      '0 2026-12-07T08:00 cancelled (subscription-changed)',
      '-1 2026-12-08T08:00 cancelled (subscription-changed)',
      '-7 2026-12-14T08:00 cancelled (subscription-changed)',
      '-14 2026-12-21T08:00 cancelled (subscription-changed)',
      '-21 2026-12-28T08:00 cancelled (subscription-changed)',
    ]);
    await desk.change(subscription, { filter: JSON.stringify({ changes: false, deadlines: true, schemes: ['hds'] }) });
    await desk.reconcile();
    expect((await planned(subscription)).filter((line) => line.endsWith('planned'))).toEqual([]);
  });

  it('are cancelled when it ends', async () => {
    const subscription = await desk.subscribe();
    await recordEnd('2027-01-20');
    await desk.reconcile();
    expect(await planned(subscription)).toEqual(['30 2026-12-21T08:00 planned']);
    await desk.change(subscription, { state: 'unsubscribed' });
    await desk.reconcile();
    expect(await planned(subscription)).toEqual(['30 2026-12-21T08:00 cancelled (subscription-ended)']);
  });

  it('wait while it is disabled; once it is enabled, only the most urgent is sent', async () => {
    const subscription = await desk.subscribe();
    await recordEnd('2026-12-07'); // 14 days after today
    await desk.reconcile();
    await desk.change(subscription, { state: 'disabled', disabled_because: 'failing' });
    desk.at('2026-12-04T09:00:00Z');
    await desk.reconcile();
    expect(await desk.claim()).toEqual({});
    expect(await wakeTimes(desk.database.app, desk.planning.clock.now())).toEqual([]);
    await desk.change(subscription, { state: 'active', disabled_because: null });
    await desk.reconcile();
    expect(await wakeTimes(desk.database.app, desk.planning.clock.now())).toHaveLength(3);
    expect(await desk.claim()).toEqual({ [subscription]: ['grant-end 1'] });
    expect((await planned(subscription)).slice(0, 3)).toEqual([
      '14 2026-11-23T08:00 skipped (more-urgent)',
      '7 2026-11-30T08:00 skipped (more-urgent)',
      '1 2026-12-04T08:00 claimed',
    ]);
  });

  it('respect snoozes, and acknowledgements of overdue deadlines', async () => {
    const subscription = await desk.subscribe();
    await recordEnd('2027-02-28');
    const answer = (given: object) =>
      desk.database.app
        .insertInto('reminder_answer')
        .values({
          deadline_key: end,
          deadline_version: 1,
          subscription,
          acknowledged_at: null,
          acknowledged_by: null,
          snoozed_until: null,
          snoozed_by: null,
          ...given,
        })
        .onConflict((conflict) => conflict.constraint('reminder_answer_pkey').doUpdateSet(given))
        .execute();
    await answer({ snoozed_until: '2027-02-07', snoozed_by: 'link' });
    desk.at('2027-02-01T07:00:00Z');
    await desk.reconcile();
    const later = (await planned(subscription)).slice(1, 7);
    expect(later).toEqual([
      '60 2026-12-30T08:00 skipped (snoozed)',
      '30 2027-01-29T08:00 skipped (snoozed)',
      '21 2027-02-07T08:00 planned snooze',
      '14 2027-02-12T08:00 planned',
      '7 2027-02-19T08:00 planned',
      '1 2027-02-26T08:00 planned',
    ]);
    await answer({ acknowledged_at: new Date('2027-03-02T10:00:00Z'), acknowledged_by: 'link' });
    desk.at(new Date(Date.UTC(2027, 2, 2, 11) + DAY).toISOString());
    await desk.reconcile();
    expect((await planned(subscription)).slice(-3)).toEqual([
      '-7 2027-03-08T08:00 planned',
      '-14 2027-03-15T08:00 skipped (acknowledged)',
      '-21 2027-03-22T08:00 skipped (acknowledged)',
    ]);
  });
});
