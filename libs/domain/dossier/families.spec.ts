import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '../event/dossier-events.js';
import type { Scheme } from '../scheme/scheme.js';
import { deadlinesOf } from '../deadline/deadlines.js';
import { fact, onRecord, opened } from '#test/events.js';
import { dutyScheme, reportScheme, scheme } from '#test/schemes.js';
import { factsOf } from './facts.js';
import { standingOn } from './standing.js';

const read = (by: Scheme, events: DossierEvent[]) => {
  const facts = factsOf(onRecord([opened({ scheme: by.slug }), ...events]))!;
  return {
    on: (day: string) => standingOn(facts, by, day),
    status: (day: string) => standingOn(facts, by, day).status,
    due: (day: string) =>
      deadlinesOf('d', facts, by, day).map(({ kind, due, lapses, state }) => [kind, due, lapses, state]),
  };
};

describe('a decision', () => {
  const grant = fact('GrantIssued', '2023-06-01', { decision: '1', referential: '1', validUntil: '2025-05-31' });

  it('ends after its printed last day', () => {
    const { status } = read(scheme(), [grant]);
    expect([status('2025-05-31'), status('2025-06-01')]).toEqual(['granted', 'expired']);
  });

  it('ends with the grace of the version it was granted under, where that comes first', () => {
    const cut = scheme({ referentials: [{ version: '1', published: '2020-01-01', graceEnds: '2024-05-05' }] });
    const { status, on, due } = read(cut, [grant]);
    expect([status('2024-05-05'), status('2024-05-06')]).toEqual(['granted', 'expired']);
    expect(on('2024-04-01')).toMatchObject({
      expiring: true,
      grants: [{ validUntil: '2025-05-31', runsUntil: '2024-05-05' }],
    });
    expect(on('2024-04-01').warnings.map(({ code }) => code)).toEqual(['cut-short']);
    expect(due('2024-04-01')).toContainEqual(['grant-end', '2024-05-05', null, 'open']);
  });

  it('keeps its printed end under a version whose grace ends later', () => {
    const later = scheme({ referentials: [{ version: '1', published: '2020-01-01', graceEnds: '2027-01-01' }] });
    expect(read(later, [grant]).on('2025-05-31').grants[0]?.runsUntil).toBe('2025-05-31');
  });

  it('asks for its surveillance year by year, and ends all the same', () => {
    const yearly = scheme({ duties: dutyScheme.duties });
    const passed = fact('SurveillancePassed', '2024-05-20', {});
    expect(read(yearly, [grant]).due('2024-05-01')).toContainEqual([
      'surveillance',
      '2024-06-01',
      '2024-07-01',
      'open',
    ]);
    expect(read(yearly, [grant, passed]).due('2024-06-01')).toContainEqual([
      'surveillance',
      '2025-05-20',
      '2025-06-19',
      'open',
    ]);
    expect(read(yearly, [grant]).status('2025-05-31')).toBe('granted');
  });
});

describe('a report', () => {
  const covered = { validFrom: '2023-01-01', validUntil: '2023-12-31', level: 'Type 2' };
  const report = fact('GrantIssued', '2024-02-10', covered);
  const next = fact('GrantIssued', '2025-02-20', { validFrom: '2024-01-01', validUntil: '2024-12-31' });

  it('is in force from the day it was issued, not from the period that it covers', () => {
    expect(read(reportScheme, [report]).status('2024-02-09')).not.toBe('granted');
    expect(read(reportScheme, [report]).status('2024-02-10')).toBe('granted');
  });

  it('never ends, and goes stale a year after the end of its period', () => {
    const { on } = read(reportScheme, [report]);
    expect(on('2024-12-31')).toMatchObject({ status: 'granted', stale: false, expiring: false });
    expect(on('2025-01-01')).toMatchObject({ status: 'granted', stale: true });
    expect(on('2024-12-31').grants[0]).toMatchObject({
      currentUntil: '2024-12-31',
      runsUntil: null,
      state: 'in-force',
    });
    expect(on('2040-01-01').warnings).toEqual([]);
  });

  it('is followed by the next one, which is fresh again', () => {
    const { on } = read(reportScheme, [report, next]);
    expect(on('2025-03-01')).toMatchObject({ status: 'granted', stale: false });
    expect(on('2025-03-01').grants.map(({ state }) => state)).toEqual(['expired', 'in-force']);
  });

  it('falls due for renewal on its last day as a current one', () => {
    expect(read(reportScheme, [report]).due('2024-12-01')).toContainEqual(['staleness', '2024-12-31', null, 'open']);
    expect(read(reportScheme, [report]).due('2025-01-01')).toContainEqual(['staleness', '2024-12-31', null, 'missed']);
    expect(read(reportScheme, [report, next]).due('2025-03-01')).toContainEqual([
      'staleness',
      '2024-12-31',
      null,
      'met',
    ]);
  });
});

describe('a duty', () => {
  const authorized = fact('GrantIssued', '2024-03-01', { level: 'B' });
  const kept = fact('SurveillancePassed', '2025-02-15', { duty: 'yearly' });
  const late = fact('SurveillancePassed', '2025-06-01', {});

  it('lapses when it is not kept up, once its grace is over', () => {
    const { status } = read(dutyScheme, [authorized]);
    expect([status('2025-03-31'), status('2025-04-01')]).toEqual(['granted', 'lapsed']);
  });

  it('runs on from each round that is passed', () => {
    const { status, on } = read(dutyScheme, [authorized, kept]);
    expect([status('2026-03-17'), status('2026-03-18')]).toEqual(['granted', 'lapsed']);
    expect(on('2025-03-01').grants[0]).toMatchObject({ currentUntil: '2026-03-17', validUntil: null });
  });

  it('comes back when it is taken up again, and was lapsed in between', () => {
    const { status } = read(dutyScheme, [authorized, late]);
    expect([status('2025-05-31'), status('2025-06-01')]).toEqual(['lapsed', 'granted']);
  });

  it('is not kept up by a round of another duty', () => {
    const other = fact('SurveillancePassed', '2025-02-15', { duty: 'monthly scan' });
    expect(read(dutyScheme, [authorized, other]).status('2025-04-01')).toBe('lapsed');
  });

  it('falls due every year, and is missed when its grace is over', () => {
    expect(read(dutyScheme, [authorized]).due('2025-03-02')).toContainEqual([
      'surveillance',
      '2025-03-01',
      '2025-03-31',
      'open',
    ]);
    expect(read(dutyScheme, [authorized]).due('2025-04-01')).toContainEqual([
      'surveillance',
      '2025-03-01',
      '2025-03-31',
      'missed',
    ]);
    expect(read(dutyScheme, [authorized, kept]).due('2025-03-02')).toContainEqual([
      'surveillance',
      '2026-02-15',
      '2026-03-17',
      'open',
    ]);
  });

  it('is warned of before it lapses', () => {
    const { on } = read(dutyScheme, [authorized]);
    expect([on('2025-01-29').expiring, on('2025-01-30').expiring]).toEqual([false, true]);
  });
});
