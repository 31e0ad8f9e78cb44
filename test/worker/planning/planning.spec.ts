import { beforeEach, describe, expect, it } from '@jest/globals';
import { fedramp } from '#domain/scheme/fedramp.js';
import { corrected, fact, retracted, uuid } from '#test/events.js';
import { DAY, type Desk, granted, openDesk } from './desk.js';
import { startedForEach } from '#test/started.js';
import { wakeTimes } from '#deadlines/claim-reminders.js';

const dossier = uuid(500);
const issued = uuid(1);
const end = `grant-end/${issued}`;
const renewed = {
  id: uuid(4),
  event: fact('GrantIssued', '2026-11-20', { decision: '77', validUntil: '2029-11-20' }),
};

describe('the reminders of a deadline', () => {
  const desk = startedForEach(() => openDesk('2026-11-23T07:30:00Z')); // 08:30 in Paris
  beforeEach(async () => {
    await desk.subscribe();
    await desk.reconcile();
  });

  const record = async (...recorded: Parameters<Desk['record']>[1][]) => {
    await desk.record(dossier, ...recorded);
    await desk.follow();
  };

  it('are planned from now on and up to the horizon, on working days, the days after its end included', async () => {
    await record(...granted(issued, '2026-11-29')); // a Sunday
    expect(await desk.ladder(end)).toEqual([
      'v1 7 2026-11-23T08:00 planned known-late',
      'v1 1 2026-11-27T08:00 planned',
      'v1 0 2026-11-27T08:00 planned',
      'v1 -1 2026-11-30T08:00 planned',
      'v1 -7 2026-12-07T08:00 planned',
      'v1 -14 2026-12-14T08:00 planned',
      'v1 -21 2026-12-21T08:00 planned',
    ]);
  });

  it('beyond the horizon are planned later, before they are due', async () => {
    await record(...granted(issued, '2027-02-28'));
    expect(await desk.ladder(end)).toEqual(['v1 90 2026-11-30T08:00 planned']);
    desk.at('2026-12-24T07:30:00Z');
    await desk.reconcile();
    const planned = [
      'v1 90 2026-11-30T08:00 planned',
      'v1 60 2026-12-30T08:00 planned',
      'v1 30 2027-01-29T08:00 planned',
    ];
    expect(await desk.ladder(end)).toEqual(planned.slice(0, 2));
    desk.at('2026-12-26T07:30:00Z');
    await desk.reconcile();
    expect(await desk.ladder(end)).toEqual(planned);
  });

  it('that are brought forward to the last useful day are planned by their new day', async () => {
    const data = { key: 'file', due: '2027-02-18', lapses: '2027-02-28' }; // a Sunday
    await desk.subscribe({ reminders: { ladder: { before: [], overdue: [9] } } }); // a Saturday
    await record({ id: uuid(6), event: { type: 'DeadlineSet', data } });
    for (const day of ['2027-01-21', '2027-01-22', '2027-01-23']) {
      desk.at(`${day}T07:30:00Z`);
      await desk.reconcile();
    }
    expect(await desk.ladder(file)).toContain('v1 -9 2027-02-26T08:00 planned');
  });

  it('are planned though the same event tells of an earlier grant with a deadline of its own', async () => {
    await desk.publish({ ...fedramp, slug: 'secnumcloud' });
    const listed = { register: 'A list', registerSlug: 'list', entry: 'one', listing: 'granted' as const };
    const milestones = [{ milestone: 'certification', occurred: '2023-05-05' }];
    await record({ id: issued, event: fact('RegisterObserved', '2025-12-27', { ...listed, milestones }, 'list') });
    expect(await desk.deadline(end)).toMatchObject({ due: '2024-05-05', state: 'met' });
    expect(await desk.ladder(`${end}/2025-12-27`)).toContain('v1 30 2026-11-27T08:00 planned');
  });

  it('are superseded when it is moved', async () => {
    await record(...granted(issued, '2027-01-15'));
    expect(await desk.ladder(end)).toEqual(['v1 30 2026-12-16T08:00 planned']);
    await record({ id: uuid(3), event: corrected(issued, { data: { validUntil: '2027-01-22' } }) });
    expect(await desk.ladder(end)).toEqual([
      'v1 30 2026-12-16T08:00 superseded (moved)',
      'v2 60 2026-11-23T08:00 planned',
      'v2 30 2026-12-23T08:00 planned',
    ]);
  });

  it('are cancelled when it is met, and planned again when that is retracted', async () => {
    await record(...granted(issued, '2027-01-15'));
    await record(renewed);
    expect(await desk.ladder(end)).toEqual(['v1 30 2026-12-16T08:00 cancelled (met)']);
    await record({ id: uuid(5), event: retracted(renewed.id) });
    expect(await desk.ladder(end)).toEqual(['v1 30 2026-12-16T08:00 planned']);
  });

  it('are cancelled by a withdrawal, by an officer, and by a retraction of its event', async () => {
    await record(...granted(issued, '2027-01-15'), { id: uuid(6), event: set('file', '2027-01-10') });
    await record({ id: uuid(7), event: fact('GrantWithdrawn', '2026-11-22', {}) });
    expect(await desk.ladder(end)).toEqual(['v1 30 2026-12-16T08:00 cancelled (deadline-cancelled)']);
    await record({ id: uuid(8), event: { type: 'DeadlineCancelled', data: { key: 'file' } } });
    expect((await desk.ladder(file)).filter((line) => !line.endsWith('cancelled (deadline-cancelled)'))).toEqual([]);
    await record({ id: uuid(9), event: retracted(uuid(7)) });
    expect(await desk.ladder(end)).toEqual(['v1 30 2026-12-16T08:00 planned']);
    await record({ id: uuid(10), event: retracted(issued) });
    expect(await desk.ladder(end)).toEqual(['v1 30 2026-12-16T08:00 cancelled (gone)']);
  });

  it('include one late reminder at nine on the next working day if it was recorded late', async () => {
    desk.at('2026-11-25T10:00:00Z');
    await record({ id: uuid(6), event: set('file', '2026-12-02') });
    expect((await desk.ladder(file))[0]).toBe('v1 7 2026-11-26T08:00 planned known-late');
    await desk.follow(0);
    expect((await desk.ladder(file)).filter((line) => line.includes('known-late'))).toHaveLength(1);
  });

  it('include an immediate late reminder if it ends before that, and none if a regular one is as soon', async () => {
    desk.at('2026-11-27T10:00:00Z'); // a Friday
    await record({ id: uuid(6), event: set('file', '2026-11-28') }, { id: uuid(7), event: set('next', '2026-11-30') });
    expect((await desk.ladder(file))[0]).toMatch(/^v1 0 2026-11-27T10:00 planned known-late$/);
    expect((await desk.ladder(`officer-set/${dossier}/next`)).slice(0, 1)).toEqual(['v1 0 2026-11-30T08:00 planned']);
  });

  it('include no late reminder for deadlines recorded before the confirmation', async () => {
    await desk.record(dossier, { id: uuid(6), event: set('file', '2026-12-02') });
    desk.at('2026-11-26T10:00:00Z');
    const later = await desk.subscribe();
    await desk.follow();
    await desk.reconcile();
    expect(await desk.ladder(file, later)).toEqual([
      'v1 1 2026-12-01T08:00 planned',
      'v1 0 2026-12-02T08:00 planned',
      'v1 -1 2026-12-03T08:00 planned',
      'v1 -7 2026-12-09T08:00 planned',
      'v1 -14 2026-12-16T08:00 planned',
      'v1 -21 2026-12-23T08:00 planned',
    ]);
  });

  it('follow the end of a dependency, also when it is recorded later', async () => {
    const upper = uuid(501);
    await desk.record(upper, {
      id: uuid(11),
      event: fact('DependencyDeclared', '2026-01-01', { dependsOn: dossier }),
    });
    await desk.follow();
    await record(...granted(issued, '2027-01-15'));
    const key = `dependency-end/${upper}/${end}`;
    expect(await desk.ladder(key)).toEqual(['v1 30 2026-12-16T08:00 planned']);
    await record(renewed);
    expect(await desk.ladder(key)).toEqual(['v1 30 2026-12-16T08:00 cancelled (met)']);
  });

  it('are the same after the whole ledger is replayed', async () => {
    await record(...granted(issued, '2027-01-15'));
    await record({ id: uuid(3), event: corrected(issued, { data: { validUntil: '2027-01-22' } }) });
    const rows = () => desk.database.app.selectFrom('reminder').selectAll().orderBy('id').execute();
    const before = await rows();
    await desk.follow(0);
    expect(await rows()).toEqual(before);
  });

  it('of a missed deadline continue after its last day', async () => {
    await record(...granted(issued, '2026-11-24'));
    desk.at('2026-11-25T07:00:00Z');
    await desk.reconcile();
    const { state } = await desk.deadline(end);
    expect(state).toBe('missed');
    expect((await desk.ladder(end)).filter((line) => line.includes(' -'))).toEqual([
      'v1 -1 2026-11-25T08:00 planned',
      'v1 -7 2026-12-01T08:00 planned',
      'v1 -14 2026-12-08T08:00 planned',
      'v1 -21 2026-12-15T08:00 planned',
    ]);
  });
});

const file = `officer-set/${dossier}/file`;
const set = (key: string, due: string) => ({ type: 'DeadlineSet' as const, data: { key, due } });

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
