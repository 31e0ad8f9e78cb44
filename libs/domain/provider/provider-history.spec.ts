import { describe, expect, it } from '@jest/globals';
import { corrected, fact, onRecord, opened, providerFact, registered, retracted, uuid } from '#test/events.js';
import type { ProviderEvent } from '../event/provider-events.js';
import { historyOf, dossierEntries, providerEntries, type About } from './provider-history.js';

const bleu: About = { kind: 'provider', id: uuid(900), name: 'Bleu' };
const dossier: About = { kind: 'dossier', id: uuid(500), scheme: 'secnumcloud', service: null };
const told = (...events: ProviderEvent[]) => providerEntries(onRecord([registered(), ...events]), bleu);

describe('the history of a provider', () => {
  const announced = providerFact('AnnouncementMade', '2021-05-27', { title: 'A plan' });
  const expected = providerFact('AuthorizationExpected', undefined, { title: 'Agreements' });

  it('lists undated events first, then those of the provider and its dossiers by day', () => {
    const j0 = fact('MilestoneReached', '2025-Q2', { milestone: 'J0' }, 'company');
    const all = [...told(announced, expected), ...dossierEntries(onRecord([opened(), j0]), dossier)];
    const { story, storyLeftOut } = historyOf(all, '2026-11-25', 500);
    expect(story.map(({ day, precision, said, about }) => [day, precision, said.type, about.kind])).toEqual([
      [null, null, 'ProviderRegistered', 'provider'],
      [null, null, 'DossierOpened', 'dossier'],
      [null, null, 'AuthorizationExpected', 'provider'],
      ['2021-05-27', 'day', 'AnnouncementMade', 'provider'],
      ['2025-04-01', 'quarter', 'MilestoneReached', 'dossier'],
    ]);
    expect(storyLeftOut).toBe(0);
  });

  it('ends on the day requested', () => {
    const { story } = historyOf(told(announced, expected), '2021-05-26', 500);
    expect(story.map(({ type }) => type)).toEqual(['ProviderRegistered', 'AuthorizationExpected']);
  });

  it('leaves out the oldest entries beyond the limit, and counts them', () => {
    const { story, storyLeftOut } = historyOf(told(announced, expected), '2026-11-25', 1);
    expect(story.map(({ type }) => type)).toEqual(['AnnouncementMade']);
    expect(storyLeftOut).toBe(2);
  });

  it('shows a corrected fact as corrected and marks it, and leaves out a retracted one', () => {
    const right = told(announced, corrected(uuid(2), { occurred: '2021-05-28' }));
    expect(right.map(({ occurred, corrected: was }) => [occurred, was])).toEqual([
      [null, false],
      ['2021-05-28', true],
    ]);
    expect(told(announced, retracted(uuid(2)))).toHaveLength(1);
  });
});
