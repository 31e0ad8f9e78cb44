import { describe, expect, it } from '@jest/globals';
import { decision, dossier, listing } from '#test/dossier-answers.js';
import { fact } from '#test/events.js';
import { dutyScheme } from '#test/schemes.js';

describe('a register of the authority', () => {
  it('un-confirms a numbered grant that it lists no more, until it lists it again', () => {
    const told = dossier([
      decision,
      listing('2024-05-01', 'absent'),
      listing('2024-06-01', 'absent'),
      listing('2024-07-01', 'granted'),
    ]);
    expect(told.status('2024-06-15')).toEqual(['granted', false]);
    expect(told.on('2024-06-15').warnings).toMatchObject([
      { code: 'no-longer-listed', params: { since: '2024-05-01' } },
    ]);
    expect(told.status('2024-07-01')).toEqual(['granted', true]);
    expect(told.codes('2024-07-01')).toEqual([]);
  });

  it('of services in progress says nothing about a grant by leaving it out', () => {
    const register = 'ANSSI services in progress';
    const told = dossier([
      listing('2023-05-01', 'in-progress', 'list', { register }),
      decision,
      listing('2024-05-01', 'absent', 'list', { register }),
    ]);
    expect(told.status('2024-06-15')).toEqual(['granted', true]);
    expect(told.codes('2024-06-15')).toEqual([]);
  });

  it('leaves its grant and the deadlines of it unconfirmed, too, while it is in doubt', () => {
    const told = dossier([decision, listing('2024-05-01', 'absent'), listing('2024-07-01', 'granted')]);
    const [before, during, after] = ['2024-04-30', '2024-05-01', '2024-07-01'].map((day) => told.on(day).grants);
    expect(before).toMatchObject([{ confirmed: true, doubt: null }]);
    expect(during).toMatchObject([{ confirmed: false, doubt: 'no-longer-listed' }]);
    expect(after).toMatchObject([{ confirmed: true, doubt: null }]);
    const old = dossier([listing('2026-09-15', 'granted', 'catalogue', { validUntil: '2029-09-14' })]);
    expect(old.on('2027-06-13').grants).toMatchObject([{ confirmed: false, doubt: 'listing-outdated' }]);
    const ends = (day: string) => old.deadlines(day).filter(({ kind }) => kind === 'grant-end');
    expect([...ends('2027-06-12'), ...ends('2027-06-13')].map(({ confirmed }) => confirmed)).toEqual([true, false]);
  });

  it('un-confirms an open dossier that it lists no more', () => {
    const told = dossier([listing('2024-01-01', 'in-progress'), listing('2024-05-01', 'absent')]);
    expect(told.status('2024-04-30')).toEqual(['in-progress', true]);
    expect(told.status('2024-05-01')).toEqual(['in-progress', false]);
    expect(told.codes('2024-05-01')).toEqual(['no-longer-listed']);
  });

  it('does not un-confirm a coming grant that the authority tells of later', () => {
    const entry = { registerSlug: 'list', entry: 'one' };
    const told = dossier([
      listing('2022-01-01', 'granted', 'catalogue', { ...entry, validFrom: '2022-07-04' }),
      listing('2022-01-01', 'granted', 'catalogue', entry),
      listing('2022-07-03', 'absent', 'catalogue', entry),
      listing('2022-01-01', 'granted', 'catalogue', entry),
      listing('2022-07-04', 'granted', 'catalogue', { ...entry, validFrom: '2022-07-03', validUntil: '2022-07' }),
    ]);
    expect(told.on('2022-07-03')).toMatchObject({ status: 'renewing', confirmed: true, warnings: [] });
  });

  it('confirms the dossier again when it lists it in progress, also if a grant is to come', () => {
    const told = dossier([
      listing('2024-01-01', 'granted', 'catalogue', { validFrom: '2024-09-01' }),
      listing('2024-05-01', 'absent'),
      listing('2024-06-01', 'in-progress'),
    ]);
    expect(told.status('2024-05-01')).toEqual(['in-progress', false]);
    expect(told.status('2024-06-01')).toEqual(['in-progress', true]);
    expect(told.on('2024-06-01').because).toHaveLength(2);
  });

  it('that was not read for long does not confirm a grant that is known from it alone', () => {
    const told = dossier([listing('2026-09-15', 'granted')]);
    expect(told.status('2027-06-12')).toEqual(['granted', true]);
    expect(told.on('2036-01-01')).toMatchObject({ status: 'granted', confirmed: false, stale: true });
    expect(told.codes('2036-01-01')).toContain('listing-outdated');
    expect(dossier([decision, listing('2024-01-01', 'granted')]).status('2026-01-01')).toEqual(['granted', true]);
  });

  it('shows that a duty is kept up', () => {
    const authorized = fact('GrantIssued', '2024-01-10', {});
    const claimed = fact('SurveillancePassed', '2025-01-05', {}, 'company');
    expect(dossier([authorized, claimed], dutyScheme).status('2025-03-20')).toEqual(['lapsed', true]);
    expect(dossier([authorized, claimed], dutyScheme).codes('2025-01-06')).toEqual(['act-unconfirmed']);
  });
});
