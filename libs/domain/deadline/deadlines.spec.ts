import { describe, expect, it } from '@jest/globals';
import { factsOf } from '../dossier/facts.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { corrected, fact, onRecord, opened, uuid } from '#test/events.js';
import type { DeadlineKind } from './deadline.js';
import { deadlinesOf, deadlineSpans, dependencyEnd } from './deadlines.js';

const dossier = uuid(500);
const on = (day: string, kind: DeadlineKind, ...events: DossierEvent[]) =>
  deadlinesOf(dossier, factsOf(onRecord([opened(), ...events]))!, secnumcloud, day)
    .filter((deadline) => deadline.kind === kind)
    .map(({ due, state }) => [due, state]);

const grant = fact('GrantIssued', '2023-11-30', {
  decision: '2118',
  validFrom: '2023-11-30',
  validUntil: '2026-11-30',
});
const renewed = fact('GrantIssued', '2026-11-01', { decision: '77', validUntil: '2029-11-01' });
const withdrawn = fact('GrantWithdrawn', '2025-01-01', {});

describe('the end of a grant', () => {
  it('is open up to its last day, then missed', () => {
    expect(on('2026-11-30', 'grant-end', grant)).toEqual([['2026-11-30', 'open']]);
    expect(on('2026-12-01', 'grant-end', grant)).toEqual([['2026-11-30', 'missed']]);
  });

  it('is met by the following grant, and cancelled by a withdrawal', () => {
    expect(on('2026-12-01', 'grant-end', grant, renewed)).toEqual([
      ['2026-11-30', 'met'],
      ['2029-11-01', 'open'],
    ]);
    expect(on('2025-01-01', 'grant-end', grant, withdrawn)).toEqual([['2026-11-30', 'cancelled']]);
  });

  it('is met by a grant after a gap, once it has started', () => {
    const late = fact('GrantIssued', '2026-11-25', {
      decision: '78',
      validFrom: '2026-12-10',
      validUntil: '2029-12-10',
    });
    const end = (day: string) => on(day, 'grant-end', grant, late)[0];
    expect(end('2026-11-30')).toEqual(['2026-11-30', 'open']);
    expect(end('2026-12-09')).toEqual(['2026-11-30', 'missed']);
    expect(end('2026-12-10')).toEqual(['2026-11-30', 'met']);
  });

  it('keeps its key when the end is corrected', () => {
    const keyOf = (...events: DossierEvent[]) =>
      deadlinesOf(dossier, factsOf(onRecord([opened(), ...events]))!, secnumcloud, '2026-11-25').map(({ key, due }) => [
        key,
        due,
      ])[0];
    const moved = corrected(uuid(2), { data: { validUntil: '2026-12-07' } });
    expect(keyOf(grant)).toEqual([`grant-end/${uuid(2)}`, '2026-11-30']);
    expect(keyOf(grant, moved)).toEqual([`grant-end/${uuid(2)}`, '2026-12-07']);
  });

  it('is a deadline of dependent dossiers, with its own key', () => {
    const [end] = deadlinesOf(dossier, factsOf(onRecord([opened(), grant]))!, secnumcloud, '2026-11-25');
    expect(dependencyEnd(uuid(600), end!)).toMatchObject({
      key: `dependency-end/${uuid(600)}/grant-end/${uuid(2)}`,
      kind: 'dependency-end',
      due: '2026-11-30',
      state: 'open',
    });
  });
});

describe('the renewal window', () => {
  it('opens 540 days before the end and lapses with it', () => {
    expect(on('2026-11-30', 'renewal-window', grant)).toEqual([['2025-06-08', 'open']]);
    expect(on('2026-12-01', 'renewal-window', grant)).toEqual([['2025-06-08', 'missed']]);
  });

  it('is met by an application after the start, not by an outdated list', () => {
    const filed = fact('ApplicationFiled', '2025-06-01', {}, 'company');
    const listed = fact('RegisterObserved', '2025-06-01', { register: 'list', listing: 'in-progress' }, 'list');
    expect(on('2025-07-01', 'renewal-window', grant, filed)).toEqual([['2025-06-08', 'met']]);
    expect(on('2025-07-01', 'renewal-window', grant, listed)).toEqual([['2025-06-08', 'open']]);
  });
});

