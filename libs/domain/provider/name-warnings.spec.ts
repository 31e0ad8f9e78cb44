import { describe, expect, it } from '@jest/globals';
import { onRecord, registered, retracted, uuid } from '#test/events.js';
import type { ProviderEvent } from '../event/provider-events.js';
import type { NamesAround } from './name-warnings.js';
import { providerOn } from './provider-view.js';

const alias = (name: string): ProviderEvent => ({ type: 'AliasAdded', data: { name } });

const warningsWith = (around: Partial<NamesAround>, ...events: ProviderEvent[]) =>
  providerOn(onRecord(events), '2026-11-25', { others: [], services: [], ...around }).warnings.map(
    ({ code, kind, params, events: ids }) => ({ code, kind, params, events: ids }),
  );

const OVH = { name: 'OVHcloud', slug: 'ovhcloud' };

describe('a name that looks like that of another provider', () => {
  it.each(['0VHcloud', 'OVHcIoud', 'ОVHcloud', 'OVHclоud', 'ovhс1oud', 'O\u0301VHc1oud'])('warns for %s', (name) => {
    expect(warningsWith({ others: [OVH] }, registered(name))).toContainEqual({
      code: 'name-look-alike',
      kind: 'implausible',
      params: { name, other: 'OVHcloud', provider: 'ovhcloud' },
      events: [uuid(1)],
    });
  });

  it.each(['OVHcloud', 'OVHCLOUD', 'Ovhcloud'])('is the same: %s', (name) => {
    expect(warningsWith({ others: [OVH] }, registered('Bleu'), alias(name))).toMatchObject([
      { code: 'name-shared', kind: 'implausible', params: { name, provider: 'ovhcloud' }, events: [uuid(2)] },
    ]);
  });

  it.each(['ovh-cloud', 'OVH', 'OVHclouds'])('does not warn for %s', (name) => {
    expect(warningsWith({ others: [OVH] }, registered(name))).toEqual([]);
  });

  it('warns for an alias as well, until it is retracted', () => {
    const events = [registered('Bleu'), alias('0VHcloud')];
    expect(warningsWith({ others: [OVH] }, ...events)).toMatchObject([{ code: 'name-look-alike', events: [uuid(2)] }]);
    expect(warningsWith({ others: [OVH] }, ...events, retracted(uuid(2)))).toEqual([]);
  });
});

describe('services of a provider', () => {
  it('warn if their names look alike, not if two dossiers are of one service', () => {
    expect(warningsWith({ services: ['Bare Metal', 'Bаre Metal', 'BARE METAL', 'Vault'] }, registered())).toEqual([
      {
        code: 'service-look-alike',
        kind: 'implausible',
        params: { name: 'Bаre Metal', other: 'BARE METAL' },
        events: [],
      },
      {
        code: 'name-mixed-scripts',
        kind: 'implausible',
        params: { name: 'Bаre Metal', word: 'Bаre', scripts: ['Latin', 'Cyrillic'] },
        events: [],
      },
    ]);
  });
});

describe('a word with letters of several scripts', () => {
  it.each([
    ['Blеu', 'Blеu', ['Latin', 'Cyrillic']],
    ['Cloud Οrange', 'Οrange', ['Latin', 'Greek']],
    ['Сloudοs', 'Сloudοs', ['Latin', 'Greek', 'Cyrillic']],
  ])('warns: %s', (name, word, scripts) => {
    expect(warningsWith({}, registered(name))).toEqual([
      { code: 'name-mixed-scripts', kind: 'implausible', params: { name, word, scripts }, events: [uuid(1)] },
    ]);
  });

  it.each(['Яндекс Cloud', 'Яндекс.Cloud', 'Éducation', 'Νέφος', '華為 Cloud', '20 µs'])('%s does not', (name) => {
    expect(warningsWith({}, registered(name))).toEqual([]);
  });
});
