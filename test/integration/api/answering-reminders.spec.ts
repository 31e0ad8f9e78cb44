import { describe, expect, it } from '@jest/globals';
import { AnswerableReminders } from '#deadlines/queries/reminders.js';
import { uuidOf } from '#event-store/encoding.js';
import {
  bossAfter,
  deadlinesOnly,
  endingGrant,
  endMoves,
  startReminding,
  listReminders,
  refusalIn,
  type Shown,
  told,
} from '#test/reminding.js';
import { planningOn } from '#test/planning-on.js';
import { startedForEach } from '#test/started.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { lockAnswers } from '#deadlines/plan/plan-reminders.js';
import { grant } from '#test/recording.js';

const HOUR = 3_600_000;

/** Begins on a Wednesday, 25 November 2026, at nine in Paris. */
describe('an acknowledgement', () => {
  const jalon = startedForEach(() => startReminding());

  const listed = (query = '') => listReminders(jalon.api, query);
  const acknowledge = (id: string | null) => jalon.api.post(`/v1/reminders/${id}/answer`, { answer: 'acknowledge' });
  const lastSent = async () => (await listed('&state=sent')).at(-1)!;
  const delivery = async (id: string | null) =>
    jalon.db.selectFrom('delivery').selectAll().where('id', '=', id!).executeTakeFirstOrThrow();
  /** Somebody who is told when nobody answers for so long. */
  const boss = async (days: number) => {
    const id = await jalon.subscribe(jalon.api, bossAfter(days));
    await jalon.plan();
    return id;
  };
  /** Goes on to an instant by whole days, then hours. */
  const at = async (instant: string) => {
    const ahead = () => new Date(instant).getTime() - jalon.clock.now().getTime();
    await jalon.pass(Math.floor(ahead() / (24 * HOUR)));
    jalon.clock.forward(ahead());
    await jalon.plan();
  };

  it('records its author and time, once', async () => {
    await endingGrant(jalon);
    await jalon.pass(1);
    await jalon.send();
    const { id } = await lastSent();
    const answered = await acknowledge(id);
    expect(answered.status).toBe(200);
    expect(answered.body).toMatchObject({
      id,
      acknowledgedAt: expect.any(String),
      acknowledgedBy: expect.stringMatching(/^key:/),
    });
    jalon.clock.forward(60_000);
    const again = await acknowledge(id);
    expect(again.body).toEqual(answered.body);
    // what still comes before the day comes, and would come after it
    expect(await listed('&state=planned')).toHaveLength(7);
  });

  it('of an overdue deadline stops the remaining reminders', async () => {
    await endingGrant(jalon);
    await jalon.pass(16); // 11 December
    await jalon.send();
    const { id, daysBefore } = await lastSent();
    expect(daysBefore).toBe(-1);
    await acknowledge(id);
    expect(told(await listed('&from=2026-12-11'))).toEqual([
      '-7 2026-12-16 skipped acknowledged',
      '-14 2026-12-23 skipped acknowledged',
      '-21 2026-12-30 skipped acknowledged',
    ]);
    await jalon.pass(25);
    expect((await jalon.send()).size).toBe(0);
  });

  it('before the due date stops the escalation whatever is sent later, and colleagues see it (long)', async () => {
    const { key, subscription } = await endingGrant(jalon);
    const colleague = await jalon.subscribe(jalon.api, { ...deadlinesOnly, address: 'colleague@example.org' });
    const chief = await boss(2);
    const reminders = new AnswerableReminders(jalon.db, planningOn(jalon.db, jalon.clock));
    await jalon.pass(7); // 2 December
    await jalon.send();
    await acknowledge((await listed(`&subscription=${subscription}&state=sent`)).at(-1)!.id);
    expect([...(await reminders.unanswered([key], undefined))]).toEqual([]);
    const later = await boss(2); // knows of the deadline since it was acknowledged
    await jalon.pass(6); // the day before
    const sent = await jalon.send();
    for (const one of [subscription, colleague])
      expect((await delivery(sent.get(one)!)).message).toMatchObject({
        data: { acknowledgedOn: '2026-12-02', rung: 1 },
      });
    await jalon.pass(2); // overdue since today
    expect([...(await jalon.send()).keys()].sort()).toEqual([subscription, colleague].sort());
    await jalon.pass(4);
    expect([...(await jalon.send()).keys()].sort()).toEqual([chief, later].sort());

    await acknowledge((await listed(`&subscription=${colleague}&state=sent`)).at(-1)!.id);
    await boss(2);
    await jalon.pass(2);
    expect([...(await jalon.send()).keys()]).toEqual([subscription]);
    await jalon.pass(2);
    expect((await jalon.send()).size).toBe(0);
  });

  it('prevents the escalation or comes too late, depending on the worker', async () => {
    await endingGrant(jalon);
    const second = await boss(1);
    await jalon.pass(7); // 2 December
    await jalon.send();
    const { id } = await lastSent();
    await jalon.pass(1);
    const [answered, sent] = await Promise.all([acknowledge(id), jalon.send()]);
    expect(answered.status).toBe(200);
    const [escalation] = (await listed(`&subscription=${second}`)).filter(({ daysBefore }) => daysBefore === 7);
    expect(escalation?.state).toBe(sent.has(second) ? 'sent' : 'skipped');
  });

  it('may come before the reminder is sent, which then is not', async () => {
    await endingGrant(jalon);
    const planned = (await listed()).at(0)!;
    const early = await acknowledge(planned.id);
    expect([early.status, early.body]).toEqual([
      200,
      expect.objectContaining({
        state: 'skipped',
        outcome: 'acknowledged',
        acknowledgedAt: expect.anything() as unknown,
      }),
    ]);
    expect((await acknowledge(planned.id)).body).toEqual(early.body);
    await jalon.pass(1);
    await jalon.send();
    expect((await listed()).map(({ state }) => state)).not.toContain('sent');
  });

  it('of an unsent reminder is refused, even if another reminder of the deadline was acknowledged', async () => {
    await endingGrant(jalon);
    await jalon.pass(8);
    await jalon.send();
    const [late, seven] = (await listed('&to=2026-12-03')).sort((a, b) => b.daysBefore - a.daysBefore);
    expect(told([late!, seven!])).toEqual(['14 2026-11-26 skipped known-late more-urgent', '7 2026-12-02 sent']);
    await acknowledge(seven!.id);
    const refused = await acknowledge(late!.id);
    expect([refused.status, (refused.body as { detail: string }).detail]).toEqual([
      422,
      'The reminder is skipped; only a planned or sent reminder can be acknowledged',
    ]);
  });

  it('can be repeated for a reminder that was reset', async () => {
    const { subscription } = await endingGrant(jalon);
    await jalon.pass(16); // overdue
    const carrying = (await jalon.send()).get(subscription)!;
    const waiting = { state: 'planned', attempts: 1, sent_at: null } as const;
    await jalon.db.updateTable('delivery').set(waiting).where('id', '=', carrying).execute();
    await jalon.db.updateTable('reminder').set({ state: 'claimed' }).where('delivery', '=', carrying).execute();
    const [{ id }] = (await listed('&state=claimed')) as [Shown];
    const first = await acknowledge(id);
    expect(first.body).toMatchObject({ state: 'skipped', outcome: 'acknowledged', acknowledgedAt: expect.any(String) });
    expect((await delivery(carrying)).state).toBe('cancelled');
    expect((await acknowledge(id)).body).toEqual(first.body);
  });

  it('is reset once the deadline is overdue (long)', async () => {
    const { key } = await endingGrant(jalon);
    await jalon.pass(7);
    const link = await jalon.link([...(await jalon.send()).values()][0]!);
    const seven = (await listed('&state=sent')).at(-1)!;
    const answered = (await acknowledge(seven.id)).body as Shown;
    const shown = async () => (await listed(`&deadline=${key}`)).find(({ id }) => id === seven.id)?.acknowledgedAt;
    expect(await shown()).toBe(answered.acknowledgedAt);
    expect((await jalon.as().get(link)).body).toMatch(/Acknowledged on/);
    await jalon.pass(8);
    expect(await shown()).toBeNull();
    expect((await jalon.as().get(link)).body).not.toMatch(/Acknowledged on/);
    expect(await lastSent()).toMatchObject({ id: seven.id, state: 'sent' });
  });

  describe('depends on the time zone of the subscription, not of the ledger:', () => {
    it('in Nouméa a deadline is overdue while it is still the day before in Paris', async () => {
      const { subscription } = await endingGrant(jalon, '2026-12-09', { reminders: { timeZone: 'Pacific/Noumea' } });
      await at('2026-12-09T22:00:01Z');
      await jalon.send();
      const first = (await listed(`&subscription=${subscription}&state=sent`)).at(-1)!;
      expect([first.daysBefore, first.day]).toEqual([-1, '2026-12-10']);
      expect((await acknowledge(first.id)).status).toBe(200);
      expect(told(await listed('&from=2026-12-11'))).toEqual([
        '-7 2026-12-16 skipped acknowledged',
        '-14 2026-12-23 skipped acknowledged',
        '-21 2026-12-30 skipped acknowledged',
      ]);
      const again = await acknowledge(first.id);
      expect((again.body as Shown).acknowledgedAt).not.toBeNull();
    });
  });

  describe('applies to deliveries in progress:', () => {
    const claimed = { state: 'claimed', claim: uuidOf('a claim'), claimed_until: new Date('2030-01-01') } as const;
    it.each([
      ['that nobody has begun to send', { ...claimed, attempts: 0 }, 'skipped'],
      ['that waits to be tried again', { state: 'planned', attempts: 3 }, 'skipped'],
      ['but not what is being sent', { ...claimed, attempts: 1 }, 'claimed'],
    ] as const)('a message to the second list %s', async (_, standing, state) => {
      await endingGrant(jalon);
      const second = await boss(2);
      await jalon.pass(7); // 2 December
      await jalon.send();
      const [seven] = (await listed('&state=sent')).slice(-1);
      await jalon.pass(2);
      const carrying = (await jalon.send()).get(second)!;
      await jalon.db
        .updateTable('delivery')
        .set({ ...standing, sent_at: null })
        .where('id', '=', carrying)
        .execute();
      const which = { state: 'claimed', changed_at: jalon.clock.now() } as const;
      await jalon.db.updateTable('reminder').set(which).where('delivery', '=', carrying).execute();
      await acknowledge(seven!.id);
      const escalation = (await listed(`&subscription=${second}`)).find(({ daysBefore }) => daysBefore === 7);
      expect([escalation?.day, escalation?.state]).toEqual(['2026-12-04', state]);
      expect((await delivery(carrying)).state).toBe(state === 'skipped' ? 'cancelled' : 'claimed');
    });
  });
});

