import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../dossier/facts.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { fedramp } from '../scheme/fedramp.js';
import { iso27001 } from '../scheme/iso-27001.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { corrected, fact, onRecord, opened, uuid } from '#test/events.js';
import type { DeadlineKind } from './deadline.js';
import { deadlinesOf, deadlineSpans, dependencyEnd } from './deadlines.js';

const dossier = uuid(500);
const on = (day: string, kind: DeadlineKind, ...events: DossierEvent[]) =>
  deadlinesOf(dossier, factsOf(onRecord([opened(), ...events]))!, secnumcloud, day)
    .filter((deadline) => deadline.kind === kind)
    .map(({ due, state }) => `${due} ${state}`);

const issued = (day: string, decision: string, validUntil: string, validFrom = day) =>
  fact('GrantIssued', day, { decision, validFrom, validUntil });
const grant = issued('2023-11-30', '2118', '2026-11-30');
const renewed = fact('GrantIssued', '2026-11-01', { decision: '77', validUntil: '2029-11-01' });
const withdrawn = fact('GrantWithdrawn', '2025-01-01', {});
const late = issued('2026-11-25', '78', '2029-12-10', '2026-12-10');
const filed = fact('ApplicationFiled', '2025-06-01', {}, 'company');
const outdated = fact('RegisterObserved', '2025-06-01', { register: 'list', listing: 'in-progress' }, 'list');
const reservations = [{ text: 'logs', due: '2026-06' }, { text: 'keys' }];
const reserved = fact('GrantIssued', '2026-01-01', { decision: '1', reservations });
const lifted = fact('ReservationLifted', '2026-05-01', {});
const passed = (day: string, data: { due?: string; decision?: string }) => fact('SurveillancePassed', day, data);
const audits = [grant, passed('2024-11-01', { due: '2025-11' }), fact('SurveillanceFailed', '2025-10-01', {})];
const other = fact('GrantIssued', '2024-01-01', { decision: '9' });
const ofBoth = [grant, other, passed('2024-11-01', { decision: '2118', due: '2025-11' })];
const target = fact('TargetSet', '2024-01-15', { milestone: 'J3', target: '2025' }, 'company');
const abandoned = fact('ApplicationAbandoned', '2025-06-01', {}, 'company');
const closing = (type: 'DeadlineMet' | 'DeadlineCancelled', key: string): DossierEvent => ({
  ...{ type, data: { key, reason: 'Replaced' } },
});
const stages = [
  fact('MilestoneReached', '2025-04-17', { milestone: 'J0' }, 'company'),
  fact('MilestoneReached', '2025-11-17', { milestone: 'J1' }, 'company'),
];
const set: DossierEvent = { type: 'DeadlineSet', data: { key: 'file', due: '2027-03', lapses: '2027-04-15' } };
const moved: DossierEvent = { type: 'DeadlineMoved', data: { key: 'file', due: '2027-06' } };

