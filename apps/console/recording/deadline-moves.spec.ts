import { describe, expect, it } from '@jest/globals';
import type { DeadlineOfDossier } from '#deadlines/queries/dossier-deadlines.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { deadlineMoves } from './preview.js';

const deadline = (key: string, over: Partial<Deadline> = {}): Deadline => ({
  key,
  kind: 'target',
  due: '2027-H1',
  opens: '2026-07-01',
  lapses: null,
  state: 'open',
  title: key,
  event: 'e',
  confirmed: false,
  ...over,
});

const placed = (...deadlines: Deadline[]): ReadonlyMap<string, DeadlineOfDossier> =>
  new Map(deadlines.map((one) => [one.key, { deadline: one, place: { provider: 'p', dossier: 'd', scheme: 's' } }]));

const kinds = (before: Deadline[], after: Deadline[]) =>
  deadlineMoves({ before: placed(...before), after: placed(...after) }).map(
    ({ kind, before: was, after: is }) => `${(is ?? was)?.key} ${kind}`,
  );

describe('what becomes of deadlines', () => {
  it('is told of those that come, go, move, or are settled, the soonest first', () => {
    const before = [
      deadline('gone'),
      deadline('moved', { due: '2028' }),
      deadline('met', { due: '2026-12-01' }),
      deadline('again', { state: 'met', due: '2026-12-02' }),
      deadline('late', { due: '2026' }),
    ];
    const after = [
      deadline('new', { due: '2029' }),
      deadline('moved', { due: '2028-Q2' }),
      deadline('met', { state: 'met', due: '2026-12-01' }),
      deadline('again', { due: '2026-12-02' }),
      deadline('late', { due: '2026', state: 'missed' }),
    ];
    expect(kinds(before, after)).toEqual([
      'late missed',
      'met met',
      'again reopens',
      'gone goes',
      'moved moves',
      'new comes',
    ]);
  });

  it('is nothing where they stay as they are, or are settled and nobody waits for them', () => {
    const settled = deadline('settled', { state: 'met' });
    expect(kinds([deadline('same')], [deadline('same')])).toEqual([]);
    expect(kinds([], [settled])).toEqual([]);
    expect(kinds([settled], [])).toEqual([]);
    expect(kinds([settled], [{ ...settled, due: '2030' }])).toEqual([]);
  });
});
