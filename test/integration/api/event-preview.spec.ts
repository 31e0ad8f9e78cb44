import { beforeAll, describe, expect, it } from '@jest/globals';
import { HORIZON_DAYS } from '#deadlines/planning.js';
import { addDays } from '#domain/date/day.js';
import { grant, milestone, openDossier } from '#test/recording.js';
import { startReminding } from '#test/reminding.js';
import { startedOnce } from '#test/started.js';

interface Foreseen {
  deadline: { key: string; due: string };
  dossier: string;
  daysBefore: number;
  day: string;
  because: string;
  subscriptions: { id: string; target: string }[];
}

interface Preview {
  status: string;
  reminders: Record<'planned' | 'superseded' | 'cancelled', Foreseen[]> & { others: number };
  notified: { subscriptions: { target: string }[]; others: number };
}

const set = (key: string, due: string) => ({
  type: 'DeadlineSet',
  data: { key, due, reason: 'The audit of the authority' },
});

/** On a Wednesday, 25 November 2026, at nine in Paris. */
describe('a preview of an event', () => {
  const jalon = startedOnce(() => startReminding());
  let dossier: Awaited<ReturnType<typeof openDossier>>;
  let officer: string;
  beforeAll(async () => {
    dossier = await openDossier(jalon.api, 'Outscale');
    officer = await jalon.subscribe(jalon.api);
    const other = jalon.as(await jalon.keyWith('record'));
    await jalon.subscribe(other, {
      address: 'reader@example.org',
      filter: { changes: false, schemes: ['secnumcloud'] },
    });
    await jalon.plan();
  });

  const preview = (event: object, client = jalon.api, { path } = dossier) =>
    client.post(`${path}/events?preview=true`, event);
  const foreseen = async (event: object, on = dossier): Promise<Preview> => {
    const answered = await preview(event, jalon.api, on);
    expect([answered.status, answered.body]).toEqual([200, expect.objectContaining({ preview: true })]);
    return answered.body as Preview;
  };
  const told = (reminders: readonly Foreseen[], of = '') =>
    reminders
      .filter(({ deadline }) => deadline.key.startsWith(of))
      .map(({ daysBefore, day }) => `${daysBefore} ${day}`);
  /** Of what would be sent, what is planned already: the rest is beyond the horizon. */
  const within = (reminders: readonly Foreseen[], of: string) => {
    const horizon = addDays(jalon.clock.today('Europe/Paris'), HORIZON_DAYS);
    return told(
      reminders.filter(({ day }) => day <= horizon),
      of,
    );
  };
  const everything = async () => ({
    head: await jalon.db.selectFrom('ledger_head').selectAll().execute(),
    deadlines: await jalon.db.selectFrom('deadline').selectAll().orderBy('key').execute(),
    reminders: await jalon.db.selectFrom('reminder').selectAll().orderBy('id').execute(),
    deliveries: await jalon.db.selectFrom('delivery').selectAll().orderBy('id').execute(),
  });
  /** What is planned of a deadline within the time that is planned for. */
  const planned = async (of: string) => {
    const { items } = (await jalon.api.get(`/v1/reminders?limit=200&state=planned&subscription=${officer}`)).body as {
      items: Foreseen[];
    };
    return told(items, of);
  };

  it('that sets a deadline returns the planned reminders and records nothing', async () => {
    const before = await everything();
    const preview = await foreseen(set('audit', '2026-12-24'));
    expect(told(preview.reminders.planned)).toEqual([
      '30 2026-11-26',
      '14 2026-12-10',
      '7 2026-12-17',
      '1 2026-12-23',
      '0 2026-12-24',
      '-1 2026-12-28',
      '-7 2026-12-31',
      '-14 2027-01-07',
      '-21 2027-01-14',
    ]);
    expect(preview.reminders.planned[0]).toMatchObject({
      deadline: { key: `officer-set/${dossier.id}/audit`, kind: 'officer-set', due: '2026-12-24', state: 'open' },
      dossier: dossier.id,
      because: 'known-late',
      subscriptions: expect.arrayContaining([
        expect.objectContaining({ id: officer, target: 'officer@example.org' }),
        expect.objectContaining({ target: 'reader@example.org' }),
      ]),
    });
    expect(preview.reminders.others).toBe(0);
    expect(preview.notified).toEqual({ subscriptions: [expect.objectContaining({ id: officer })], others: 0 });
    expect([preview.reminders.superseded, preview.reminders.cancelled]).toEqual([[], []]);
    expect(await everything()).toEqual(before);
  });

  it('counts subscriptions that the key may not see without listing them', async () => {
    const client = jalon.as(await jalon.keyWith('record'));
    const { body } = await preview(set('audit', '2026-12-24'), client);
    const { reminders, notified: hears } = body as Preview;
    expect(reminders).toEqual({ planned: [], superseded: [], cancelled: [], others: 2 });
    expect(hears).toEqual({ subscriptions: [], others: 1 });
  });

  it('is refused like recording, and changes nothing', async () => {
    const before = await everything();
    const cases: [object, number, string][] = [
      [milestone('J99', '2025-01-01'), 422, 'unknown-reference'],
      [{ type: 'DeadlineMet', data: { key: 'never-set' } }, 422, 'unknown-reference'],
      [{ type: 'DeadlineSet', data: { key: 'audit', due: 'soon' } }, 422, 'invalid-body'],
      [{ type: 'Unheard', data: {} }, 422, 'invalid-body'],
      [{ type: 'EventRetracted', data: { event: dossier.id, reason: 'x' } }, 422, 'unknown-reference'],
    ];
    for (const [event, status, code] of cases) {
      const dry = await preview(event);
      expect([dry.status, (dry.body as { code: string }).code]).toEqual([status, code]);
      const instance = expect.any(String);
      expect((await dossier.record(event)).body).toEqual({ ...(dry.body as object), instance });
    }
    const nowhere = await jalon.api.post(
      '/v1/dossiers/00000000-0000-4000-8000-000000000001/events?preview=true',
      set('audit', '2026-12-24'),
    );
    expect(nowhere.status).toBe(404);
    const stale = await jalon.api.post(`${dossier.path}/events?preview=true`, set('audit', '2026-12-24'), {
      'if-match': '"7"',
    });
    expect(stale.status).toBe(412);
    const odd = await jalon.api.post(`${dossier.path}/events?preview=perhaps`, set('audit', '2026-12-24'));
    expect([odd.status, (odd.body as { code: string }).code]).toEqual([400, 'invalid-request']);
    const reader = jalon.as(await jalon.keyWith('read'));
    expect((await preview(set('audit', '2026-12-24'), reader)).status).toBe(403);
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['DeadlineMoved', { key: 'moved', due: '2027-01-13' }, 'superseded'],
    ['DeadlineMet', { key: 'met' }, 'cancelled'],
    ['DeadlineCancelled', { key: 'cancelled' }, 'cancelled'],
  ] as const)('of %s is what recording it comes to', async (type, data, fate) => {
    await dossier.record(set(data.key, '2026-12-24'));
    await jalon.plan();
    const key = `officer-set/${dossier.id}/${data.key}`;
    const before = await planned(key);
    const preview = await foreseen({ type, data });
    expect(within(preview.reminders[fate], key)).toEqual(before);
    expect((await dossier.record({ type, data })).status).toBe(201);
    await jalon.plan();
    const after = await planned(key);
    expect(within(preview.reminders.planned, key)).toEqual(after);
    expect(after.length > 0).toBe(type === 'DeadlineMoved');
  });

  it('of a transfer notifies followers of either provider, and its retraction those of the current one', async () => {
    const { id: to } = (await jalon.api.post('/v1/providers', { name: 'Bleu' })).body as { id: string };
    const giver = await openDossier(jalon.api, 'Giver');
    await jalon.subscribe(jalon.api, { address: 'giver@example.org', filter: { providers: [giver.provider] } });
    await jalon.subscribe(jalon.api, { address: 'taker@example.org', filter: { providers: [to] } });
    const hears = async (event: object) =>
      (await foreseen(event, giver)).notified.subscriptions.map(({ target }) => target).sort();
    const transfer = {
      type: 'ServiceTransferred',
      occurred: '2026-11-01',
      source: { kind: 'company', publisher: 'Bleu' },
      data: { to },
    };
    expect(await hears(transfer)).toEqual(['giver@example.org', 'officer@example.org', 'taker@example.org']);
    const { id } = (await giver.record(transfer)).body as { id: string };
    const retraction = { type: 'EventRetracted', data: { event: id, reason: 'It was another service' } };
    expect(await hears(retraction)).toEqual(['giver@example.org', 'officer@example.org']);
  });

  it('of a new end or a withdrawal matches the result of recording it', async () => {
    const one = await openDossier(jalon.api, 'Renewing');
    await one.record({ ...milestone('J0', '2024-01-10') });
    await one.record(grant({ validUntil: '2026-12-29' }));
    await jalon.plan();
    const renewal = grant({ decision: '3001', validUntil: '2026-12-30' }, { occurred: '2026-11-20' });
    const preview = await foreseen(renewal, one);
    expect(preview.status).toBe('granted');
    await one.record(renewal);
    const before = await planned('grant-end');
    await jalon.plan();
    const after = await planned('grant-end');
    expect(after.length).toBeGreaterThan(0);
    expect(within(preview.reminders.planned, 'grant-end')).toEqual(after);
    expect(within(preview.reminders.cancelled, 'grant-end')).toEqual(before);
    const withdrawal = {
      type: 'GrantWithdrawn',
      occurred: '2026-11-24',
      source: { kind: 'decision', publisher: 'ANSSI' },
      data: { decision: '3001' },
    };
    const withdrawn = await foreseen(withdrawal, one);
    expect(within(withdrawn.reminders.cancelled, 'grant-end')).toEqual(after);
    expect((await one.record(withdrawal)).body).toMatchObject({ status: withdrawn.status });
    await jalon.plan();
    // the grant before it runs to its printed end again
    const last = await planned('grant-end');
    expect(last.length).toBeGreaterThan(0);
    expect(within(withdrawn.reminders.planned, 'grant-end')).toEqual(last);
  });
});