describe('a deadline', () => {
  const audited = [...audits, passed('2025-11-20', { due: '2026-11' })];
  const ofOther = [...ofBoth, passed('2025-06-01', { decision: '9' })];
  const aside = closing('DeadlineCancelled', 'target-j3-2025');
  it.each<[DeadlineKind, string, string, DossierEvent[], string]>([
    ['grant-end', 'is open on the last day', '2026-11-30', [grant], '2026-11-30 open'],
    ['grant-end', 'is missed after it', '2026-12-01', [grant], '2026-11-30 missed'],
    ['grant-end', 'is met by the next', '2026-12-01', [grant, renewed], '2026-11-30 met, 2029-11-01 open'],
    ['grant-end', 'is cancelled by a withdrawal', '2025-01-01', [grant, withdrawn], '2026-11-30 cancelled'],
    ['renewal-window', 'opens 540 days before the end', '2026-11-30', [grant], '2025-06-08 open'],
    ['renewal-window', 'lapses with the grant', '2026-12-01', [grant], '2025-06-08 missed'],
    ['renewal-window', 'is met by an application', '2025-07-01', [grant, filed], '2025-06-08 met'],
    ['renewal-window', 'is not met by an outdated list', '2025-07-01', [grant, outdated], '2025-06-08 open'],
    ['reservation', 'is due in its month', '2026-06-30', [reserved], '2026-06 open'],
    ['reservation', 'is missed after its month', '2026-07-01', [reserved], '2026-06 missed'],
    ['reservation', 'is met when it is lifted', '2026-07-01', [reserved, lifted], '2026-06 met'],
    ['surveillance', 'is due as the last audit says', '2025-11-30', audits, '2025-11 open'],
    ['surveillance', 'is missed after that', '2025-12-01', audits, '2025-11 missed'],
    ['surveillance', 'is met by the next audit passed', '2025-12-01', audited, '2025-11 met, 2026-11 open'],
    ['surveillance', 'is not met by an audit of another decision', '2025-07-01', ofOther, '2025-11 open'],
    ['target', 'is open to its latest day', '2025-12-31', [target], '2025 open'],
    ['target', 'is missed after it', '2026-01-01', [target], '2025 missed'],
    ['target', 'is met when reached', '2026-12-01', [target, renewed], '2025 met'],
    ['target', 'is cancelled with the dossier', '2026-01-01', [target, abandoned], '2025 cancelled'],
    ['target', 'is cancelled when it is set aside', '2026-01-01', [target, aside], '2025 cancelled'],
    ['staleness', 'is due 270 days after the last activity', '2025-11-16', stages, '2026-01-12 open'],
    ['staleness', 'moves with the next', '2025-11-17', stages, '2026-08-14 open'],
    ['staleness', 'is missed without one', '2026-08-15', stages, '2026-08-14 missed'],
    ['staleness', 'is cancelled by a grant', '2026-12-01', [...stages, renewed], '2027-07-29 cancelled'],
    ['officer-set', 'stays open until it lapses', '2027-04-15', [set], '2027-03 open'],
    ['officer-set', 'is missed then', '2027-04-16', [set], '2027-03 missed'],
    ['officer-set', 'can be moved', '2027-04-16', [set, moved], '2027-06 open'],
    ['officer-set', 'can be met', '2027-04-16', [set, closing('DeadlineMet', 'file')], '2027-03 met'],
    ['officer-set', 'can be cancelled', '2027-04-16', [set, closing('DeadlineCancelled', 'file')], '2027-03 cancelled'],
  ])('of the kind %s %s', (kind, _, day, events, expected) => {
    expect(on(day, kind, ...events).join(', ')).toBe(expected);
  });
});

describe('the end of a grant', () => {
  it.each([
    ['2026-11-30', 'open'],
    ['2026-12-09', 'missed'],
    ['2026-12-10', 'met'],
  ])('is met by a grant after a gap, once it has started: on %s %s', (day, state) => {
    expect(on(day, 'grant-end', grant, late)[0]).toBe(`2026-11-30 ${state}`);
  });

  it('leaves no renewal to request once a grant after a gap has started', () => {
    const windows = ['2026-12-09', '2026-12-10'].map((day) => on(day, 'renewal-window', grant, late)[0]);
    expect(windows).toEqual(['2025-06-08 missed', '2025-06-08 met']);
  });

  it.each(['2026-06-01', '2026-12-01', '2027-06-01'])(
    'stays met when the next grant, from %s, is withdrawn',
    (from) => {
      const next = [issued(from, '3000', '2029-06-01'), fact('GrantWithdrawn', '2028-01-01', { decision: '3000' })];
      for (const kind of ['grant-end', 'renewal-window'] as const)
        expect(on('2028-01-02', kind, grant, ...next)[0]).toMatch(/ met$/);
    },
  );

  it('is missed if the next grant is withdrawn before', () => {
    const next = [
      issued('2026-06-01', '3000', '2029-06-01'),
      fact('GrantWithdrawn', '2026-10-01', { decision: '3000' }),
    ];
    expect(on('2026-12-01', 'grant-end', grant, ...next)[0]).toBe('2026-11-30 missed');
  });

  it('keeps its key when the end is corrected', () => {
    const keyOf = (...events: DossierEvent[]) => {
      const [end] = deadlinesOf(dossier, factsOf(onRecord([opened(), ...events]))!, secnumcloud, '2026-11-25');
      return [end?.key, end?.due];
    };
    const later = corrected(uuid(2), { data: { validUntil: '2026-12-07' } });
    expect(keyOf(grant)).toEqual([`grant-end/${uuid(2)}`, '2026-11-30']);
    expect(keyOf(grant, later)).toEqual([`grant-end/${uuid(2)}`, '2026-12-07']);
  });

  it('is a deadline of dependent dossiers, with its own key', () => {
    const [end] = deadlinesOf(dossier, factsOf(onRecord([opened(), grant]))!, secnumcloud, '2026-11-25');
    const key = `dependency-end/${uuid(600)}/grant-end/${uuid(2)}`;
    const expected = { key, kind: 'dependency-end', due: '2026-11-30', state: 'open' };
    expect(dependencyEnd(uuid(600), end!)).toMatchObject(expected);
  });
});

