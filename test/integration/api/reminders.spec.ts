import { settleReminders } from '#deadlines/claim-reminders.js';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pagesOf } from '#test/client.js';
import { deadlinesOnly, endingGrant, endMoves, listReminders, told, startReminding } from '#test/reminding.js';
import { grant, openDossier } from '#test/recording.js';
import { startedForEach, startedOnce } from '#test/started.js';

const HALF_AN_HOUR_MS = 1_800_000;
const mailing = () => startReminding({ SMTP_URL: 'smtp://127.0.0.1:2525' });

/** On a Wednesday, 25 November 2026, at nine in Paris. */
describe('reminders of a deadline in two weeks', () => {
  const jalon = startedOnce(mailing);
  let ending: Awaited<ReturnType<typeof endingGrant>>;
  beforeAll(async () => {
    ending = await endingGrant(jalon);
  });

  const listed = (query = '', client = jalon.api) => listReminders(client, query);

  it('list planned reminders in order, with the reason in a sentence', async () => {
    const { key, subscription, dossier } = ending;
    const all = await listed();
    expect(told(all)).toEqual([
      '14 2026-11-26 planned known-late',
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
      daysBefore: 14,
      day: '2026-11-26',
      fireAt: '2026-11-26T08:00:00.000Z',
      state: 'planned',
      because: 'known-late',
      outcome: null,
      why: 'Will be sent on 2026-11-26: the deadline was recorded at most 30 days in advance, after its earlier reminders were due.',
      escalation: false,
      delivery: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      snoozedUntil: null,
    });
    expect(all.map(({ why }) => why).slice(1, 5)).toEqual([
      'Will be sent on 2026-12-02: 7 days before the deadline of 2026-12-09.',
      'Will be sent on 2026-12-08: 1 day before the deadline of 2026-12-09.',
      'Will be sent on 2026-12-09: on the deadline of 2026-12-09.',
      'Will be sent on 2026-12-10: 1 day after the deadline of 2026-12-09.',
    ]);
  });

  it('reject invalid filters', async () => {
    const cases: [string, number, string][] = [
      ['subscription=00000000-0000-4000-8000-000000000001', 404, 'not-found'],
      ['subscription=x', 400, 'invalid-request'],
      ['provider=nobody', 404, 'not-found'],
      ['scheme=nothing', 404, 'not-found'],
      ['deadline=grant-end/nothing', 404, 'not-found'],
      ['state=forgotten', 400, 'invalid-request'],
      ['from=yesterday', 400, 'invalid-request'],
      ['cursor=WzFd', 400, 'invalid-request'],
      ['limit=1000', 400, 'invalid-request'],
      ['colour=red', 400, 'invalid-request'],
    ];
    for (const [query, status, code] of cases) {
      const answered = await jalon.api.get(`/v1/reminders?${query}`);
      expect([query, answered.status, (answered.body as { code: string }).code]).toEqual([query, status, code]);
    }
  });

  it('are available as CSV', async () => {
    const { dossier } = ending;
    const file = await jalon.api.get(`/v1/reminders?dossier=${dossier.id}`, { accept: 'text/csv' });
    const lines = (file.body as string).trim().split('\r\n');
    expect(lines).toHaveLength(9);
    expect(lines[0]).toMatch(/^day,fire_at,state,why,channel,kind,due,title,provider,/);
    expect(file.body).not.toContain('officer@');
    expect(lines[2]).toMatch(/^2026-12-02,2026-12-02T08:00:00.000Z,planned,Will be sent on 2026-12-02: 7 days/);
    expect((await jalon.as(await jalon.keyWith('read')).get('/v1/reminders', { accept: 'text/csv' })).status).toBe(403);
  });

  it('can be filtered by subscription, dossier, provider, scheme, state and day, page by page', async () => {
    const { subscription, dossier } = ending;
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
    const found = (await pagesOf(jalon.api, '/v1/reminders?limit=3')).flat();
    expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  });

  it('are visible to the key of the subscription and to admins', async () => {
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
    expect(
      (await jalon.as(two).post(`/v1/reminders/${first!.id}/answer`, { answer: 'snooze', until: '2026-12-01' })).status,
    ).toBe(404);
    expect((await jalon.as(two).post(`/v1/reminders/${first!.id}/answer`, { answer: 'acknowledge' })).status).toBe(404);
    expect((await jalon.as(reader).get('/v1/reminders')).status).toBe(403);
    expect((await jalon.as().get('/v1/reminders')).status).toBe(401);
    expect(new Set((await listed()).map(({ subscription }) => subscription.target))).toEqual(
      new Set(['mine@example.org', 'officer@example.org']),
    );
  });
});

