import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { answersTo } from '#deadlines/answers.js';
import { uuidOf } from '#event-store/id.js';
import { grant, openDossier } from '#test/recording.js';
import { type Reminding, startReminding } from '#test/reminding.js';

interface Shown {
  id: string;
  rung: number;
  day: string;
  state: string;
  outcome: string | null;
  because: string;
  acknowledgedAt: string | null;
}

const HOUR = 3_600_000;
const deadlinesOnly = { filter: { changes: false, deadlines: true } };
const bossAfter = (escalateAfterDays: number) => ({
  ...deadlinesOnly,
  address: 'boss@example.org',
  reminders: { role: 'escalation', escalateAfterDays },
});

/** Begins on a Wednesday, 25 November 2026, at nine in Paris. */
describe('an answer to a reminder', () => {
  let jalon: Reminding;
  beforeEach(async () => {
    jalon = await startReminding();
  });
  afterEach(() => jalon.close());

  const listed = async (query: string): Promise<Shown[]> =>
    ((await jalon.api.get(`/v1/reminders?limit=200&${query}`)).body as { items: Shown[] }).items;
  const told = (reminders: Shown[]) =>
    reminders.map(
      ({ rung, day, state, outcome, because }) =>
        `${rung} ${day} ${state}${because === 'ladder' ? '' : ` ${because}`}${outcome ? ` ${outcome}` : ''}`,
    );
  const acknowledge = (id: string) => jalon.api.post(`/v1/reminders/${id}/acknowledge`, undefined);
  const snooze = (id: string, until: string) => jalon.api.post(`/v1/reminders/${id}/snooze`, { until });
  /** A certification that ends, by default on Wednesday, 9 December. */
  const ending = async (validUntil = '2026-12-09', reminders: object = {}) => {
    const subscription = await jalon.subscribe(jalon.api, { ...deadlinesOnly, reminders });
    const dossier = await openDossier(jalon.api, 'Outscale');
    const filed = { type: 'ApplicationFiled', occurred: '2025-01-01', data: {} };
    await dossier.record({ ...filed, source: { kind: 'company', publisher: 'Outscale' } });
    const issued = await dossier.record(grant({ validUntil }));
    await jalon.plan();
    return { subscription, dossier, key: `grant-end/${(issued.body as { id: string }).id}` };
  };
  /** Goes on to an instant by whole days, then hours. */
  const at = async (instant: string) => {
    const ahead = () => new Date(instant).getTime() - jalon.clock.now().getTime();
    await jalon.pass(Math.floor(ahead() / (24 * HOUR)));
    jalon.clock.forward(ahead());
    await jalon.plan();
  };
  const row = async (id: string) =>
    jalon.db.selectFrom('reminder').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const delivery = async (id: string | null) =>
    jalon.db.selectFrom('delivery').selectAll().where('id', '=', id!).executeTakeFirstOrThrow();

  describe('counts by the day of its reader, not by that of the ledger:', () => {
    it('in Nouméa a deadline is overdue while it is still the day before in Paris', async () => {
      const { subscription } = await ending('2026-12-09', { timeZone: 'Pacific/Noumea' });
      await at('2026-12-09T22:00:01Z');
      await jalon.send();
      const first = (await listed(`subscription=${subscription}&state=sent`)).at(-1)!;
      expect([first.rung, first.day]).toEqual([-1, '2026-12-10']);
      expect((await acknowledge(first.id)).status).toBe(200);
      expect(told(await listed('from=2026-12-11'))).toEqual([
        '-7 2026-12-16 skipped acknowledged',
        '-14 2026-12-23 skipped acknowledged',
        '-21 2026-12-30 skipped acknowledged',
      ]);
      const again = await acknowledge(first.id);
      expect((again.body as Shown).acknowledgedAt).not.toBeNull();
    });

    it('in Martinique it is not, though it is in Paris', async () => {
      const { subscription } = await ending('2026-12-09', { timeZone: 'America/Martinique' });
      await at('2026-12-10T00:30:00Z'); // half past eight on the evening of the 9th
      await jalon.send();
      const [last] = await listed(`subscription=${subscription}&state=sent&from=2026-12-09`);
      expect(last?.rung).toBe(0);
      await acknowledge(last!.id);
      const overdue = await listed('from=2026-12-10&to=2026-12-20');
      expect(told(overdue)).toEqual(['-1 2026-12-10 planned', '-7 2026-12-16 planned']);
      await at('2026-12-10T13:00:01Z');
      const link = await jalon.link([...(await jalon.send()).values()][0]!);
      expect((await jalon.as().get(link)).body).not.toMatch(/Acknowledged on/);
    });
  });

  describe('reaches what is on its way:', () => {
    const claimed = { state: 'claimed', claim: uuidOf('a claim'), claimed_until: new Date('2030-01-01') } as const;
    it.each([
      ['that nobody has begun to send', { ...claimed, attempts: 0 }, 'skipped'],
      ['that waits to be tried again', { state: 'planned', attempts: 3 }, 'skipped'],
      ['but not what is being sent', { ...claimed, attempts: 1 }, 'claimed'],
    ] as const)('a message to the second list %s', async (_, standing, state) => {
      await ending();
      const boss = await jalon.subscribe(jalon.api, bossAfter(2));
      await jalon.plan();
      await jalon.pass(7); // 2 December
      await jalon.send();
      const [seven] = (await listed('state=sent')).slice(-1);
      await jalon.pass(2);
      const carrying = (await jalon.send()).get(boss)!;
      await jalon.db
        .updateTable('delivery')
        .set({ ...standing, sent_at: null })
        .where('id', '=', carrying)
        .execute();
      const which = { state: 'claimed', changed_at: jalon.clock.now() } as const;
      await jalon.db.updateTable('reminder').set(which).where('delivery', '=', carrying).execute();
      await acknowledge(seven!.id);
      const escalation = (await listed(`subscription=${boss}`)).find(({ rung }) => rung === 7);
      expect([escalation?.day, escalation?.state]).toEqual(['2026-12-04', state]);
      expect((await delivery(carrying)).state).toBe(state === 'skipped' ? 'cancelled' : 'claimed');
    });
  });

  describe('to remind on another day leaves the ladder as it is:', () => {
    it('the day it is due, after its reminder was sent on the Friday before', async () => {
      await ending('2026-11-29'); // a Sunday
      await jalon.pass(2);
      await jalon.send();
      const friday = (await listed('state=sent')).at(-1)!;
      expect([friday.rung, friday.day]).toEqual([0, '2026-11-27']);
      expect((await snooze(friday.id, '2026-11-29')).status).toBe(200);
      expect(told(await listed('from=2026-11-27&to=2026-12-07')).filter((one) => !one.includes('more-urgent'))).toEqual(
        ['0 2026-11-27 sent', '0 2026-11-29 planned snooze', '-1 2026-11-30 planned', '-7 2026-12-07 planned'],
      );
    });

    it('a Sunday, and then a day before its Friday', async () => {
      await ending('2026-12-13'); // rung 7 is nominally Sunday the 6th, and sent on Friday the 4th
      const [first] = await listed('');
      await snooze(first!.id, '2026-12-06');
      expect(told(await listed('from=2026-12-03&to=2026-12-06'))).toEqual([
        '7 2026-12-04 skipped snoozed',
        '7 2026-12-06 planned snooze',
      ]);
      await snooze(first!.id, '2026-12-03');
      expect(told(await listed('from=2026-12-03&to=2026-12-06'))).toEqual([
        '10 2026-12-03 planned snooze',
        '7 2026-12-04 planned',
        '7 2026-12-06 skipped snooze snoozed',
      ]);
      const ladder = await jalon.db.selectFrom('reminder').selectAll().execute();
      await jalon.plan();
      expect(await jalon.db.selectFrom('reminder').selectAll().execute()).toEqual(ladder);
    });
  });

  it('does not wait for planning that is about something else, and gives way to what is about the same', async () => {
    const { key } = await ending();
    const [first] = await listed('');
    let waiting: ReturnType<typeof snooze> | undefined;
    await jalon.db.transaction().execute(async (planner) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon deadlines'))`.execute(planner);
      expect((await snooze(first!.id, '2026-12-01')).status).toBe(200);
      await answersTo(planner, [key]);
      const refused = await snooze(first!.id, '2026-12-03');
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
      waiting = snooze(first!.id, '2026-12-04');
      await sleep(300);
    });
    expect((await waiting)?.status).toBe(200);
  });

  it('of one that was not sent is refused, also where another of its deadline was acknowledged since', async () => {
    await ending();
    await jalon.pass(8);
    await jalon.send();
    const [late, seven] = (await listed('to=2026-12-03')).sort((a, b) => b.rung - a.rung);
    expect(told([late!, seven!])).toEqual(['14 2026-11-26 skipped known-late more-urgent', '7 2026-12-02 sent']);
    await acknowledge(seven!.id);
    const refused = await acknowledge(late!.id);
    expect([refused.status, (refused.body as { detail: string }).detail]).toEqual([
      422,
      'is skipped: only one that was sent can be acknowledged',
    ]);
  });

  it('may be given again to one that it took back', async () => {
    const { subscription } = await ending();
    await jalon.pass(16); // overdue
    const carrying = (await jalon.send()).get(subscription)!;
    const waiting = { state: 'planned', attempts: 1, sent_at: null } as const;
    await jalon.db.updateTable('delivery').set(waiting).where('id', '=', carrying).execute();
    await jalon.db.updateTable('reminder').set({ state: 'claimed' }).where('delivery', '=', carrying).execute();
    const [{ id }] = (await listed('state=claimed')) as [Shown];
    const first = await acknowledge(id);
    expect(first.body).toMatchObject({ state: 'skipped', outcome: 'acknowledged', acknowledgedAt: expect.any(String) });
    expect((await delivery(carrying)).state).toBe('cancelled');
    expect((await acknowledge(id)).body).toEqual(first.body);
  });

  it('no longer shows once its deadline is overdue, where it was given before', async () => {
    const { key } = await ending();
    await jalon.pass(7);
    const link = await jalon.link([...(await jalon.send()).values()][0]!);
    const seven = (await listed('state=sent')).at(-1)!;
    const answered = (await acknowledge(seven.id)).body as Shown;
    const shown = async () => (await listed(`deadline=${key}`)).find(({ id }) => id === seven.id)?.acknowledgedAt;
    expect(await shown()).toBe(answered.acknowledgedAt);
    expect((await jalon.as().get(link)).body).toMatch(/Acknowledged on/);
    await jalon.pass(8);
    expect(await shown()).toBeNull();
    expect((await jalon.as().get(link)).body).not.toMatch(/Acknowledged on/);
    expect((await row(seven.id)).state).toBe('sent');
  });
});
