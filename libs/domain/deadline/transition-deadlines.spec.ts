import { describe, expect, it } from '@jest/globals';
import type { Day } from '../date/day.js';
import { factsOf } from '../dossier/facts.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { c5 } from '../scheme/c5.js';
import { ens } from '../scheme/ens.js';
import { hds } from '../scheme/hds.js';
import { iso27001 } from '../scheme/iso-27001.js';
import type { Scheme } from '../scheme/scheme.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { deadlinesOf } from './deadlines.js';

const dossier = uuid(500);

const transitions = (day: Day, scheme: Scheme, ...events: DossierEvent[]) =>
  deadlinesOf(dossier, factsOf(onRecord([opened({ scheme: scheme.slug }), ...events]))!, scheme, day).filter(
    ({ kind }) => kind === 'transition',
  );

const on = (day: Day, scheme: Scheme, ...events: DossierEvent[]) =>
  transitions(day, scheme, ...events).map(({ key, due, lapses, state }) => [key, due, lapses, state]);

const statesOn = (day: Day, scheme: Scheme, ...events: DossierEvent[]) =>
  transitions(day, scheme, ...events).map(({ state }) => state);

const [first, second] = hds.referentials;

/** As HDS, but what everyone has to use from May 2026 on leaves the old certificates alone until the grace is over. */
const withGrace = (graceEnds: Day | undefined, more: Partial<Scheme> = {}): Scheme => {
  const { graceEnds: _, ...old } = first!;
  return { ...hds, referentials: [{ ...old, ...(graceEnds && { graceEnds }) }, second!], ...more };
};

const lenient = withGrace('2026-11-16');

const grant = fact('GrantIssued', '2024-09-01', { decision: 'A', validUntil: '2027-08-31', referential: '1.0' });
const ofGrant = `transition/${uuid(2)}/2.0`;
const filed = (day: Day, referential?: string) => fact('ApplicationFiled', day, { referential }, 'company');
const intent = (day: Day, referential?: string) => fact('IntentDeclared', day, { referential }, 'company');

