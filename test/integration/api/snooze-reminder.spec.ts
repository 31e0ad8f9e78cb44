import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { lockAnswers } from '#deadlines/plan/plan-reminders.js';
import { endingGrant, endMoves } from '#test/ending-grant.js';
import { grant } from '#test/recording.js';
import { listReminders, refusalIn, type Shown, told } from '#test/reminders-over-rest.js';
import { type Reminding, startReminding } from '#test/reminding.js';

/** Begins on a Wednesday, 25 November 2026, at nine in Paris. */
describe('a snoozed reminder', () => {
  let jalon: Reminding;
  beforeEach(async () => {
    jalon = await startReminding({ SMTP_URL: 'smtp://127.0.0.1:2525' });
  });
  afterEach(() => jalon.close());

  const listed = (query = '') => listReminders(jalon.api, query);
  const snooze = (id: string | null, until: unknown) =>
    jalon.api.post(`/v1/reminders/${id}/answer`, { answer: 'snooze', until });

  it('is sent on that day, even on a Sunday, and not before', async () => {
    await endingGrant(jalon);
    const { id } = (await listed()).at(0)!;
    const answered = await snooze(id, '2026-12-06');
    expect([answered.status, (answered.body as Shown).snoozedUntil]).toEqual([200, '2026-12-06']);
    expect(told(await listed()).slice(0, 4)).toEqual([
      '14 2026-11-26 skipped known-late snoozed',
      '7 2026-12-02 skipped snoozed',
      '3 2026-12-06 planned snooze',
      '1 2026-12-08 planned',
    ]);
    expect((await listed()).at(2)?.why).toBe('Will be sent on 2026-12-06: snoozed to this day.');
    await jalon.pass(10);
    expect((await jalon.send()).size).toBe(0); // Saturday
    await jalon.pass(1);
    expect((await jalon.send()).size).toBe(1);
  });

  it('replaces the previous day', async () => {
    await endingGrant(jalon);
    const { id } = (await listed()).at(0)!;
    await snooze(id, '2026-12-06');
    await snooze(id, '2026-12-01');
    expect(told(await listed()).slice(0, 5)).toEqual([
      '14 2026-11-26 skipped known-late snoozed',
      '8 2026-12-01 planned snooze',
      '7 2026-12-02 planned',
      '3 2026-12-06 skipped snooze snoozed',
      '1 2026-12-08 planned',
    ]);
    const before = await listed();
    expect((await snooze(id, '2026-12-01')).status).toBe(200);
    expect(await listed()).toEqual(before);
  });

  it('remains snoozed after replanning', async () => {
    const { key } = await endingGrant(jalon);
    const { id } = (await listed()).at(0)!;
    await snooze(id, '2026-12-06');
    const before = await listed(`&deadline=${key}`);
    await jalon.plan();
    expect(await listed(`&deadline=${key}`)).toEqual(before);
  });

  it('is refused for an invalid day with the allowed range, and nothing changes', async () => {
    await endingGrant(jalon);
    const before = await listed();
    const cases: [unknown, string][] = [
      ['2026-11-25', 'snooze-out-of-range'],
      ['2026-11-24', 'snooze-out-of-range'],
      ['2026-12-10', 'snooze-out-of-range'],
      ['9999-12-31', 'invalid-body'],
      ['2026-02-30', 'invalid-body'],
      ['tomorrow', 'invalid-body'],
      [null, 'invalid-body'],
      [7, 'invalid-body'],
    ];
    for (const [until, code] of cases) {
      const { status, body } = await snooze(before[0]!.id, until);
      expect([until, status, (body as { code: string }).code]).toEqual([until, 422, code]);
      if (code === 'snooze-out-of-range')
        expect((body as { detail: string }).detail).toBe(
          'The date must be after 2026-11-25 (today) and no later than 2026-12-09, the last day of the deadline',
        );
    }
    expect(await listed()).toEqual(before);
    expect(await jalon.db.selectFrom('reminder_answer').selectAll().execute()).toEqual([]);
  });

  it('requires a subscription that receives reminders', async () => {
    const { subscription } = await endingGrant(jalon);
    const { id } = (await listed()).at(0)!;
    await jalon.api.delete(`/v1/subscriptions/${subscription}`);
    expect(refusalIn(await snooze(id, '2026-12-01'))).toEqual([409, 'subscription-unfit']);
  });

  it('requires unchanged deadline dates', async () => {
    const { dossier, event } = await endingGrant(jalon);
    const { id } = (await listed()).at(0)!;
    await dossier.record(endMoves(event, '2026-12-16'));
    await jalon.plan();
    expect(refusalIn(await snooze(id, '2026-12-01'))).toEqual([422, 'reminder-over']);
  });

  it('requires an open deadline', async () => {
    const { dossier } = await endingGrant(jalon);
    const { id } = (await listed()).at(0)!;
    await dossier.record(grant({ decision: '3001', validUntil: '2029-12-09' }, { occurred: '2026-11-20' }));
    await jalon.plan();
    expect(refusalIn(await snooze(id, '2026-12-01'))).toEqual([422, 'reminder-over']);
  });

  it('cannot be snoozed on the last day of the deadline', async () => {
    await endingGrant(jalon);
    await jalon.pass(14); // 9 December
    await jalon.send();
    const { id } = (await listed('&state=sent')).at(-1)!;
    const refused = await snooze(id, '2026-12-10');
    expect(refusalIn(refused)).toEqual([422, 'snooze-out-of-range']);
    expect(refused.body).toMatchObject({
      detail: 'The reminder can no longer be snoozed; 2026-12-09 is the last day of the deadline',
    });
  });

  it('waits for planning of the same deadline only', async () => {
    const { key } = await endingGrant(jalon);
    const [first] = await listed();
    let waiting: ReturnType<typeof snooze> | undefined;
    await jalon.db.transaction().execute(async (planner) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon deadlines'))`.execute(planner);
      expect((await snooze(first!.id, '2026-12-01')).status).toBe(200);
      await lockAnswers(planner, [key]);
      const refused = await snooze(first!.id, '2026-12-03');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
      waiting = snooze(first!.id, '2026-12-04');
      await sleep(300);
    });
    expect((await waiting)?.status).toBe(200);
  });

  describe('leaves the reminder schedule unchanged:', () => {
    it('the day it is due, after its reminder was sent on the Friday before', async () => {
      await endingGrant(jalon, '2026-11-29'); // a Sunday
      await jalon.pass(2);
      await jalon.send();
      const friday = (await listed('&state=sent')).at(-1)!;
      expect([friday.daysBefore, friday.day]).toEqual([0, '2026-11-27']);
      expect((await snooze(friday.id, '2026-11-29')).status).toBe(200);
      expect(
        told(await listed('&from=2026-11-27&to=2026-12-07')).filter((one) => !one.includes('more-urgent')),
      ).toEqual(['0 2026-11-27 sent', '0 2026-11-29 planned snooze', '-1 2026-11-30 planned', '-7 2026-12-07 planned']);
    });

    it('a Sunday, and then a day before its Friday', async () => {
      await endingGrant(jalon, '2026-12-13'); // the step 7 days before is nominally Sunday the 6th, and sent on Friday the 4th
      const [first] = await listed();
      await snooze(first!.id, '2026-12-06');
      expect(told(await listed('&from=2026-12-03&to=2026-12-06'))).toEqual([
        '7 2026-12-04 skipped snoozed',
        '7 2026-12-06 planned snooze',
      ]);
      await snooze(first!.id, '2026-12-03');
      expect(told(await listed('&from=2026-12-03&to=2026-12-06'))).toEqual([
        '10 2026-12-03 planned snooze',
        '7 2026-12-04 planned',
        '7 2026-12-06 skipped snooze snoozed',
      ]);
      const ladder = await jalon.db.selectFrom('reminder').selectAll().execute();
      await jalon.plan();
      expect(await jalon.db.selectFrom('reminder').selectAll().execute()).toEqual(ladder);
    });
  });
});