/** Begins on a Wednesday, 25 November 2026, at nine in Paris. */
describe('a snoozed reminder', () => {
  const jalon = startedForEach(() => startReminding({ SMTP_URL: 'smtp://127.0.0.1:2525' }));

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

  it('replaces the previous day, also when it is planned anew (long)', async () => {
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
    await jalon.plan();
    expect(await listed()).toEqual(before);
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
          'The date must be after 25 November 2026 (today) and no later than 9 December 2026, the last day of the deadline',
        );
    }
    expect(await listed()).toEqual(before);
    expect(await jalon.db.selectFrom('reminder_answer').selectAll().execute()).toEqual([]);
  });

  it('requires unchanged deadline dates, an open deadline, and a subscription that receives reminders (long)', async () => {
    const { dossier, event, subscription } = await endingGrant(jalon);
    const planned = async () => (await listed('&state=planned')).at(0)!.id;
    const before = await planned();
    await dossier.record(endMoves(event, '2026-12-16'));
    await jalon.plan();
    expect(refusalIn(await snooze(before, '2026-12-01'))).toEqual([422, 'reminder-over']);
    const moved = await planned();
    await dossier.record(grant({ decision: '3001', validUntil: '2026-12-20' }, { occurred: '2026-11-20' }));
    await jalon.plan();
    expect(refusalIn(await snooze(moved, '2026-12-01'))).toEqual([422, 'reminder-over']);
    const renewed = await planned();
    await jalon.api.delete(`/v1/subscriptions/${subscription}`);
    expect(refusalIn(await snooze(renewed, '2026-12-01'))).toEqual([409, 'subscription-unfit']);
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

  it('waits for planning of the same deadline only (long)', async () => {
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