describe('a reservation with a due date', () => {
  const reserved = fact('GrantIssued', '2026-01-01', {
    decision: '1',
    reservations: [{ text: 'logs', due: '2026-06' }, { text: 'keys' }],
  });
  const lifted = fact('ReservationLifted', '2026-05-01', {});

  it('is due in its month, and met when the reservation is lifted', () => {
    expect(on('2026-06-30', 'reservation', reserved)).toEqual([['2026-06', 'open']]);
    expect(on('2026-07-01', 'reservation', reserved)).toEqual([['2026-06', 'missed']]);
    expect(on('2026-07-01', 'reservation', reserved, lifted)).toEqual([['2026-06', 'met']]);
  });
});

describe('surveillance', () => {
  it('is due on the date set by the last audit, and met by the next audit passed', () => {
    const first = fact('SurveillancePassed', '2024-11-01', { due: '2025-11' });
    const failed = fact('SurveillanceFailed', '2025-10-01', {});
    const second = fact('SurveillancePassed', '2025-11-20', { due: '2026-11' });
    expect(on('2025-11-30', 'surveillance', grant, first, failed)).toEqual([['2025-11', 'open']]);
    expect(on('2025-12-01', 'surveillance', grant, first, failed)).toEqual([['2025-11', 'missed']]);
    expect(on('2025-12-01', 'surveillance', grant, first, failed, second)).toEqual([
      ['2025-11', 'met'],
      ['2026-11', 'open'],
    ]);
  });
});

describe('surveillance of one of two decisions', () => {
  it('is not met by an audit of the other decision', () => {
    const other = fact('GrantIssued', '2024-01-01', { decision: '9' });
    const due = fact('SurveillancePassed', '2024-11-01', { decision: '2118', due: '2025-11' });
    const passed = fact('SurveillancePassed', '2025-06-01', { decision: '9' });
    expect(on('2025-07-01', 'surveillance', grant, other, due, passed)).toEqual([['2025-11', 'open']]);
  });
});

describe('a target', () => {
  const target = fact('TargetSet', '2024-01-15', { milestone: 'J3', target: '2025' }, 'company');

  it('is missed after its latest day, met when reached, and cancelled when the dossier is abandoned', () => {
    const abandoned = fact('ApplicationAbandoned', '2025-06-01', {}, 'company');
    expect(on('2025-12-31', 'target', target)).toEqual([['2025', 'open']]);
    expect(on('2026-01-01', 'target', target)).toEqual([['2025', 'missed']]);
    expect(on('2026-12-01', 'target', target, renewed)).toEqual([['2025', 'met']]);
    expect(on('2026-01-01', 'target', target, abandoned)).toEqual([['2025', 'cancelled']]);
    const aside = { type: 'DeadlineCancelled' as const, data: { key: 'target-j3-2025', reason: 'Replaced' } };
    expect(on('2026-01-01', 'target', target, aside)).toEqual([['2025', 'cancelled']]);
  });
});

describe('staleness', () => {
  it('is due 270 days after the last activity, moves with the next, and is missed without one', () => {
    const j0 = fact('MilestoneReached', '2025-04-17', { milestone: 'J0' }, 'company');
    const j1 = fact('MilestoneReached', '2025-11-17', { milestone: 'J1' }, 'company');
    expect(on('2025-11-16', 'staleness', j0, j1)).toEqual([['2026-01-12', 'open']]);
    expect(on('2025-11-17', 'staleness', j0, j1)).toEqual([['2026-08-14', 'open']]);
    expect(on('2026-08-15', 'staleness', j0, j1)).toEqual([['2026-08-14', 'missed']]);
    expect(on('2026-12-01', 'staleness', j0, j1, renewed)).toEqual([['2027-07-29', 'cancelled']]);
  });
});

describe('a custom deadline', () => {
  const set: DossierEvent = { type: 'DeadlineSet', data: { key: 'file', due: '2027-03', lapses: '2027-04-15' } };
  const moved: DossierEvent = { type: 'DeadlineMoved', data: { key: 'file', due: '2027-06' } };

  it('stays open until it lapses, and can be moved, met or cancelled', () => {
    expect(on('2027-04-15', 'officer-set', set)).toEqual([['2027-03', 'open']]);
    expect(on('2027-04-16', 'officer-set', set)).toEqual([['2027-03', 'missed']]);
    expect(on('2027-04-16', 'officer-set', set, moved)).toEqual([['2027-06', 'open']]);
    expect(on('2027-04-16', 'officer-set', set, { type: 'DeadlineMet', data: { key: 'file' } })).toEqual([
      ['2027-03', 'met'],
    ]);
    expect(on('2027-04-16', 'officer-set', set, { type: 'DeadlineCancelled', data: { key: 'file' } })).toEqual([
      ['2027-03', 'cancelled'],
    ]);
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
    const spans = [...deadlineSpans(dossier, facts, secnumcloud).values()].flat();
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