describe('the transition of a grant', () => {
  it('is due on the day before the new version becomes mandatory, and lapses with the grace of the old one', () => {
    expect(transitions('2025-01-01', lenient, grant)).toEqual([
      {
        key: ofGrant,
        kind: 'transition',
        due: '2026-05-15',
        opens: '2025-11-16',
        lapses: '2026-11-16',
        state: 'open',
        title: '1.0 → 2.0',
        event: uuid(2),
        confirmed: true,
      },
    ]);
    expect(on('2026-11-16', lenient, grant)).toEqual([[ofGrant, '2026-05-15', '2026-11-16', 'open']]);
    expect(on('2026-11-17', lenient, grant)).toEqual([[ofGrant, '2026-05-15', '2026-11-16', 'missed']]);
  });

  it('opens on the day from which the new version can be used, if known', () => {
    const optional = { ...second!, optionalFrom: '2024-05-16' };
    const scheme = { ...hds, referentials: [lenient.referentials[0]!, optional] };
    expect(transitions('2025-01-01', scheme, grant)[0]?.opens).toBe('2024-05-16');
  });

  it('lapses with the grant if it ends before the grace', () => {
    const short = fact('GrantIssued', '2024-09-01', { validUntil: '2026-08-31', referential: '1.0' });
    expect(on('2025-01-01', lenient, short)).toEqual([[ofGrant, '2026-05-15', '2026-08-31', 'open']]);
  });

  it('lapses on its due date if there is no grace', () => {
    expect(on('2026-05-16', withGrace(undefined), grant)).toEqual([[ofGrant, '2026-05-15', null, 'missed']]);
  });

  it('does not exist if the end of the grant covers it, stated or by the grace of its version', () => {
    const ended = fact('GrantIssued', '2023-05-16', { validUntil: '2026-05-15', referential: '1.0' });
    expect(on('2025-01-01', lenient, ended)).toEqual([]);
    expect(on('2025-01-01', hds, grant)).toEqual([]);
    const ends = deadlinesOf(dossier, factsOf(onRecord([opened(), grant]))!, hds, '2025-01-01').map(({ kind, due }) => [
      kind,
      due,
    ]);
    expect(ends).toContainEqual(['grant-end', '2026-05-16']);
  });

  it('applies to a grant that names no version if only one was available', () => {
    const unnamed = (day: Day) => fact('GrantIssued', day, { validFrom: day, validUntil: '2027-02-28' });
    expect(on('2025-01-01', lenient, unnamed('2024-03-01'))).toHaveLength(1);
    expect(on('2025-01-01', lenient, unnamed('2024-09-01'))).toEqual([]);
  });

  it('does not apply to a grant under the new version or a later one', () => {
    const third = { version: '3.0', published: '2026-09-01' };
    const scheme = { ...hds, referentials: [...hds.referentials, third] };
    const under = (referential: string) => fact('GrantIssued', '2026-10-01', { validUntil: '2029-09-30', referential });
    expect(on('2026-11-01', scheme, under('2.0'))).toEqual([]);
    expect(on('2026-11-01', scheme, under('3.0'))).toEqual([]);
  });

  it('is met by an application or grant under the new version, not by announcements or older applications', () => {
    const state = (...events: DossierEvent[]) =>
      on('2026-04-01', lenient, grant, ...events).flatMap(([key, , , at]) => (key === ofGrant ? [at] : []));
    expect(state(filed('2026-02-01', '2.0'))).toEqual(['met']);
    expect(state(fact('GrantIssued', '2026-03-01', { validUntil: '2029-02-28', referential: '2.0' }))).toEqual(['met']);
    expect(state(intent('2026-02-01', '2.0'))).toEqual(['open']);
    expect(state(filed('2026-02-01', '1.0'))).toEqual(['open']);
    expect(state(fact('ApplicationFiled', '2026-02-01', { referential: '2.0' }, 'other'))).toEqual(['open']);
    expect(
      on('2026-04-01', lenient, filed('2024-06-01', '2.0'), grant).find(([key]) => key === `transition/${uuid(3)}/2.0`),
    ).toEqual([`transition/${uuid(3)}/2.0`, '2026-05-15', '2026-11-16', 'open']);
  });

  it('is met by an application without a version, once only the new one accepts applications', () => {
    expect(statesOn('2026-04-01', lenient, grant, filed('2026-02-01'))[0]).toBe('met');
  });

  it('is cancelled by a withdrawal, and passes to the following grant', () => {
    expect(on('2026-04-01', lenient, grant, fact('GrantWithdrawn', '2026-03-01', {}))).toEqual([
      [ofGrant, '2026-05-15', '2026-11-16', 'cancelled'],
    ]);
    const next = fact('GrantIssued', '2026-03-01', { decision: 'B', validUntil: '2029-02-28', referential: '1.0' });
    const scheme = withGrace(undefined);
    expect(on('2026-04-01', scheme, grant, next).map(([key, , , state]) => [key, state])).toEqual([
      [ofGrant, 'cancelled'],
      [`transition/${uuid(3)}/2.0`, 'open'],
    ]);
  });

  it('applies to a report while current, and to a duty while maintained', () => {
    const report = withGrace(undefined, { family: 'report', currentForMonths: 12, duties: undefined });
    const issued = (validUntil: Day) => fact('GrantIssued', '2025-10-01', { validUntil, referential: '1.0' });
    expect(on('2025-11-01', report, issued('2025-09-30'))).toHaveLength(1);
    expect(on('2025-11-01', report, issued('2025-03-31'))).toEqual([]);
    const duty = withGrace(undefined, { family: 'duty' });
    const kept = fact('GrantIssued', '2024-10-01', { referential: '1.0' });
    expect(statesOn('2025-09-30', duty, kept)[0]).toBe('open');
    expect(statesOn('2025-10-02', duty, kept)[0]).toBe('cancelled');
    expect(statesOn('2025-10-02', duty, kept, fact('SurveillancePassed', '2025-09-20', {}))[0]).toBe('open');
  });
});

