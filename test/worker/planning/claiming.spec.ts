import { beforeEach, describe, expect, it } from '@jest/globals';
import { claimDueReminders, settleReminders } from '#deadlines/claim-reminders.js';
import { fact, uuid } from '#test/events.js';
import { granted, openDesk } from './desk.js';
import { startedForEach } from '#test/started.js';

const dossier = uuid(500);
const issued = uuid(1);
const end = `grant-end/${issued}`;

describe('claiming due reminders', () => {
  const desk = startedForEach(() => openDesk('2026-11-23T07:30:00Z')); // 08:30 in Paris, a Monday

  const recordEnd = async (day: string, nth = 0) => {
    await desk.record(uuid(500 + nth), ...granted(uuid(1 + nth), day));
    await desk.follow();
  };
  const sent = async (state: 'sent' | 'failed' = 'sent') => {
    await desk.send(state);
    await settleReminders(desk.database.app);
  };
  const fate = async (subscription: string, rung: number) =>
    (await desk.ladder(end, subscription)).find((line) => line.startsWith(`v1 ${rung} `))?.replace(/^\S+ \S+ \S+ /, '');

  it('claims all of a subscription at once, and none before its time', async () => {
    const one = await desk.subscribe();
    const other = await desk.subscribe({ filter: { dossiers: [dossier] } });
    await recordEnd('2026-11-30');
    await recordEnd('2026-12-07', 1);
    expect(await desk.claim()).toEqual({});
    desk.at('2026-11-23T08:00:01Z');
    expect(await desk.claim()).toEqual({ [one]: ['grant-end 7', 'grant-end 14'], [other]: ['grant-end 7'] });
    expect(await desk.claim()).toEqual({});
    expect(await fate(one, 7)).toBe('claimed');
    await sent();
    expect(await fate(one, 7)).toBe('sent');
  });

  it('records that a delivery failed', async () => {
    const one = await desk.subscribe();
    await recordEnd('2026-11-30');
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    await sent('failed');
    expect(await fate(one, 7)).toBe('failed (not-delivered)');
  });

  it('by two workers at once claims each reminder once, and each subscription completely', async () => {
    for (let n = 0; n < 12; n += 1) await desk.subscribe();
    for (let n = 0; n < 5; n += 1) await recordEnd('2026-11-30', n);
    desk.at('2026-11-23T08:00:01Z');
    const claimers = Array.from({ length: 4 }, async () => {
      const all: [string, number][] = [];
      for (;;) {
        const claimed = Object.entries(await desk.claim(2));
        if (claimed.length === 0) return all;
        for (const [subscription, its] of claimed) all.push([subscription, its.length]);
      }
    });
    const all = (await Promise.all(claimers)).flat();
    expect(all.map(([, count]) => count)).toEqual(Array.from({ length: 12 }, () => 5));
    expect(new Set(all.map(([subscription]) => subscription)).size).toBe(12);
  });

  it('skips a subscription that another worker has locked', async () => {
    const one = await desk.subscribe();
    const other = await desk.subscribe();
    await recordEnd('2026-11-30');
    desk.at('2026-11-23T08:00:01Z');
    await desk.database.app.transaction().execute(async (tx) => {
      const first = await claimDueReminders(tx, desk.planning.clock.now(), 1, 'Europe/Paris');
      const second = await desk.claim(1);
      expect([...first.keys(), ...Object.keys(second)].sort()).toEqual([one, other].sort());
    });
  });

  it('groups at most 500 deadlines in one message', async () => {
    const one = await desk.subscribe();
    const some = Array.from({ length: 520 }, (_, n) => ({
      id: uuid(2000 + n),
      event: { type: 'DeadlineSet' as const, data: { key: `file-${n}`, due: '2026-11-30' } },
    }));
    await desk.record(dossier, ...some);
    await desk.follow();
    desk.at('2026-11-23T08:00:01Z');
    expect((await desk.claim())[one]).toHaveLength(500);
    expect((await desk.claim())[one]).toHaveLength(20);
    expect(await desk.claim()).toEqual({});
  });

  it('releases the others of a cancelled message when one of its deadlines is met', async () => {
    const one = await desk.subscribe();
    await recordEnd('2026-11-30');
    await recordEnd('2026-12-07', 1);
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    const renewal = fact('GrantIssued', '2026-11-20', { decision: '77', validUntil: '2029-11-20' });
    await desk.record(dossier, { id: uuid(4), event: renewal });
    const listener = await desk.database.app.dedicated('a worker');
    await listener.query('listen jalon_owed');
    const heard: unknown[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload));
    await desk.follow();
    await listener.end();
    expect(heard).toContain('planned again'); // or it would wait for the next minute
    expect(await fate(one, 7)).toBe('cancelled (met)');
    expect(await desk.claim()).toEqual({ [one]: ['grant-end 14'] });
  });

  it('keeps a message that is being sent', async () => {
    const one = await desk.subscribe();
    await recordEnd('2026-11-30');
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    const claimed = { state: 'claimed', attempts: 1, claim: uuid(7), claimed_until: new Date(0) } as const;
    await desk.database.app.updateTable('delivery').set(claimed).execute();
    await desk.record(dossier, { id: uuid(5), event: fact('GrantWithdrawn', '2026-11-22', {}) });
    await desk.follow();
    expect(await fate(one, 7)).toBe('claimed');
    expect(await fate(one, 1)).toBe('cancelled (deadline-cancelled)');
  });

  describe('with a failed message that waits for a retry', () => {
    let one: string;
    beforeEach(async () => {
      one = await desk.subscribe();
      await recordEnd('2026-11-30');
      await recordEnd('2026-12-07', 1);
      desk.at('2026-11-23T08:00:01Z');
      await desk.claim();
      await desk.database.app.updateTable('delivery').set({ state: 'planned', attempts: 1 }).execute();
    });
    const withdraw = async (nth: number) => {
      await desk.record(uuid(500 + nth), { id: uuid(20 + nth), event: fact('GrantWithdrawn', '2026-11-22', {}) });
      await desk.follow();
    };
    const fates = async () => {
      const rows = await desk.database.app
        .selectFrom('reminder')
        .select('state')
        .where('delivery', 'is not', null)
        .execute();
      return rows.map(({ state }) => state);
    };

    it('keeps it while other deadlines in it are open, since it may have arrived', async () => {
      await withdraw(0);
      expect(await desk.claim()).toEqual({});
      expect(await fates()).toEqual(['claimed', 'claimed']);
    });

    it('cancels it once all its deadlines are closed', async () => {
      await withdraw(0);
      await withdraw(1);
      const { state } = await desk.database.app.selectFrom('delivery').select('state').executeTakeFirstOrThrow();
      expect(state).toBe('cancelled');
      expect(await fates()).toEqual(['cancelled', 'cancelled']);
      expect(await fate(one, 7)).toBe('cancelled (deadline-cancelled)');
    });
  });
});

