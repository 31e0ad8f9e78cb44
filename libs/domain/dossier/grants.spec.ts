import { describe, expect, it } from '@jest/globals';
import { secnumcloud } from '../scheme/secnumcloud.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { factsOf } from './facts.js';
import { standingOn } from './standing.js';

const on = (day: string, ...events: DossierEvent[]) =>
  standingOn(factsOf(onRecord([opened(), ...events]))!, secnumcloud, day);

const grants = (day: string, ...events: DossierEvent[]) =>
  on(day, ...events).grants.map(({ decision, validFrom, validUntil, state, confirmed }) => [
    decision,
    validFrom,
    validUntil,
    state,
    confirmed,
  ]);

const press = fact('RegisterObserved', '2021-05', { register: 'press', listing: 'granted' }, 'press');
const decision = fact(
  'GrantIssued',
  '2023-12-28',
  { decision: '2279', validFrom: '2023-12-28', validUntil: '2026-12-29' },
  'catalogue',
);
const listing = (
  day: string,
  as: 'granted' | 'in-progress' | 'absent',
  kind: 'list' | 'catalogue' | 'press',
  more: { validUntil?: string } = {},
) => fact('RegisterObserved', day, { register: 'a register', listing: as, ...more }, kind);

describe('the grants of a dossier', () => {
  it('begin without a number when only the press says so', () => {
    expect(grants('2021-05-31', press)).toEqual([[null, '2021-05', null, 'in-force', false]]);
  });

  it('absorb what was known without a number once the decision is on record', () => {
    expect(grants('2024-01-01', press, decision)).toEqual([['2279', '2023-12-28', '2026-12-29', 'in-force', true]]);
  });

  it('take an unknown end from a catalogue that lists them', () => {
    const listed = listing('2026-09-15', 'granted', 'catalogue', { validUntil: '2028-01-25' });
    expect(grants('2026-11-25', press, listed)).toEqual([[null, '2021-05', '2028-01-25', 'in-force', true]]);
  });

  it('are confirmed, not doubled, by a later announcement', () => {
    const announced = fact('GrantAnnounced', '2024-01-11', {}, 'company');
    expect(grants('2024-02-01', decision, announced)).toHaveLength(1);
  });

  it('are confirmed, not doubled, by the same decision recorded from another source', () => {
    const again = fact('GrantIssued', '2023-12-28', { decision: '2279', validUntil: '2026-12-29' }, 'decision');
    expect(grants('2024-02-01', decision, again)).toHaveLength(1);
  });

  it('stand side by side when a new decision comes before the old one ends', () => {
    const renewed = fact('GrantIssued', '2026-11-02', {
      decision: '31',
      validFrom: '2026-11-02',
      validUntil: '2029-11-02',
    });
    expect(grants('2027-01-01', decision, renewed)).toEqual([
      ['2279', '2023-12-28', '2026-12-29', 'expired', true],
      ['31', '2026-11-02', '2029-11-02', 'in-force', true],
    ]);
  });

  it('end, without a number, when an equal or better source no longer lists them', () => {
    expect(on('2022-01-02', press, listing('2022-01-02', 'absent', 'press')).status).toBe('expired');
    expect(on('2022-01-02', press, listing('2022-01-02', 'absent', 'list')).status).toBe('expired');
  });

  it('do not end by the word of a lesser source', () => {
    const known = listing('2022-01-01', 'granted', 'catalogue');
    const { status, warnings } = on('2022-02-01', known, listing('2022-02-01', 'absent', 'press'));
    expect([status, warnings.map(({ code }) => code)]).toEqual([
      'granted',
      ['listing-contradicts', 'no-end-on-record'],
    ]);
  });

  it('are not undone by a list that lags, only flagged with the events on both sides', () => {
    const { status, warnings } = on('2026-09-26', decision, listing('2026-09-26', 'in-progress', 'list'));
    expect(status).toBe('granted');
    expect(warnings).toEqual([expect.objectContaining({ code: 'listing-contradicts', events: [uuid(2), uuid(3)] })]);
  });

  it('are suspended and withdrawn by name, the others left alone', () => {
    const second = fact('GrantIssued', '2025-01-01', { decision: '9', validUntil: '2027-12-31' });
    const withdrawn = fact('GrantWithdrawn', '2025-06-01', { decision: '2279' });
    expect(on('2025-06-01', decision, second, withdrawn).status).toBe('granted');
    expect(grants('2025-06-01', decision, second, withdrawn).map((grant) => grant[3])).toEqual([
      'withdrawn',
      'in-force',
    ]);
  });

  it('cannot be suspended when there are none: the act is shown with a warning', () => {
    const { warnings } = on('2025-06-01', fact('GrantSuspended', '2025-06-01', {}));
    const told = warnings.map(({ code, kind, text, events }) => [code, kind, text, events]);
    expect(told).toEqual([['no-such-grant', 'implausible', 'no grant in force to be suspended', [uuid(2)]]]);
  });

  it('are flagged when sources name different ends, and keep the first', () => {
    const differs = listing('2024-05-01', 'granted', 'list', { validUntil: '2026-12-28' });
    const { grants: held, warnings } = on('2024-06-01', decision, differs);
    expect([held[0]?.validUntil, warnings[0]?.code]).toEqual(['2026-12-29', 'end-differs']);
  });

  it('are flagged when longer than the scheme allows, with a week of tolerance', () => {
    const until = (validUntil: string) =>
      fact('GrantIssued', '2023-01-01', { decision: '1', validFrom: '2023-01-01', validUntil });
    expect(on('2023-06-01', until('2026-01-08')).warnings).toEqual([]);
    expect(on('2023-06-01', until('2026-01-09')).warnings.map(({ code }) => code)).toEqual(['validity-too-long']);
  });

  it('are flagged when their decision has no end on record', () => {
    const { warnings } = on('2026-09-30', fact('GrantIssued', '2026-01-01', { decision: '1' }));
    expect(warnings.map(({ code }) => code)).toEqual(['no-end-on-record']);
  });
});
