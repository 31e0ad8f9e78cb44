import { describe, expect, it } from '@jest/globals';
import type { CalendarDeadline } from '#deadlines/queries/dossier-deadlines.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { phrases } from '#language/phrases.js';
import { calendarEventOf } from './calendars.js';

const kept = (override: Partial<Deadline> = {}, reminders: string[] = []): CalendarDeadline => ({
  deadline: {
    key: 'grant-end/9f0e1d2c',
    kind: 'grant-end',
    due: '2026-12-29',
    opens: '2026-07-02',
    lapses: null,
    state: 'open',
    title: '2279',
    event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
    ...override,
  } as Deadline,
  revision: 2,
  changedAt: new Date('2026-11-25T08:00:00Z'),
  place: {
    id: '4b7c',
    provider: { id: '1', slug: 'ovhcloud', name: 'OVHcloud' },
    service: { name: 'Bare Metal Pod', kinds: [] },
    scheme: 'secnumcloud',
  },
  reminders,
});

const about = { url: 'https://jalon.example.org/dossiers/4b7c', schemes: new Map([['secnumcloud', secnumcloud]]) };
const written = (deadline: CalendarDeadline, language: 'fr' | 'en' = 'fr') =>
  calendarEventOf(deadline, about, language);
const said = (...of: Parameters<typeof written>) => {
  const { summary, description, status } = written(...of);
  return [summary, ...description.split('\n'), status];
};

describe('a deadline in a calendar', () => {
  it('says whose it is, which, when, and how it stands', () => {
    expect(said(kept())).toEqual([
      'OVHcloud, Bare Metal Pod (SecNumCloud)\u202f: fin de validité, décision 2279',
      'Échéance\u202f: 29 décembre 2026',
      'Action possible à partir du\u202f: 2 juillet 2026',
      'État\u202f: ouverte',
      'confirmed',
    ]);
    expect(said(kept({ kind: 'transition', lapses: '2027-03-01', title: '1.0 → 2.0' }), 'en')).toEqual([
      'OVHcloud, Bare Metal Pod (SecNumCloud): transition to the new standard version, 1.0 → 2.0',
      'Due: 29 December 2026',
      'Action possible from: 2 July 2026',
      'Action possible until: 1 March 2027',
      'Status: open',
      'confirmed',
    ]);
  });

  it('says that it rests on a claim, but for what a provider announces', () => {
    const claim = { confirmed: false } as const;
    expect(said(kept(claim))[0]).toMatch(/, décision 2279, non confirmée par l’autorité$/);
    expect(said(kept({ ...claim, kind: 'target', title: 'J3' }), 'en')[0]).toMatch(/: announced target, J3$/);
  });

  it('stands on the first day of a month or a year, says that no more is known, and is tentative', () => {
    const target = kept({ kind: 'target', due: '2027-Q1', opens: '2027-01-01', title: 'J3' });
    expect(written(target).day).toBe('2027-01-01');
    expect(said(target)).toEqual([
      'OVHcloud, Bare Metal Pod (SecNumCloud)\u202f: date cible, J3 · 1er trimestre 2027',
      'Échéance\u202f: 1er trimestre 2027',
      'Seul le trimestre est connu\u202f; l’échéance est affichée au premier jour.',
      'État\u202f: ouverte',
      'tentative',
    ]);
  });

  it.each([
    ['met', 'met', 'confirmed'],
    ['cancelled', 'cancelled', 'cancelled'],
  ] as const)('is marked where it is %s', (state, mark, status) => {
    const { summary, status: shown } = written(kept({ state }), 'en');
    expect([summary.split(' · ').at(-1), shown]).toEqual([mark, status]);
  });

  it('keeps its id whatever becomes of it, and gives notice eight times at most', () => {
    const days = Array.from({ length: 12 }, (_, day) => `2026-12-${10 + day}`);
    const moved = written({ ...kept({ due: '2027', state: 'missed' }, days), revision: 7 }, 'en');
    expect([moved.uid, moved.sequence]).toEqual([written(kept()).uid, 7]);
    expect(moved.uid).not.toBe(written(kept({ key: 'grant-end/other' })).uid);
    expect(moved.alarms).toEqual(days.slice(0, 8));
  });
});

it('separates the thousands of its limit', () => {
  expect(phrases('fr').feeds.calendar.truncated(1_000)).toContain('1\u202f000 échéances');
});
