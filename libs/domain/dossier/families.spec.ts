import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '../event/dossier-events.js';
import { builtInSchemes } from '../scheme/catalogue.js';
import type { Scheme } from '../scheme/scheme.js';
import { deadlinesOf } from '../deadline/deadlines.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { dutyScheme, reportScheme, scheme } from '#test/schemes.js';
import { factsOf } from './facts.js';
import { standingOn } from './standing.js';

const read = (by: Scheme, events: DossierEvent[]) => {
  const facts = factsOf(onRecord([opened({ scheme: by.slug }), ...events]))!;
  return {
    on: (day: string) => standingOn(facts, by, day),
    status: (day: string) => standingOn(facts, by, day).status,
    due: (day: string) =>
      deadlinesOf('d', facts, by, day).map(({ kind, due, lapses, state }) =>
        [kind, due, lapses ?? '-', state].join(' '),
      ),
  };
};

describe('a decision', () => {
  const grant = fact('GrantIssued', '2023-06-01', { decision: '1', referential: '1', validUntil: '2025-05-31' });

  it('ends after its stated last day', () => {
    const { status } = read(scheme(), [grant]);
    expect([status('2025-05-31'), status('2025-06-01')]).toEqual(['granted', 'expired']);
  });

  it('ends with the grace of its version if that is earlier', () => {
    const cut = scheme({ referentials: [{ version: '1', published: '2020-01-01', graceEnds: '2024-05-05' }] });
    const { status, on, due } = read(cut, [grant]);
    expect([status('2024-05-05'), status('2024-05-06')]).toEqual(['granted', 'expired']);
    expect(on('2024-04-01')).toMatchObject({
      expiring: true,
      grants: [{ validUntil: '2025-05-31', runsUntil: '2024-05-05' }],
    });
    expect(on('2024-04-01').warnings.map(({ code }) => code)).toEqual(['cut-short']);
    expect(due('2024-04-01')).toContain('grant-end 2024-05-05 - open');
  });

  it('is none if its version or its end is over before its start', () => {
    const cut = scheme({ referentials: [{ version: '1', published: '2020-01-01', graceEnds: '2023-05-05' }] });
    const [ended, announced] = [
      { decision: '1', validUntil: '2023-05-05' },
      fact('AnnouncementMade', '2023-01-01', {}),
    ];
    for (const told of [
      read(cut, [announced, grant]),
      read(scheme(), [announced, fact('GrantIssued', '2023-06-01', ended)]),
    ]) {
      expect(told.on('2024-01-01')).toMatchObject({
        status: 'announced',
        grants: [{ runsFrom: null, runsUntil: null }],
      });
      expect(told.on('2024-01-01').warnings).toHaveLength(1);
      expect(told.due('2024-01-01')).toEqual(['staleness 2024-02-26 - open']); // of the announcement
    }
  });

  it('replaces no announcement if it is over before its start', () => {
    const told = read(scheme(), [
      fact('RegisterObserved', '2024-01-10', { register: 'list', listing: 'granted', validFrom: '2024-01-05' }, 'list'),
      fact('GrantIssued', '2024-02-01', { decision: '1', validUntil: '2023-06-30' }),
    ]);
    expect(told.on('2024-03-01')).toMatchObject({ status: 'granted', confirmed: true });
  });

  it('keeps its stated end if the grace of its version ends later', () => {
    const later = scheme({ referentials: [{ version: '1', published: '2020-01-01', graceEnds: '2027-01-01' }] });
    expect(read(later, [grant]).on('2025-05-31').grants[0]?.runsUntil).toBe('2025-05-31');
  });

  it('has yearly surveillance except in its last year, and ends as stated', () => {
    const yearly = scheme({ duties: dutyScheme.duties });
    const threeYears = fact('GrantIssued', '2023-06-01', { decision: '1', validUntil: '2026-05-31' });
    const passed = fact('SurveillancePassed', '2024-05-20', {});
    const again = fact('SurveillancePassed', '2025-05-20', {});
    const rounds = (day: string, ...events: DossierEvent[]) =>
      read(yearly, [threeYears, ...events])
        .due(day)
        .filter((told) => told.startsWith('surveillance'));
    expect(rounds('2024-05-01')).toEqual(['surveillance 2024-06-01 2024-07-01 open']);
    expect(rounds('2024-06-01', passed)).toEqual(['surveillance 2025-06-01 2025-07-01 open']);
    expect(rounds('2025-06-01', passed, again)).toEqual([]);
    expect(rounds('2026-06-01', passed)).toEqual(['surveillance 2025-06-01 2025-07-01 cancelled']);
    expect(read(yearly, [threeYears]).status('2026-05-31')).toBe('granted');
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

  it('reported by another source remains one report, and is not followed by an older one', () => {
    const again = fact('GrantIssued', '2024-02-20', {}, 'press');
    expect(read(reportScheme, [report, again]).on('2024-03-01')).toMatchObject({
      confirmed: true,
      grants: [{ currentUntil: '2024-12-31', events: [uuid(2), uuid(3)] }],
    });
    const older = fact('GrantIssued', '2024-03-10', { validFrom: '2022-01-01', validUntil: '2022-12-31' });
    const { grants, stale } = read(reportScheme, [report, older]).on('2024-04-01');
    expect([grants.map(({ state }) => state), stale]).toEqual([['in-force', 'expired'], false]);
  });

  it('never ends, and becomes stale a year after the end of its period', () => {
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

  it('is replaced by the next one, which is current again', () => {
    const { on } = read(reportScheme, [report, next]);
    expect(on('2025-03-01')).toMatchObject({ status: 'granted', stale: false });
    expect(on('2025-03-01').grants.map(({ state }) => state)).toEqual(['expired', 'in-force']);
  });

  it('is due for renewal on the last day on which it is current', () => {
    expect(read(reportScheme, [report]).due('2024-12-01')).toContain('staleness 2024-12-31 - open');
    expect(read(reportScheme, [report]).due('2025-01-01')).toContain('staleness 2024-12-31 - missed');
    expect(read(reportScheme, [report, next]).due('2025-03-01')).toContain('staleness 2024-12-31 - met');
  });
});

describe('a duty', () => {
  const authorized = fact('GrantIssued', '2024-03-01', { level: 'B' });
  const kept = fact('SurveillancePassed', '2025-02-15', { duty: 'yearly' });
  const late = fact('SurveillancePassed', '2025-06-01', {});

  it('lapses after the grace of a missed obligation', () => {
    const { status } = read(dutyScheme, [authorized]);
    expect([status('2025-03-31'), status('2025-04-01')]).toEqual(['granted', 'lapsed']);
  });

  it('that has lapsed while it was suspended is reinstated', () => {
    const [suspended, reinstated] = [
      fact('GrantSuspended', '2025-01-01', {}),
      fact('GrantReinstated', '2025-05-20', {}),
    ];
    const { status, on } = read(dutyScheme, [authorized, suspended, reinstated, late]);
    expect([status('2025-03-31'), status('2025-05-21'), status('2025-06-01')]).toEqual([
      'suspended',
      'lapsed',
      'granted',
    ]);
    expect(on('2025-06-01').warnings.map(({ code }) => code)).not.toContain('no-such-grant');
  });

  it('that was withdrawn is reinstated rather than one that lapsed before it', () => {
    const acts = [
      fact('GrantIssued', '2022-01-01', {}),
      fact('GrantIssued', '2024-03-01', {}),
      fact('GrantWithdrawn', '2024-06-01', {}),
      fact('GrantReinstated', '2024-07-01', {}),
    ];
    expect(read(dutyScheme, acts).status('2024-07-02')).toBe('granted');
  });

  it('continues with each audit passed', () => {
    const { status, on } = read(dutyScheme, [authorized, kept]);
    expect([status('2026-03-17'), status('2026-03-18')]).toEqual(['granted', 'lapsed']);
    expect(on('2025-03-01').grants[0]).toMatchObject({ currentUntil: '2026-03-17', validUntil: null });
  });

  it('is reinstated by the next audit passed, and was lapsed in between', () => {
    const { status } = read(dutyScheme, [authorized, late]);
    expect([status('2025-05-31'), status('2025-06-01')]).toEqual(['lapsed', 'granted']);
  });

  it('is not maintained by an audit for another obligation', () => {
    const scan = { code: 'scan', name: { fr: 'analyse', en: 'scan' }, everyMonths: 24 };
    const two = { ...dutyScheme, duties: [...(dutyScheme.duties ?? []), scan] };
    const other = fact('SurveillancePassed', '2025-02-15', { duty: 'scan' });
    expect(read(two, [authorized, other]).status('2025-04-01')).toBe('lapsed');
    expect(read(two, [authorized, other, kept]).status('2025-04-01')).toBe('granted');
  });

  it('ends with its stated end, or at the date set for the next audit', () => {
    const printed = fact('GrantIssued', '2024-03-01', { validUntil: '2024-12-31' });
    expect(read(dutyScheme, [printed]).status('2025-01-01')).toBe('lapsed');
    const early = fact('SurveillancePassed', '2025-02-15', { due: '2025-08' });
    const { status, due } = read(dutyScheme, [authorized, early]);
    expect([status('2025-09-30'), status('2025-10-01')]).toEqual(['granted', 'lapsed']);
    expect(due('2025-03-02')).toContain('surveillance 2025-08 2025-09-30 open');
  });

  it('is maintained by a listing of the authority, and ended by its absence', () => {
    const listed = (day: string, listing: 'granted' | 'absent') =>
      fact('RegisterObserved', day, { register: 'marketplace', listing }, 'list');
    expect(read(dutyScheme, [authorized, listed('2025-02-01', 'granted')]).status('2026-03-03')).toBe('granted');
    const numbered = fact('GrantIssued', '2024-03-01', { decision: 'F-1' }, 'list');
    expect(read(dutyScheme, [numbered, listed('2024-06-01', 'absent')]).status('2024-06-01')).toBe('expired');
  });

  it('is ended by a failed audit that names its number, although it was published later and a lapsed one has none', () => {
    const before = fact('GrantIssued', '2022-01-01', { validUntil: '2022-01-01' });
    const failed = fact('SurveillanceFailed', '2022-11-16', { decision: '7' });
    const late = fact('GrantIssued', '2023-01-01', { validFrom: '2022-11-01', validUntil: '2022-12-31' });
    const { status } = read({ ...dutyScheme, onSurveillanceFailed: 'ends' }, [before, failed, late]);
    expect([status('2022-11-15'), status('2022-11-16')]).toEqual(['granted', 'withdrawn']);
  });

  it('is attested anew by a later announcement, which takes over before it lapses', () => {
    const again = fact('GrantAnnounced', '2025-02-20', {}, 'statement');
    const { status, on } = read(dutyScheme, [authorized, again]);
    expect(status('2026-03-22')).toBe('granted');
    expect(on('2025-03-01').grants.map(({ state }) => state)).toEqual(['expired', 'in-force']);
  });

  it('stays withdrawn when a register still lists it in progress under its number', () => {
    const numbered = fact('GrantIssued', '2024-03-01', { decision: '8' });
    const withdrawn = fact('GrantWithdrawn', '2024-07-03', { decision: '8' });
    const listed = fact(
      'RegisterObserved',
      '2024-07-03',
      { register: 'r', listing: 'in-progress', decision: '8' },
      'list',
    );
    expect(read(dutyScheme, [numbered, withdrawn, listed]).status('2024-08-01')).toBe('withdrawn');
  });

  it('can be withdrawn while it is lapsed, and does not come back then', () => {
    const withdrawn = fact('GrantWithdrawn', '2025-05-01', {});
    const { status } = read(dutyScheme, [authorized, withdrawn, late]);
    expect([status('2025-05-01'), status('2025-06-01')]).toEqual(['withdrawn', 'withdrawn']);
  });

  it('is due every year, and lapses after its grace', () => {
    expect(read(dutyScheme, [authorized]).due('2025-03-02')).toContain('surveillance 2025-03-01 2025-03-31 open');
    expect(read(dutyScheme, [authorized]).due('2025-04-01')).toContain('surveillance 2025-03-01 2025-03-31 missed');
    expect(read(dutyScheme, [authorized, kept]).due('2025-03-02')).toContain('surveillance 2026-02-15 2026-03-17 open');
  });

  it('is expiring before it lapses', () => {
    const { on } = read(dutyScheme, [authorized]);
    expect([on('2025-01-29').expiring, on('2025-01-30').expiring]).toEqual([false, true]);
  });
});

/** Under the built-in schemes, with what their catalogue says of versions, reports and duties. */
describe('a built-in scheme', () => {
  const under = (slug: string, ...events: DossierEvent[]) => {
    const scheme = builtInSchemes.get(slug)!;
    const said = events.map((event) => ({ ...event, source: { kind: 'decision', publisher: scheme.authority } }));
    const { on, status } = read(scheme, said as DossierEvent[]);
    return { on, status, codes: (day: string) => on(day).warnings.map(({ code }) => code) };
  };
  const granted = (data: object, occurred = '2023-06-01') => fact('GrantIssued', occurred, data);

  it.each([
    ['ens', 'RD 3/2010', '2023-06-01', '2025-05-31', '2024-05-05', '2024-05-06'],
    ['hds', '1.0', '2023-06-01', '2026-06-01', '2026-05-16', '2026-05-17'],
    ['iso-27001', '2013', '2023-06-01', '2026-06-01', '2025-10-31', '2025-11-01'],
  ])('%s ends a decision under version %s with that version', (...[slug, referential, ...days]) => {
    const [validFrom, validUntil, last, after] = days;
    const { status, on, codes } = under(slug, granted({ referential, validFrom, validUntil }));
    expect([status(last), status(after)]).toEqual(['granted', 'expired']);
    expect(on(last).grants).toMatchObject([{ validUntil, runsUntil: last }]);
    expect(codes(last)).toContain('cut-short');
  });

  it.each([
    ['ens', 'RD 311/2022', '2023-06-01', '2025-05-31'],
    ['hds', '2.0', '2024-06-01', '2027-05-31'],
    ['iso-27001', '2022', '2023-06-01', '2026-05-31'],
  ])('%s keeps the printed end under version %s', (slug, referential, validFrom, validUntil) => {
    const { status, codes } = under(slug, granted({ referential, validFrom, validUntil }, validFrom));
    expect([status(validUntil), codes(validUntil)]).toEqual(['granted', []]);
  });

  it('eucs flags a grant, because there are only drafts', () => {
    const { codes, status } = under('eucs', granted({ validUntil: '2026-06-01' }));
    expect([status('2024-01-01'), codes('2024-01-01')]).toEqual(['granted', expect.arrayContaining(['before-scheme'])]);
  });

  it.each(['c5', 'soc-2'])('%s has reports that are current for a year after their period, until the next', (slug) => {
    const covers = (year: string, occurred: string) =>
      granted({ validFrom: `${year}-01-01`, validUntil: `${year}-12-31`, level: 'Type 2' }, occurred);
    const { on, codes } = under(slug, covers('2023', '2024-02-10'), covers('2024', '2025-02-20'));
    const days = ['2024-12-31', '2025-01-01', '2025-02-20', '2030-01-01'];
    expect(days.map((day) => [on(day).status, on(day).stale])).toEqual(
      [false, true, false, true].map((stale) => ['granted', stale]),
    );
    expect(codes('2025-03-01')).toEqual([]);
  });

  it.each([
    ['fedramp', 'assessment', 'class C'],
    ['pci-dss', 'revalidation', undefined],
  ])('%s lapses when a year passes without its %s, and comes back with it', (slug, duty, level) => {
    const kept = (day: string) => fact('SurveillancePassed', day, { duty });
    const grant = granted({ ...(level && { level }) }, '2023-03-10');
    const { status, codes } = under(slug, grant, kept('2024-03-01'), kept('2025-06-01'));
    const days = ['2024-03-10', '2025-03-01', '2025-03-02', '2025-06-01', '2026-06-02'];
    expect(days.map(status)).toEqual(['granted', 'granted', 'lapsed', 'granted', 'lapsed']);
    expect(codes('2024-06-01')).toEqual([]);
  });
});