describe('reminders over REST', () => {
  const jalon = startedForEach(mailing);

  const listed = (query = '') => listReminders(jalon.api, query);

  it('show the complete schedule of one deadline, including steps far ahead and past ones, as it is planned later', async () => {
    const { key } = await endingGrant(jalon, '2027-02-23');
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
    expect(ladder.filter(({ id }) => id !== null).map(({ daysBefore }) => daysBefore)).toEqual([90, 60]);
    expect(ladder.map(({ why }) => why).filter((_, index) => [1, 4, 8].includes(index))).toEqual([
      'Not sent on 2026-08-27 (180 days before the deadline of 2027-02-23): it was due before the subscription was confirmed.',
      'Will be sent on 2027-01-22: 30 days before the deadline of 2027-02-23; 2027-01-24 is not a working day.',
      'Will be sent on 2027-02-23: on the deadline of 2027-02-23.',
    ]);
    const foreseen = ladder.map(({ daysBefore, day }) => `${daysBefore} ${day}`);
    await jalon.pass(80);
    const planned = await listed(`&deadline=${key}`);
    expect(planned.map(({ daysBefore, day }) => `${daysBefore} ${day}`)).toEqual(foreseen);
    expect(planned.filter(({ id }) => id === null).map(({ daysBefore }) => daysBefore)).toEqual([365, 180]);
  });

  it('explain why a reminder was superseded, skipped or cancelled', async () => {
    const { dossier, key, event } = await endingGrant(jalon);
    expect((await dossier.record(endMoves(event, '2026-12-16'))).status).toBe(201);
    await jalon.plan();
    const first = (await listed(`&deadline=${key}`)).filter(({ deadline }) => deadline.version === 1);
    expect(new Set(first.map(({ state, outcome }) => `${state} ${outcome}`))).toEqual(new Set(['superseded moved']));
    expect(first[1]?.why).toBe('Not sent on 2026-12-02 (7 days before the previous deadline): the deadline has moved.');
    await jalon.pass(15); // the worker is away; 10 December
    await jalon.send();
    const second = (await listed('&state=skipped')).map(({ why }) => why);
    expect(second).toEqual([
      'Not sent on 2026-11-26 (the deadline was recorded at most 30 days in advance, after its earlier reminders were due): a more urgent reminder of the same deadline was due at the same time.',
      'Not sent on 2026-12-02 (14 days before the deadline of 2026-12-16): a more urgent reminder of the same deadline was due at the same time.',
    ]);
    await dossier.record({
      type: 'GrantWithdrawn',
      occurred: '2026-12-01',
      source: { kind: 'decision', publisher: 'ANSSI' },
      data: {},
    });
    await jalon.plan();
    expect(told(await listed('&state=cancelled'))).toEqual([
      '1 2026-12-15 cancelled deadline-cancelled',
      '0 2026-12-16 cancelled deadline-cancelled',
      '-1 2026-12-17 cancelled deadline-cancelled',
      '-7 2026-12-23 cancelled deadline-cancelled',
      '-14 2026-12-30 cancelled deadline-cancelled',
      '-21 2027-01-06 cancelled deadline-cancelled',
    ]);
  });

  it('explain that a new grant meets the deadline', async () => {
    const { dossier, key } = await endingGrant(jalon);
    await dossier.record(grant({ decision: '3001', validUntil: '2029-12-09' }, { occurred: '2026-11-20' }));
    await jalon.plan();
    const met = await listed(`&deadline=${key}&state=cancelled`);
    expect(told(met)).toEqual([
      '14 2026-11-26 cancelled known-late met',
      '7 2026-12-02 cancelled met',
      '1 2026-12-08 cancelled met',
      '0 2026-12-09 cancelled met',
      '-1 2026-12-10 cancelled met',
      '-7 2026-12-16 cancelled met',
      '-14 2026-12-23 cancelled met',
      '-21 2026-12-30 cancelled met',
    ]);
    expect(met[1]?.why).toBe('Not sent on 2026-12-02 (7 days before the deadline of 2026-12-09): the deadline is met.');
  });

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
