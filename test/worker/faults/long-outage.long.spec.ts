import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuid } from '#test/events.js';
import { arrivalsIn, remindersOf } from '#test/faults/arrivals.js';
import { figure } from '#test/faults/silent-proxy.js';
import { hookOf, keyOf, nudge, setDeadlines, subscribeAll } from '#test/faults/owed.js';
import { until } from '#test/until.js';
import { payloadIn, type ReceivedRequest } from '#test/webhook-receiver.js';
import { prepareWorking } from '#test/working.js';
import { ReminderHandler } from '../../../apps/worker/sending.js';
import { startedForEach } from '#test/started.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SUBSCRIBERS = 30;
const [audit, renewal] = [uuid(10_000), uuid(10_001)];
const deadlines = [
  { dossier: audit, key: 'passed', due: '2026-12-01' },
  { dossier: audit, key: 'tomorrow', due: '2026-12-04' },
  { dossier: audit, key: 'moved', due: '2026-12-04' },
  { dossier: renewal, key: 'met', due: '2026-12-04' },
  { dossier: renewal, key: 'in-a-week', due: '2026-12-10' },
  { dossier: renewal, key: 'in-a-fortnight', due: '2026-12-17' },
];
const later = { dossier: renewal, key: 'set-meanwhile', due: '2026-12-09' };
const named = new Map([...deadlines, later].map((deadline) => [keyOf(deadline), deadline.key]));

/** What a message says, most urgent first. */
const saidIn = (request: ReceivedRequest): string[] =>
  remindersOf(request).map(({ deadline, rung, daysLeft }) => {
    const { key } = deadline as { key: string };
    return `${named.get(key) ?? key} T-${Number(rung)}, ${Number(daysLeft)} days`;
  });

describe('after ten days without a worker', () => {
  const jalon = startedForEach(() => prepareWorking('2026-11-23T07:30:00Z'));

  const countOf = async (key: string): Promise<number> => {
    const rows = await jalon.database.app.selectFrom('reminder').select('id').where('deadline_key', '=', key).execute();
    return rows.length;
  };

  it('each subscriber gets one digest of the open deadlines, with the most urgent reminder of each', async () => {
    const worker = await jalon.work();
    await setDeadlines(jalon, deadlines);
    await until(async () => (await jalon.database.app.selectFrom('deadline').select('key').execute()).length === 6);
    const ids = Array.from({ length: SUBSCRIBERS }, (_, index) => uuid(1_000 + index));
    await subscribeAll(
      jalon,
      ids.map((id) => hookOf(jalon, id, [audit, renewal], {})),
    );
    await until(async () => (await countOf(keyOf(deadlines[5]!))) >= 2 * SUBSCRIBERS);
    await sleep(300);
    await worker.close();
    expect(jalon.receiver.received).toEqual([]);

    jalon.clock.forward(10 * DAY + HOUR); // Thursday, half past nine
    const moved = { key: 'moved', due: '2027-06-30' };
    await jalon.record(audit, { id: uuid(1), event: { type: 'DeadlineMoved', data: moved } });
    await jalon.record(
      renewal,
      { id: uuid(2), event: { type: 'DeadlineMet', data: { key: 'met' } } },
      { id: uuid(3), event: { type: 'DeadlineSet', data: { key: later.key, due: later.due } } },
    );
    const startedAt = performance.now();
    await Promise.all([jalon.work(), jalon.work()]);
    await until(() => jalon.receiver.received.length >= SUBSCRIBERS);
    const ms = Math.round(performance.now() - startedAt);
    await nudge(jalon);
    await sleep(700);
    expect(jalon.receiver.received).toHaveLength(SUBSCRIBERS);
    expect(new Set(jalon.receiver.received.map(({ path }) => path.split('/').at(-1)))).toEqual(new Set(ids));
    for (const request of jalon.receiver.received)
      expect([payloadIn(request).type, ...saidIn(request)]).toEqual([
        'deadline.digest',
        'passed T--1, -2 days',
        'tomorrow T-1, 1 days',
        'in-a-week T-7, 7 days',
        'in-a-fortnight T-14, 14 days',
      ]);

    jalon.clock.forward(DAY);
    await nudge(jalon);
    await until(() => jalon.receiver.received.length >= 2 * SUBSCRIBERS);
    await sleep(300);
    const { messages, repeated } = arrivalsIn(jalon.receiver.received);
    expect([messages.size, repeated]).toEqual([2 * SUBSCRIBERS, 0]);
    for (const request of jalon.receiver.received.slice(SUBSCRIBERS))
      expect(saidIn(request)).toEqual(['tomorrow T-0, 0 days', 'set-meanwhile T-7, 5 days']);
    expect(jalon.complaints).toEqual([]);
    figure('ten days without a worker', { subscribers: SUBSCRIBERS, owed: 4, messages: SUBSCRIBERS, ms });
  });

  it('nothing is sent before everything is planned up to today', async () => {
    const worker = await jalon.work();
    const id = uuid(1_000);
    const [near, far] = [
      { dossier: audit, key: 'near', due: '2026-12-20' },
      { dossier: audit, key: 'far', due: '2027-02-11' },
    ];
    await setDeadlines(jalon, [near, far]);
    await until(async () => (await jalon.database.app.selectFrom('deadline').select('key').execute()).length === 2);
    await subscribeAll(jalon, [hookOf(jalon, id, [audit], {})]);
    await until(async () => (await countOf(keyOf(far))) > 0);
    await worker.close();

    jalon.clock.forward(60 * DAY + HOUR); // far beyond what was planned for
    const session = await jalon.database.app.dedicated('test');
    await session.query(`select pg_advisory_lock(hashtext('jalon reconciler'))`);
    const later = await jalon.work();
    const woken = later.get(ReminderHandler).handle(); // by what was queued before the outage
    await sleep(1_500);
    expect(jalon.receiver.received).toEqual([]);
    await session.end();
    await woken;
    await until(() => jalon.receiver.received.length > 0);
    await sleep(500);
    const told = jalon.receiver.received
      .flatMap(remindersOf)
      .map(({ rung, daysLeft, state }) => [rung, daysLeft, state]);
    expect(told).toEqual([
      [-21, -33, 'missed'],
      [30, 20, 'open'],
    ]);
    expect(jalon.receiver.received).toHaveLength(1);
  });
});