/** Told three days after the first list, unless somebody acknowledged. */
describe('an escalation', () => {
  const ladder = { before: [7, 0], overdue: [] };
  const desk = startedForEach(() => openDesk('2026-11-23T07:30:00Z')); // 08:30 in Paris, a Monday
  let first: string;
  let second: string;
  beforeEach(async () => {
    first = await desk.subscribe({ reminders: { ladder } });
    second = await desk.subscribe({ reminders: { ladder, role: 'escalation' } });
    await desk.reconcile();
    await desk.record(uuid(500), ...granted(uuid(1), '2026-11-30'));
    await desk.follow();
  });

  const sent = async (state: 'sent' | 'failed' = 'sent') => {
    await desk.send(state);
    await settleReminders(desk.database.app);
  };
  const fate = async (rung: number) => (await desk.ladder(end, second)).find((line) => line.startsWith(`v1 ${rung} `));
  const acknowledge = (at: string) =>
    desk.database.app
      .insertInto('reminder_answer')
      .values({
        deadline_key: end,
        deadline_version: 1,
        subscription: first,
        acknowledged_at: new Date(at),
        acknowledged_by: 'link',
        snoozed_until: null,
        snoozed_by: null,
      })
      .execute();
  const firstIsTold = async () => {
    await desk.subscribe({ reminders: { ladder }, owner: 'key:2 other' });
    await desk.reconcile();
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    await sent();
    desk.at('2026-11-26T08:00:01Z');
  };

  it('is sent if the first reminder was not acknowledged', async () => {
    await firstIsTold();
    expect(await desk.claim()).toEqual({ [second]: ['grant-end 7'] });
  });

  it('is not sent if a first recipient acknowledged', async () => {
    await firstIsTold();
    await acknowledge('2026-11-24T10:00:00Z');
    expect(await desk.claim()).toEqual({});
    expect(await fate(7)).toContain('skipped (acknowledged)');
  });

  it('is not sent after another first reminder either', async () => {
    await firstIsTold();
    await acknowledge('2026-11-24T10:00:00Z');
    await desk.claim();
    desk.at('2026-11-30T08:00:01Z');
    await desk.claim();
    await sent();
    desk.at('2026-12-03T08:00:01Z');
    expect(await desk.claim()).toEqual({});
    expect(await fate(0)).toContain('skipped (acknowledged)');
  });

  it('is sent if every attempt to reach the first recipient failed', async () => {
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    await sent('failed');
    desk.at('2026-11-26T08:00:01Z');
    expect(await desk.claim()).toEqual({ [second]: ['grant-end 7'] });
  });

  it('is sent if the first reminder has been in delivery for days', async () => {
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    desk.at('2026-11-26T08:00:01Z');
    expect(await desk.claim()).toEqual({ [second]: ['grant-end 7'] });
  });

  it('with a time zone that no longer exists uses the default one, and does not block others', async () => {
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    await sent();
    await desk.change(second, { reminders: JSON.stringify({ ladder, role: 'escalation', timeZone: 'Mars/Olympus' }) });
    desk.at('2026-11-30T08:00:01Z');
    expect(await desk.claim()).toMatchObject({ [first]: ['grant-end 0'], [second]: ['grant-end 7'] });
  });

  it('waits after an outage until the first recipient has had the full delay', async () => {
    desk.at('2026-11-26T10:00:00Z');
    expect(await desk.claim()).toEqual({ [first]: ['grant-end 7'] });
    expect(await fate(7)).toBe('v1 7 2026-11-30T08:00 planned'); // the 29th is a Sunday
    await sent();
    desk.at('2026-11-29T12:00:00Z');
    expect(await desk.claim()).toEqual({});
    desk.at('2026-11-30T08:00:01Z');
    expect(await desk.claim()).toMatchObject({ [second]: ['grant-end 7'] });
  });

  it('waits if a mail was retried for a day, but not if a more urgent reminder was sent since', async () => {
    desk.at('2026-11-23T08:00:01Z');
    await desk.claim();
    desk.at('2026-11-24T12:00:00Z');
    await sent();
    desk.at('2026-11-26T08:00:01Z');
    expect(await desk.claim()).toEqual({});
    expect(await fate(7)).toBe('v1 7 2026-11-27T08:00 planned');
    desk.at('2026-11-30T08:00:01Z');
    expect(await desk.claim()).toEqual({ [first]: ['grant-end 0'], [second]: ['grant-end 7'] });
  });

  it('is not delayed beyond the last useful day', async () => {
    await desk.record(uuid(500), {
      id: uuid(9),
      event: { type: 'DeadlineSet', data: { key: 'file', due: '2026-11-30', lapses: '2026-12-04' } },
    });
    await desk.follow();
    desk.at('2026-12-03T10:00:00Z');
    expect((await desk.claim())[second]).toContain('officer-set 0');
  });

  it('is not sent if no other subscription of the owner is reminded', async () => {
    await desk.change(first, { state: 'unsubscribed' });
    await desk.reconcile();
    desk.at('2026-11-26T08:00:01Z');
    expect(await desk.claim()).toEqual({});
    expect(await fate(7)).toBe('v1 7 2026-11-26T08:00 skipped (nobody-told)');
  });
});
