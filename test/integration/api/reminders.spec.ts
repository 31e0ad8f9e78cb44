import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { grant, openDossier } from '#test/recording.js';
import { type Reminding, startReminding } from '#test/reminding.js';

interface Shown {
  id: string | null;
  rung: number;
  day: string;
  state: string;
  outcome: string | null;
  why: string;
  because: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  snoozedUntil: string | null;
  escalation: boolean;
  subscription: { id: string; target: string };
  deadline: { key: string; version: number; moved: boolean };
}

const deadlinesOnly = { filter: { changes: false, deadlines: true } };

/** On a Wednesday, 25 November 2026, at nine in Paris. */
describe('reminders over REST', () => {
  let jalon: Reminding;
  beforeEach(async () => {
    jalon = await startReminding();
  });
  afterEach(() => jalon.close());

  const listed = async (query = '', client = jalon.api): Promise<Shown[]> => {
    const answered = await client.get(`/v1/reminders?limit=200${query}`);
    expect(answered.status).toBe(200);
    return (answered.body as { items: Shown[] }).items;
  };
  const told = (reminders: Shown[]) =>
    reminders.map(({ rung, day, state, outcome }) => `${rung} ${day} ${state}${outcome ? ` ${outcome}` : ''}`);

  /** A certification whose end, 2026-12-09, is two weeks ahead, for one subscription. */
  const ending = async (validUntil = '2026-12-09') => {
    const subscription = await jalon.subscribe(jalon.api, deadlinesOnly);
    const dossier = await openDossier(jalon.api, 'Outscale');
    await dossier.record({
      type: 'ApplicationFiled',
      occurred: '2025-01-01',
      source: { kind: 'company', publisher: 'Outscale' },
      data: {},
    });
    const issued = await dossier.record(grant({ validUntil }));
    await jalon.plan();
    const key = `grant-end/${(issued.body as { id: string }).id}`;
    return { subscription, dossier, key, event: (issued.body as { id: string }).id };
  };

  it('show what is planned, in order, with the reason in a sentence', async () => {
    const { key, subscription, dossier } = await ending();
    const all = await listed();
    expect(told(all)).toEqual([
      '14 2026-11-26 planned',
      '7 2026-12-02 planned',
      '1 2026-12-08 planned',
      '0 2026-12-09 planned',
      '-1 2026-12-10 planned',
      '-7 2026-12-16 planned',
      '-14 2026-12-23 planned',
      '-21 2026-12-30 planned',
    ]);
    expect(all[0]).toEqual({
      id: expect.any(String),
      deadline: {
        key,
        version: 1,
        moved: false,
        kind: 'grant-end',
        due: '2026-12-09',
        opens: expect.any(String),
        lapses: null,
        title: '2279',
        state: 'open',
      },
      dossier: {
        id: dossier.id,
        provider: { id: dossier.provider, slug: 'outscale', name: 'Outscale' },
        service: null,
        scheme: 'secnumcloud',
      },
      subscription: { id: subscription, channel: 'email', target: 'officer@example.org' },
      rung: 14,
      day: '2026-11-26',
      fireAt: '2026-11-26T08:00:00.000Z',
      state: 'planned',
      because: 'known-late',
      outcome: null,
      why: 'Will be sent on 2026-11-26: the deadline became known with at most 30 days left, after its earlier reminders.',
      escalation: false,
      delivery: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      snoozedUntil: null,
    });
    expect(all.map(({ why }) => why).slice(1, 5)).toEqual([
      'Will be sent on 2026-12-02: 7 days before it is due, 2026-12-09.',
      'Will be sent on 2026-12-08: 1 day before it is due, 2026-12-09.',
      'Will be sent on 2026-12-09: the day it is due, 2026-12-09.',
      'Will be sent on 2026-12-10: 1 day after it was due, 2026-12-09.',
    ]);
  });

  it('show the whole ladder of one deadline, what is too far ahead and what came too early with it', async () => {
    const { key } = await ending('2027-02-23');
    const ladder = await listed(`&deadline=${key}`);
    expect(told(ladder)).toEqual([
      '365 2026-02-23 skipped before-subscription',
      '180 2026-08-27 skipped before-subscription',
      '90 2026-11-25 planned',
      '60 2026-12-24 planned',
      '30 2027-01-22 planned',
      '14 2027-02-09 planned',
      '7 2027-02-16 planned',
      '1 2027-02-22 planned',
      '0 2027-02-23 planned',
      '-1 2027-02-24 planned',
      '-7 2027-03-02 planned',
      '-14 2027-03-09 planned',
      '-21 2027-03-16 planned',
    ]);
    expect(ladder.filter(({ id }) => id !== null).map(({ rung }) => rung)).toEqual([90, 60]);
    expect(ladder.map(({ why }) => why).filter((_, index) => [1, 4, 8].includes(index))).toEqual([
      'Not sent on 2026-08-27 (180 days before it is due, 2027-02-23): its time was over before the subscription was confirmed.',
      'Will be sent on 2027-01-22: 30 days before it is due, 2027-02-23, and nobody works on 2027-01-24.',
      'Will be sent on 2027-02-23: the day it is due, 2027-02-23.',
    ]);
  });

  it('tell the same ladder that is planned in the end', async () => {
    const { key } = await ending('2027-02-23');
    const foreseen = (await listed(`&deadline=${key}`)).map(({ rung, day }) => `${rung} ${day}`);
    await jalon.pass(80);
    const planned = await listed(`&deadline=${key}`);
    expect(planned.map(({ rung, day }) => `${rung} ${day}`)).toEqual(foreseen);
    expect(planned.filter(({ id }) => id === null).map(({ rung }) => rung)).toEqual([365, 180]);
  });

  it('are found by subscription, dossier, provider, scheme, state and day, page by page', async () => {
    const { subscription, dossier } = await ending();
    const other = await openDossier(jalon.api, 'Bleu');
    await other.record(grant({ validUntil: '2026-12-20', decision: '99' }));
    await jalon.plan();
    const count = async (query: string) => (await listed(query)).length;
    const all = await listed();
    const mine = all.filter(({ deadline }) => deadline.key.startsWith('grant-end')).length;
    expect(mine).toBeGreaterThan(8);
    expect(await count(`&subscription=${subscription}`)).toBe(all.length);
    expect(await count(`&dossier=${dossier.id}`)).toBe(8);
    expect(await count('&provider=outscale')).toBe(8);
    expect(await count(`&provider=${other.provider}`)).toBe(all.length - 8);
    expect(await count('&scheme=secnumcloud')).toBe(all.length);
    expect(await count('&scheme=hds')).toBe(0);
    expect(await count('&state=sent')).toBe(0);
    expect(told(await listed(`&dossier=${dossier.id}&from=2026-12-02&to=2026-12-09`))).toEqual([
      '7 2026-12-02 planned',
      '1 2026-12-08 planned',
      '0 2026-12-09 planned',
    ]);
    const found: (string | null)[] = [];
    let next: string | undefined = '/v1/reminders?limit=3';
    while (next !== undefined) {
      const page = await jalon.api.get(next);
      found.push(...(page.body as { items: Shown[] }).items.map(({ id }) => id));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(found).toEqual(all.map(({ id }) => id));
  });

  it('tell of one that was superseded by a move, cancelled by a completion, or skipped for a more urgent one', async () => {
    const { dossier, key, event } = await ending();
    const moved = {
      type: 'EventCorrected',
      data: { event, changes: { data: { validUntil: '2026-12-16' } }, reason: 'misread' },
    };
    expect((await dossier.record(moved)).status).toBe(201);
    await jalon.plan();
    const first = (await listed(`&deadline=${key}`)).filter(({ deadline }) => deadline.version === 1);
    expect(new Set(first.map(({ state, outcome }) => `${state} ${outcome}`))).toEqual(new Set(['superseded moved']));
    expect(first[1]?.why).toBe('Not sent on 2026-12-02 (7 days before it was due): the dates of the deadline moved.');
    await jalon.pass(15); // the worker is away; 10 December
    await jalon.send();
    const second = (await listed('&state=skipped')).map(({ why }) => why);
    expect(second).toEqual([
      'Not sent on 2026-11-26 (the deadline became known with at most 30 days left, after its earlier reminders): a more urgent one of the same deadline was due with it.',
      'Not sent on 2026-12-02 (14 days before it is due, 2026-12-16): a more urgent one of the same deadline was due with it.',
    ]);
    await dossier.record({
      type: 'GrantWithdrawn',
      occurred: '2026-12-01',
      source: { kind: 'decision', publisher: 'ANSSI' },
      data: {},
    });
    await jalon.plan();
    const last = await listed('&state=cancelled');
    expect(last.length).toBeGreaterThan(2);
  });

  it('are shown to the key whose subscription they are for, and to admins', async () => {
    await ending();
    const [one, two, reader] = await Promise.all([
      jalon.keyWith('record'),
      jalon.keyWith('record'),
      jalon.keyWith('read'),
    ]);
    const mine = await jalon.subscribe(jalon.as(one), { ...deadlinesOnly, address: 'mine@example.org' });
    await jalon.plan();
    const [first] = await listed('', jalon.as(one));
    expect(new Set((await listed('', jalon.as(one))).map(({ subscription }) => subscription.id))).toEqual(
      new Set([mine]),
    );
    expect(await listed('', jalon.as(two))).toEqual([]);
    expect(await listed(`&deadline=${first!.deadline.key}`, jalon.as(two))).toEqual([]);
    expect((await jalon.as(two).get(`/v1/reminders?subscription=${mine}`)).status).toBe(404);
    expect((await jalon.as(two).post(`/v1/reminders/${first!.id}/snooze`, { until: '2026-12-01' })).status).toBe(404);
    expect((await jalon.as(two).post(`/v1/reminders/${first!.id}/acknowledge`, undefined)).status).toBe(404);
    expect((await jalon.as(reader).get('/v1/reminders')).status).toBe(403);
    expect((await jalon.as().get('/v1/reminders')).status).toBe(401);
    expect(new Set((await listed()).map(({ subscription }) => subscription.target))).toEqual(
      new Set(['mine@example.org', 'officer@example.org']),
    );
  });

  it('are not listed by what makes no sense', async () => {
    const cases: [string, number, string][] = [
      ['subscription=00000000-0000-4000-8000-000000000001', 404, 'unknown-subscription'],
      ['subscription=x', 400, 'invalid-request'],
      ['provider=nobody', 404, 'unknown-provider'],
      ['scheme=nothing', 404, 'unknown-scheme'],
      ['deadline=grant-end/nothing', 404, 'no-such-deadline'],
      ['state=forgotten', 400, 'invalid-request'],
      ['from=yesterday', 400, 'invalid-request'],
      ['cursor=WzFd', 400, 'invalid-request'],
      ['limit=1000', 400, 'invalid-request'],
      ['colour=red', 400, 'invalid-request'],
    ];
    for (const [query, status, code] of cases) {
      const answered = await jalon.api.get(`/v1/reminders?${query}`);
      expect([query, answered.status, (answered.body as { type: string }).type]).toEqual([
        query,
        status,
        `urn:jalon:problem:${code}`,
      ]);
    }
  });

  it('come as a CSV file', async () => {
    const { dossier } = await ending();
    const file = await jalon.api.get(`/v1/reminders.csv?dossier=${dossier.id}`);
    const lines = (file.body as string).trim().split('\r\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toMatch(/^day,fire_at,state,why,channel,kind,due,title,provider,/);
    expect(file.body).not.toContain('officer@');
    expect(lines[2]).toMatch(/^2026-12-02,2026-12-02T08:00:00.000Z,planned,"Will be sent on 2026-12-02: 7 days/);
    expect((await jalon.as(await jalon.keyWith('read')).get('/v1/reminders.csv')).status).toBe(403);
  });

  it('are counted for Prometheus, and nobody is named', async () => {
    const figures = async () => {
      const { body } = await jalon.as().get('/metrics');
      expect(body).not.toMatch(/example\.org|outscale|grant-end/i);
      return (body as string).split('\n').filter((line) => /^jalon_(reminder|deliveries)/.test(line));
    };
    expect(await figures()).toEqual(['jalon_reminders_due 0', 'jalon_reminder_lag_seconds 0']);
    await ending();
    await jalon.pass(1); // half past nine, for planning takes a moment
    const late = await figures();
    expect(late[0]).toBe('jalon_reminders_due 1');
    expect(late[1]).toMatch(/^jalon_reminder_lag_seconds \d/);
    await jalon.send();
    expect((await figures()).slice(0, 2)).toEqual(['jalon_reminders_due 0', 'jalon_reminder_lag_seconds 0']);
  });

  it('are counted by state', async () => {
    await ending();
    await jalon.pass(1);
    await jalon.send();
    const { body } = await jalon.as().get('/metrics');
    expect((body as string).split('\n')).toEqual(
      expect.arrayContaining([
        'jalon_reminders{state="planned"} 7',
        'jalon_reminders{state="sent"} 1',
        'jalon_deliveries{state="sent"} 1',
        'jalon_deliveries{state="planned"} 1',
      ]),
    );
  });

  describe('when they are acknowledged', () => {
    const acknowledge = (id: string | null, client = jalon.api) =>
      client.post(`/v1/reminders/${id}/acknowledge`, undefined);
    const sentOn = async (state = 'sent') => (await listed(`&state=${state}`)).at(-1)!;

    it('say by whom and when, and do so once', async () => {
      await ending();
      await jalon.pass(1);
      await jalon.send();
      const { id } = await sentOn();
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

    it('of a deadline that is overdue, stop the others', async () => {
      await ending();
      await jalon.pass(16); // 11 December
      await jalon.send();
      const { id, rung } = await sentOn();
      expect(rung).toBe(-1);
      await acknowledge(id);
      expect(told(await listed('&from=2026-12-11'))).toEqual([
        '-7 2026-12-16 skipped acknowledged',
        '-14 2026-12-23 skipped acknowledged',
        '-21 2026-12-30 skipped acknowledged',
      ]);
      await jalon.pass(25);
      expect((await jalon.send()).size).toBe(0);
    });

    it('before the day, do not stop what is sent once it has passed; and count anew then', async () => {
      await ending();
      await jalon.pass(14); // 9 December
      await jalon.send();
      const early = await sentOn();
      const first = await acknowledge(early.id);
      await jalon.pass(1);
      const again = await acknowledge(early.id);
      expect((again.body as Shown).acknowledgedAt).not.toBe((first.body as Shown).acknowledgedAt);
      expect((await jalon.send()).size).toBe(0);
    });

    it('leave the second list untold', async () => {
      await ending();
      const second = {
        ...deadlinesOnly,
        address: 'boss@example.org',
        reminders: { role: 'escalation', escalateAfterDays: 2 },
      };
      const boss = await jalon.subscribe(jalon.api, second);
      await jalon.plan();
      await jalon.pass(7); // 2 December
      await jalon.send();
      await acknowledge((await sentOn()).id);
      const escalations = await listed(`&subscription=${boss}`);
      expect(told(escalations.filter(({ rung }) => rung === 7))).toEqual(['7 2026-12-04 skipped acknowledged']);
      expect(told(escalations.filter(({ rung }) => rung === 1))).toEqual(['1 2026-12-10 planned']);
      await jalon.pass(2);
      expect(await jalon.send()).toEqual(new Map());
    });

    it('stop the second list, or came too late for it, whichever the worker does meanwhile', async () => {
      await ending();
      const second = {
        ...deadlinesOnly,
        address: 'boss@example.org',
        reminders: { role: 'escalation', escalateAfterDays: 1 },
      };
      const boss = await jalon.subscribe(jalon.api, second);
      await jalon.plan();
      await jalon.pass(7); // 2 December
      await jalon.send();
      const { id } = await sentOn();
      await jalon.pass(1);
      const [answered, sent] = await Promise.all([acknowledge(id), jalon.send()]);
      expect(answered.status).toBe(200);
      const [escalation] = (await listed(`&subscription=${boss}`)).filter(({ rung }) => rung === 7);
      expect(escalation?.state).toBe(sent.has(boss) ? 'sent' : 'skipped');
    });

    it('must have been sent, be of a deadline that stands, and exist', async () => {
      const { dossier, event } = await ending();
      const planned = (await listed()).at(0)!;
      const early = await acknowledge(planned.id);
      expect([early.status, early.body]).toEqual([
        422,
        expect.objectContaining({
          type: 'urn:jalon:problem:reminder-not-sent',
          detail: 'is planned for 2026-11-26: only one that was sent can be acknowledged',
        }),
      ]);
      await jalon.pass(1);
      await jalon.send();
      const { id } = await sentOn();
      await dossier.record({
        type: 'EventCorrected',
        data: { event, changes: { data: { validUntil: '2026-12-16' } }, reason: 'misread' },
      });
      await jalon.plan();
      const late = await acknowledge(id);
      expect([late.status, (late.body as { type: string }).type]).toEqual([422, 'urn:jalon:problem:reminder-over']);
      for (const nothing of ['00000000-0000-4000-8000-000000000001', 'nothing'])
        expect((await acknowledge(nothing)).body).toMatchObject({
          type: 'urn:jalon:problem:unknown-reminder',
          status: 404,
        });
      expect(await jalon.db.selectFrom('reminder_answer').selectAll().execute()).toEqual([]);
    });
  });

  describe('when they are snoozed', () => {
    const snooze = (id: string | null, until: unknown) => jalon.api.post(`/v1/reminders/${id}/snooze`, { until });

    it('come on that day, be it a Sunday, and not before it', async () => {
      await ending();
      const { id } = (await listed()).at(0)!;
      const answered = await snooze(id, '2026-12-06');
      expect([answered.status, (answered.body as Shown).snoozedUntil]).toEqual([200, '2026-12-06']);
      expect(told(await listed()).slice(0, 4)).toEqual([
        '14 2026-11-26 skipped snoozed',
        '7 2026-12-02 skipped snoozed',
        '3 2026-12-06 planned',
        '1 2026-12-08 planned',
      ]);
      expect((await listed()).at(2)?.why).toBe('Will be sent on 2026-12-06: asked for again on that day.');
      await jalon.pass(10);
      expect((await jalon.send()).size).toBe(0); // Saturday
      await jalon.pass(1);
      expect((await jalon.send()).size).toBe(1);
    });

    it('to another day, forget the former', async () => {
      await ending();
      const { id } = (await listed()).at(0)!;
      await snooze(id, '2026-12-06');
      await snooze(id, '2026-12-01');
      expect(told(await listed()).slice(0, 5)).toEqual([
        '14 2026-11-26 skipped snoozed',
        '8 2026-12-01 planned',
        '7 2026-12-02 planned',
        '3 2026-12-06 skipped snoozed',
        '1 2026-12-08 planned',
      ]);
      const before = await listed();
      expect((await snooze(id, '2026-12-01')).status).toBe(200);
      expect(await listed()).toEqual(before);
    });

    it('stay so when all is planned anew', async () => {
      const { key } = await ending();
      const { id } = (await listed()).at(0)!;
      await snooze(id, '2026-12-06');
      const before = await listed(`&deadline=${key}`);
      await jalon.plan();
      expect(await listed(`&deadline=${key}`)).toEqual(before);
    });

    it('to a day that does not do, are refused with what would, and nothing changes', async () => {
      await ending();
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
        expect([until, status, (body as { type: string }).type]).toEqual([until, 422, `urn:jalon:problem:${code}`]);
        if (code === 'snooze-out-of-range')
          expect((body as { detail: string }).detail).toBe(
            'must be after today, 2026-11-25, and not after 2026-12-09, the last day of the deadline',
          );
      }
      expect(await listed()).toEqual(before);
      expect(await jalon.db.selectFrom('reminder_answer').selectAll().execute()).toEqual([]);
    });

    it('must be of a deadline that stands, and a subscription that is reminded', async () => {
      const { subscription } = await ending();
      const { id } = (await listed()).at(0)!;
      await jalon.api.delete(`/v1/subscriptions/${subscription}`);
      const ended = await snooze(id, '2026-12-01');
      expect([ended.status, (ended.body as { type: string }).type]).toEqual([
        409,
        'urn:jalon:problem:subscription-unfit',
      ]);
      await jalon.pass(20);
      const over = await snooze(id, '2027-01-01');
      expect((over.body as { type: string }).type).toMatch(/subscription-unfit|snooze-out-of-range/);
    });
  });
});