describe('the title of a custom deadline', () => {
  const titled = (...events: DossierEvent[]) =>
    deadlinesOf(dossier, factsOf(onRecord([opened(), ...events]))!, secnumcloud, '2026-11-25').map(
      ({ title }) => title,
    );
  const set = (data: object) =>
    ({ type: 'DeadlineSet', data: { key: 'file', due: '2027-03', ...data } }) as DossierEvent;
  const moved = (data: object) => ({ ...set(data), type: 'DeadlineMoved' }) as DossierEvent;

  it('is that of the officer, otherwise the reason, never the key', () => {
    expect(titled(set({ title: 'Send the file', reason: 'ANSSI asks for it' }))).toEqual(['Send the file']);
    expect(titled(set({ reason: 'ANSSI asks for it' }))).toEqual(['ANSSI asks for it']);
    expect(titled(set({}))).toEqual([null]);
  });

  it('stays when the date moves, whatever the reason', () => {
    expect(titled(set({ reason: 'Send the file' }), moved({ reason: 'Postponed by ANSSI' }))).toEqual([
      'Send the file',
    ]);
    expect(titled(set({}), moved({ title: 'Send all files' }))).toEqual(['Send all files']);
  });
});

it('of an audit that two sources report is due a year after that of the year before', () => {
  const certified = fact('GrantIssued', '2024-01-01', { validUntil: '2026-12-31', referential: '2022' });
  const dues = (...audits: DossierEvent[]) =>
    deadlinesOf(dossier, factsOf(onRecord([opened(), certified, ...audits]))!, iso27001, '2025-02-01')
      .filter(({ kind }) => kind === 'surveillance')
      .map(({ due }) => due);
  const audit = passed('2025-01-03', {});
  expect(dues(audit, fact('SurveillancePassed', '2025-01-05', {}, 'list'))).toEqual(['2026-01-01']);
  expect(dues(audit)).toEqual(['2026-01-01']);
  expect(dues(passed('2024-08-01', {}), audit)).toEqual([]);
});

describe('the spans of a dossier’s deadlines', () => {
  const events = [
    opened(),
    fact('TargetSet', '2022-01', { milestone: 'J3', target: '2023-H1' }, 'company'),
    grant,
    fact('ApplicationFiled', '2025-07-01', {}, 'company'),
    { type: 'DeadlineSet', data: { key: 'file', due: '2026-03', lapses: '2026-04-15' } } as DossierEvent,
    fact('SurveillancePassed', '2024-11-01', { due: '2025-11' }),
  ];

  it('match the evaluation of the events on every day', () => {
    const facts = factsOf(onRecord(events))!;
    const spans = deadlineSpans(dossier, facts, secnumcloud);
    for (const day of [
      '2022-01-01',
      '2023-07-01',
      '2023-11-29',
      '2023-11-30',
      '2025-06-07',
      '2025-07-01',
      '2025-12-01',
      '2026-04-15',
      '2026-04-16',
      '2026-11-30',
      '2026-12-01',
    ]) {
      const at = spans.filter(({ from, to }) => from <= day && day <= to).map(({ value }) => value);
      const byKey = (a: { key: string }, b: { key: string }) => a.key.localeCompare(b.key);
      expect(at.sort(byKey)).toEqual(deadlinesOf(dossier, facts, secnumcloud, day).sort(byKey));
    }
  });
});

