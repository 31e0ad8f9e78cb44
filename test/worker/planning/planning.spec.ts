import { beforeEach, describe, expect, it } from '@jest/globals';
import { corrected, fact, retracted, uuid } from '#test/events.js';
import { granted, openDesk, type Desk } from './desk.js';
import { startedForEach } from '#test/started.js';

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

  it('that came due during a long outage are sent afterwards', async () => {
    await record(...granted(issued, '2027-02-26'));
    desk.at('2027-02-20T10:00:00Z');
    await desk.reconcile();
    expect(await desk.ladder(end)).toEqual([
      'v1 90 2026-11-27T08:00 planned',
      'v1 60 2026-12-28T08:00 planned',
      'v1 30 2027-01-27T08:00 planned',
      'v1 14 2027-02-12T08:00 planned',
      'v1 7 2027-02-19T08:00 planned',
      'v1 1 2027-02-25T08:00 planned',
      'v1 0 2027-02-26T08:00 planned',
      'v1 -1 2027-03-01T08:00 planned',
      'v1 -7 2027-03-05T08:00 planned',
      'v1 -14 2027-03-12T08:00 planned',
      'v1 -21 2027-03-19T08:00 planned',
    ]);
    expect(Object.values(await desk.claim())).toEqual([['grant-end 7']]);
    expect((await desk.ladder(end)).slice(1, 5)).toEqual([
      'v1 60 2026-12-28T08:00 skipped (more-urgent)',
      'v1 30 2027-01-27T08:00 skipped (more-urgent)',
      'v1 14 2027-02-12T08:00 skipped (more-urgent)',
      'v1 7 2027-02-19T08:00 claimed',
    ]);
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
    const { state } = await desk.database.app
      .selectFrom('deadline')
      .select('state')
      .where('key', '=', end)
      .executeTakeFirstOrThrow();
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
