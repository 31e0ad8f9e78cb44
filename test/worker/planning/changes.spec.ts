import { beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { isPlannedFor, replanDossiers } from '#deadlines/plan/plan-dossiers.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { uuidOf } from '#event-store/encoding.js';
import { corrected, fact, retracted, uuid } from '#test/events.js';
import { granted, openDesk, type Desk } from './desk.js';
import { startedForEach } from '#test/started.js';

const dossier = uuid(500);
const issued = uuid(1);
const end = `grant-end/${issued}`;
const file = `officer-set/${dossier}/file`;
const set = (due: string): { id: string; event: DossierEvent } => ({
  id: uuid(6),
  event: { type: 'DeadlineSet', data: { key: 'file', due } },
});
/** The provider of the desk's dossiers, and the one that takes them over. */
const [seller, buyer] = [uuid(900), uuid(901)];

describe('the plan', () => {
  const desk = startedForEach(() => openDesk('2026-11-23T07:30:00Z')); // 08:30 in Paris
  beforeEach(async () => {
    await desk.reconcile();
  });

  const record = async (...recorded: Parameters<Desk['record']>[1][]) => {
    await desk.record(dossier, ...recorded);
    await desk.follow();
  };
  const publish = async (changes: object) => {
    await desk.publish({ ...secnumcloud, ...changes });
    await desk.follow();
  };

  it('follows a new schedule of the scheme, except for subscriptions with their own', async () => {
    const usual = await desk.subscribe();
    const own = await desk.subscribe({ reminders: { ladder: { before: [7], overdue: [] } } });
    await record(...granted(issued, '2026-12-22'));
    expect((await desk.ladder(end, usual))[0]).toBe('v1 30 2026-11-23T08:00 planned known-late');
    expect((await desk.ladder(end, usual)).slice(1, 3)).toEqual([
      'v1 14 2026-12-08T08:00 planned',
      'v1 7 2026-12-15T08:00 planned',
    ]);
    await publish({ ladder: { before: [20, 7], overdue: [] } });
    expect((await desk.ladder(end, usual)).slice(0, 5)).toEqual([
      'v1 30 2026-11-23T08:00 planned known-late',
      'v1 20 2026-12-02T08:00 planned',
      'v1 14 2026-12-08T08:00 cancelled (ladder-changed)',
      'v1 7 2026-12-15T08:00 planned',
      'v1 1 2026-12-21T08:00 cancelled (ladder-changed)',
    ]);
    expect(await desk.ladder(end, own)).toEqual(['v1 7 2026-12-15T08:00 planned']);
  });

  it('does not change when only the first warning day changes: nothing is sent again, answers remain', async () => {
    const reader = await desk.subscribe();
    await record(...granted(issued, '2026-11-30'));
    desk.at('2026-11-23T08:00:01Z');
    expect(await desk.claim()).toEqual({ [reader]: ['grant-end 7'] });
    const before = await desk.ladder(end);
    await publish({ warningDays: 90 });
    expect(await desk.ladder(end)).toEqual(before);
    const { opens } = await desk.deadline(end);
    expect(opens).toBe('2026-09-01');
  });

  it('moves to the followers of the new provider when a service is transferred', async () => {
    const [one, other, all] = [
      await desk.subscribe({ filter: { providers: [seller] } }),
      await desk.subscribe({ filter: { providers: [buyer] } }),
      await desk.subscribe(),
    ];
    await desk.reconcile();
    await record(set('2026-12-04'));
    desk.at('2026-11-24T10:00:00Z');
    const theirs = await desk.ladder(file, all);
    await record({ id: uuid(7), event: fact('ServiceTransferred', '2026-11-20', { to: buyer }) });
    expect((await desk.ladder(file, one)).filter((line) => line.endsWith('planned'))).toEqual([]);
    expect((await desk.ladder(file, one)).at(-1)).toBe('v1 -21 2026-12-28T08:00 cancelled (transferred)');
    expect((await desk.ladder(file, other)).slice(0, 2)).toEqual([
      'v1 14 2026-11-25T08:00 planned known-late',
      'v1 7 2026-11-27T08:00 planned',
    ]);
    expect(await desk.ladder(file, all)).toEqual(theirs);
  });

  it('includes "confirmed only" subscriptions while the authority confirms the deadline', async () => {
    const [all, strict] = [await desk.subscribe(), await desk.subscribe({ filter: { confirmedOnly: true } })];
    await desk.reconcile();
    const dates = { decision: '9', validFrom: '2023-12-15', validUntil: '2026-12-14' };
    const listed = (by: 'press' | 'list') =>
      fact('RegisterObserved', '2026-11-01', { register: 'A list', listing: 'granted', ...dates }, by);
    const [claimed, confirmed] = [`grant-end/${uuid(3)}`, `grant-end/${uuid(4)}`];
    const planned = (lines: string[]) => lines.filter((line) => line.endsWith('planned'));
    await record({ id: uuid(3), event: listed('press') });
    expect(await desk.ladder(claimed, strict)).toEqual([]);
    const theirs = await desk.ladder(claimed, all);
    await record({ id: uuid(4), event: listed('list') });
    for (const reader of [strict, all]) expect(planned(await desk.ladder(confirmed, reader))).toEqual(planned(theirs));
    expect(planned(await desk.ladder(claimed, all))).toEqual([]);
    await record({ id: uuid(5), event: retracted(uuid(4)) });
    for (const reader of [strict, all]) expect(planned(await desk.ladder(confirmed, reader))).toEqual([]);
    expect(planned(await desk.ladder(claimed, all))).toEqual(planned(theirs));
    expect(planned(await desk.ladder(claimed, strict))).toEqual([]);
  });

  it('includes reminders that came due between recording and planning', async () => {
    const reader = await desk.subscribe();
    await desk.reconcile();
    await desk.record(dossier, set('2026-11-30'));
    desk.at('2026-11-27T09:00:00Z');
    await desk.record(dossier, { id: uuid(8), event: fact('IntentDeclared', '2026-11-27', {}, 'company') });
    desk.at('2026-11-27T10:00:00Z');
    const later = await desk.subscribe();
    await desk.reconcile();
    await desk.follow();
    expect((await desk.ladder(file, reader)).slice(0, 3)).toEqual([
      'v1 7 2026-11-23T08:00 planned',
      'v1 1 2026-11-27T08:00 planned',
      'v1 0 2026-11-30T08:00 planned',
    ]);
    expect(await desk.claim()).toMatchObject({ [reader]: ['officer-set 1'] });
    expect((await desk.ladder(file, later))[0]).toBe('v1 1 2026-11-27T08:00 claimed'); // the day of the confirmation counts
  });

  it('keeps late reminders when the settings of a subscription change', async () => {
    const reader = await desk.subscribe();
    await desk.reconcile();
    desk.at('2026-11-25T10:00:00Z');
    await record(set('2026-12-04'));
    expect((await desk.ladder(file))[0]).toBe('v1 14 2026-11-26T08:00 planned known-late');
    await desk.change(reader, { reminders: JSON.stringify({ ladder: { before: [1], overdue: [] } }) });
    await desk.reconcile();
    expect((await desk.ladder(file)).filter((line) => line.includes('planned'))).toEqual([
      'v1 14 2026-11-26T08:00 planned known-late',
      'v1 1 2026-12-03T08:00 planned',
    ]);
  });

  it('is corrected after the clock was ahead', async () => {
    await record(...granted(issued, '2026-11-30'));
    const state = async () => (await desk.deadline(end)).state;
    desk.at('2027-06-01T10:00:00Z');
    await desk.reconcile();
    expect(await state()).toBe('missed');
    desk.at('2026-11-23T10:00:00Z');
    expect(await isPlannedFor(desk.database.app, '2026-11-23')).toBe(false);
    await desk.reconcile();
    expect(await state()).toBe('open');
    expect(await isPlannedFor(desk.database.app, '2026-11-23')).toBe(true);
  });

  it('is updated although one dossier fails', async () => {
    await desk.record(uuid(501), ...granted(uuid(2), '2026-11-24'));
    await record(...granted(issued, '2026-11-24'));
    await desk.database.owner.schema.alterTable('deadline').addCheckConstraint('unlucky', sqlNot(issued)).execute();
    desk.at('2026-11-25T07:00:00Z');
    await expect(desk.reconcile()).rejects.toThrow('unlucky');
    const rows = () =>
      desk.database.app
        .selectFrom('deadline')
        .select(['key', 'state'])
        .where('kind', '=', 'grant-end')
        .orderBy('key')
        .execute();
    expect(await rows()).toEqual([
      { key: end, state: 'open' },
      { key: `grant-end/${uuid(2)}`, state: 'missed' },
    ]);
    expect(await isPlannedFor(desk.database.app, '2026-11-25')).toBe(true);
    await desk.database.owner.schema.alterTable('deadline').dropConstraint('unlucky').execute();
    await replanDossiers(desk.database.app, desk.planning);
    expect((await rows()).map(({ state }) => state)).toEqual(['missed', 'missed']);
  });

  it('has no dependency reminders for a service that has ended', async () => {
    const upper = uuid(501);
    const key = `dependency-end/${upper}/${end}`;
    await desk.subscribe();
    await desk.record(upper, ...granted(uuid(2), '2028-01-01'), {
      id: uuid(11),
      event: fact('DependencyDeclared', '2024-01-01', { dependsOn: dossier }),
    });
    await record(...granted(issued, '2027-01-15'));
    expect(await desk.ladder(key)).toEqual(['v1 30 2026-12-16T08:00 planned']);
    await desk.record(upper, { id: uuid(12), event: fact('GrantWithdrawn', '2026-11-20', {}) });
    await desk.record(upper, { id: uuid(13), event: corrected(uuidOf('filed', uuid(2)), { occurred: '2023-01-01' }) });
    await desk.follow();
    expect(await desk.ladder(key)).toEqual(['v1 30 2026-12-16T08:00 cancelled (gone)']);
    await desk.record(upper, { id: uuid(14), event: fact('ApplicationFiled', '2026-11-22', {}, 'company') });
    await desk.follow();
    expect(await desk.ladder(key)).toEqual(['v1 30 2026-12-16T08:00 planned']);
  });
});

/** A state that the deadlines of a grant cannot have. */
const sqlNot = (id: string) => sql`not (key = ${sql.lit(`grant-end/${id}`)} and state = 'missed')`;