it('of two grants of which one event tells have keys of their own, and the first keeps the one that it had alone', () => {
  const listed = { register: 'A list', registerSlug: 'list', entry: 'one', listing: 'granted' as const };
  const milestones = [{ milestone: 'certification', occurred: '2022-05-05' }];
  const seen = fact('RegisterObserved', '2024-06-01', { ...listed, validFrom: '2024-04-07', milestones }, 'list');
  const ends = (day: string) =>
    deadlinesOf(dossier, factsOf(onRecord([opened({ scheme: fedramp.slug }), seen]))!, fedramp, day)
      .filter(({ kind }) => kind === 'grant-end')
      .map(({ key, due, state }) => [key, due, state]);
  expect(ends('2022-08-01')).toEqual([[`grant-end/${uuid(2)}`, '2023-05-05', 'open']]);
  expect(ends('2024-08-01')).toEqual([
    [`grant-end/${uuid(2)}`, '2023-05-05', 'met'],
    [`grant-end/${uuid(2)}/2024-06-01`, '2025-06-01', 'open'],
  ]);
});

describe('the confirmation of deadlines', () => {
  const confirmed = (kind: DeadlineKind, ...events: DossierEvent[]) =>
    deadlinesOf(dossier, factsOf(onRecord([opened(), ...events]))!, secnumcloud, '2026-01-01')
      .filter((deadline) => deadline.kind === kind)
      .map((deadline) => deadline.confirmed);
  const dates = { decision: '77', validFrom: '2024-01-10', validUntil: '2027-01-09' };
  const listed = { register: 'A list', listing: 'granted' as const, ...dates };
  const claimed = fact('RegisterObserved', '2024-01-10', listed, 'press');
  const due = { due: '2026-06-01' };
  const set: DossierEvent = { type: 'DeadlineSet', data: { key: 'audit', due: '2026-06-01' } };

  it.each<[string, DeadlineKind, DossierEvent, boolean]>([
    ['the end of a grant by decision', 'grant-end', grant, true],
    ['the end of a grant that the company tells of', 'grant-end', claimed, false],
    ['its renewal', 'renewal-window', claimed, false],
    ['a surveillance of the authority', 'surveillance', fact('SurveillancePassed', '2025-01-01', due), true],
    ['one in the press', 'surveillance', fact('SurveillancePassed', '2025-01-01', due, 'press'), false],
    [
      'a target of the company',
      'target',
      fact('TargetSet', '2025-01-01', { milestone: 'J1', target: '2026' }, 'company'),
      false,
    ],
    ['a target of the authority', 'target', fact('TargetSet', '2025-01-01', { milestone: 'J1', target: '2026' }), true],
    ['silence since a filing on a list', 'staleness', fact('ApplicationFiled', '2025-12-01', {}, 'list'), true],
    ['silence since a rumour', 'staleness', fact('ApplicationFiled', '2025-12-01', {}, 'press'), false],
    ['what an officer set', 'officer-set', set, true],
  ])('%s', (_, kind, event, expected) => {
    expect(confirmed(kind, event)).toEqual([expected]);
  });

  it('is the authority for the end of its grant: a claim adds no deadline', () => {
    const issued = fact('GrantIssued', '2024-01-10', { decision: '77', validFrom: '2024-01-10' });
    expect(confirmed('grant-end', issued, claimed)).toEqual([]);
    expect(confirmed('grant-end', fact('GrantIssued', '2024-01-10', dates), claimed)).toEqual([true]);
  });
});