describe('the transition of an application', () => {
  const ofApplication = `transition/${dossier}/2.0`;

  it('is due when the new version becomes mandatory, and lapses with the grace of the old one', () => {
    expect(on('2025-01-01', hds, filed('2024-08-01', '1.0'))).toEqual([
      [ofApplication, '2026-05-15', '2026-05-16', 'open'],
    ]);
    expect(on('2025-01-01', hds, filed('2023-08-01'))).toHaveLength(1); // there was only 1.0
    expect(on('2025-01-01', hds, filed('2024-08-01'))).toEqual([]); // it may be under either
    expect(on('2025-01-01', hds, filed('2024-12-01'))).toEqual([]); // too late for 1.0
  });

  it('is met by an event that names the new version, and by a grant under it', () => {
    const state = (...events: DossierEvent[]) => statesOn('2026-04-01', hds, filed('2024-08-01', '1.0'), ...events);
    expect(state(intent('2025-06-01', '2.0'))).toEqual(['met']);
    expect(
      state(fact('TargetSet', '2025-06-01', { milestone: 'certificate', target: '2026', referential: '2.0' })),
    ).toEqual(['met']);
    expect(state(fact('GrantIssued', '2026-03-01', { validUntil: '2029-02-28', referential: '2.0' }))).toEqual(['met']);
    expect(state(intent('2025-06-01', '9.9'))).toEqual(['open']);
  });

  it('is cancelled by refusal, abandonment or a grant under the old version, and reopens with another application', () => {
    const old = filed('2024-06-01', '1.0');
    const refused = fact('ApplicationRefused', '2024-09-01', {});
    expect(statesOn('2025-01-01', hds, old, refused)).toEqual(['cancelled']);
    expect(statesOn('2025-01-01', hds, old, fact('ApplicationAbandoned', '2024-09-01', {}))).toEqual(['cancelled']);
    expect(statesOn('2025-01-01', hds, old, grant)).toEqual(['cancelled']);
    expect(statesOn('2025-01-01', hds, old, refused, filed('2024-11-01', '1.0'))).toEqual(['open']);
    expect(on('2025-01-01', hds, old, refused, filed('2024-11-01', '2.0'))).toEqual([]);
  });

  it('does not exist if the preceding grant has the same one', () => {
    expect(on('2025-06-01', lenient, grant, filed('2025-05-01', '1.0')).map(([key]) => key)).toEqual([ofGrant]);
  });
});

describe('an intent under an older version', () => {
  const toFile = `transition-new/${dossier}/2.0`;

  it('must be filed before the new version is required for new applications', () => {
    expect(on('2024-06-01', hds, intent('2024-06-01', '1.0'))).toEqual([[toFile, '2024-11-15', null, 'open']]);
    expect(on('2024-11-16', hds, intent('2024-06-01', '1.0'))).toEqual([[toFile, '2024-11-15', null, 'missed']]);
    expect(on('2024-06-01', hds, intent('2024-06-01'))).toEqual([]);
  });

  it('is met by an application, which has its own transition, and by an event that names the new version', () => {
    expect(on('2024-11-01', hds, intent('2024-06-01', '1.0'), filed('2024-10-01'))).toEqual([
      [`transition/${dossier}/2.0`, '2026-05-15', '2026-05-16', 'open'],
      [toFile, '2024-11-15', null, 'met'],
    ]);
    expect(on('2024-11-01', hds, intent('2024-06-01', '1.0'), intent('2024-10-01', '2.0'))).toEqual([
      [toFile, '2024-11-15', null, 'met'],
    ]);
  });
});

describe('the transitions of the built-in schemes', () => {
  const told = (scheme: Scheme, day: Day, version: string) => {
    const [outcome] = scheme.milestones.filter(({ gives }) => gives === 'granted');
    const granted = fact('GrantIssued', day, {
      validUntil: '2099-12-31',
      referential: version,
      milestone: outcome?.code,
    });
    const dues = (event: DossierEvent) => on(day, scheme, event).map(([key, due, lapses]) => [key, due, lapses]);
    return {
      grant: dues(granted).map(([, ...dates]) => dates),
      application: dues(filed(day, version)).map(([, ...dates]) => dates),
      intent: dues(intent(day, version)).map(([, ...dates]) => dates),
    };
  };

  it('follow from their dates; the end of the grace ends the grants', () => {
    expect(told(hds, '2024-06-01', '1.0')).toEqual({
      grant: [],
      application: [['2026-05-15', '2026-05-16']],
      intent: [['2024-11-15', null]],
    });
    expect(told(iso27001, '2022-12-01', '2013')).toEqual({
      grant: [],
      application: [['2025-10-30', '2025-10-31']],
      intent: [['2024-04-30', null]],
    });
    expect(told(ens, '2022-12-01', 'RD 3/2010')).toEqual({
      grant: [],
      application: [['2024-05-04', '2024-05-05']],
      intent: [],
    });
    expect(told(c5, '2026-11-01', '2020')).toEqual({ grant: [], application: [], intent: [['2027-05-31', null]] });
    expect(told(secnumcloud, '2024-06-01', '3.1')).toEqual({ grant: [], application: [], intent: [] });
  });
});
