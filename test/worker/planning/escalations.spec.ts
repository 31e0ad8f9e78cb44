import { beforeEach, describe, expect, it } from '@jest/globals';
import { settleReminders } from '#deadlines/claim-reminders.js';
import { uuid } from '#test/events.js';
import { granted, openDesk } from './desk.js';
import { startedForEach } from '#test/started.js';

const end = `grant-end/${uuid(1)}`;

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
  const seventh = async () => (await desk.ladder(end, second)).find((line) => line.startsWith('v1 7 '));

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
    expect(await seventh()).toBe('v1 7 2026-11-30T08:00 planned'); // the 29th is a Sunday
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
    expect(await seventh()).toBe('v1 7 2026-11-27T08:00 planned');
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
    expect(await seventh()).toBe('v1 7 2026-11-26T08:00 skipped (nobody-told)');
  });
});
