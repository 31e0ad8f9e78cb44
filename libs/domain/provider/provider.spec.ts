import { describe, expect, it } from '@jest/globals';
import type { NewProviderEvent, ProviderEvent } from '../event/provider-events.js';
import { onRecord, providerFact, registered, uuid } from '#test/events.js';
import { decides } from '#test/given.js';
import { otherSlug, providerOf, recordOnProvider, registerProvider, type ProviderRecord } from './provider.js';
import { providerOn } from './provider-view.js';

const alias = (name: string): ProviderEvent => ({ type: 'AliasAdded', data: { name } });
const renamed = (name: string): ProviderEvent => ({ type: 'ProviderRenamed', data: { name } });
const record = (event: ProviderEvent) => (before: ProviderRecord) =>
  recordOnProvider(before, event as NewProviderEvent);

describe('registering a provider', () => {
  const register = (asked: Parameters<typeof registerProvider>[1]) => (before: ProviderRecord) =>
    registerProvider(before, asked);
  const named = { name: '華為雲', slug: 'huawei-cloud' };
  decides<ProviderEvent>([
    ['records its name', [], register({ name: 'Bleu' }), [registered()]],
    ['records a slug when one is given', [], register(named), [{ type: 'ProviderRegistered', data: named }]],
    ['is refused twice', [registered()], register({ name: 'BLEU' }), 'already-exists name'],
    ['is refused for an unusable name', [], register({ name: '—' }), 'name-unusable name'],
  ]);

  it('has the slug of its name, with part of its id where that is empty or taken', () => {
    const slugOf = (name: string) => otherSlug('12345678-9', name, (slug) => slug === 'bleu');
    expect(['Vert', 'Bleu', '華為雲'].map(slugOf)).toEqual([undefined, 'bleu-12345678', 'provider-12345678']);
  });
});

const correction = (name: string): ProviderEvent => ({
  type: 'EventCorrected',
  data: { event: uuid(1), changes: { data: { name } }, reason: 'misread' },
});

describe('recording on a provider', () => {
  decides<ProviderEvent>([
    ['is refused before it is registered', [], record(alias('OVH')), 'not-found provider'],
    [
      'is refused for an alias without a letter or digit',
      [registered()],
      record(alias('!')),
      'name-unusable data.name',
    ],
    ['adds an alias', [registered()], record(alias('Bleu SAS')), [alias('Bleu SAS')]],
    ['corrects no name away', [registered()], record(correction('!!!')), 'name-unusable data.changes.data.name'],
  ]);
});

describe('a provider', () => {
  it('has each identifier once, apart from its names', () => {
    const identified = (name: string, identifierKind: 'vat' | 'siren'): ProviderEvent => ({
      type: 'AliasAdded',
      data: { name, identifierKind },
    });
    const events = [registered('OVH'), identified('FR 22 424 761 419', 'vat'), identified('VATFR-22424761419', 'vat')];
    expect(providerOf(onRecord([...events, identified('424761419', 'siren')]))).toMatchObject({
      names: ['OVH'],
      identifiers: [
        { kind: 'vat', value: 'FR22424761419' },
        { kind: 'siren', value: '424761419' },
      ],
    });
  });

  it('has its latest name, and keeps its slug and all names', () => {
    const events = [registered('OVH'), alias('OVH Groupe'), renamed('OVHcloud'), alias('OVH')];
    expect(providerOf(onRecord(events))).toEqual({
      name: 'OVHcloud',
      slug: 'ovh',
      names: ['OVHcloud', 'OVH', 'OVH Groupe'],
      identifiers: [],
      namedBy: null,
    });
  });

  it('keeps its slug when its first name is corrected', () => {
    const corrected = providerOf(onRecord([registered('Acme'), correction('Zeta')]));
    expect(corrected).toMatchObject({ name: 'Zeta', slug: 'acme' });
  });

  it('loses an alias that was retracted', () => {
    const gone: ProviderEvent = { type: 'EventRetracted', data: { event: uuid(2), reason: 'another company' } };
    expect(providerOf(onRecord([registered('OVH'), alias('Kimsufi'), gone]))?.names).toEqual(['OVH']);
  });

  it('does not exist before it is registered', () => {
    expect(providerOf([])).toBeUndefined();
  });
});

describe('the standing of a provider', () => {
  const expected = (title: string, occurred?: string) => providerFact('AuthorizationExpected', occurred, { title });
  const merger = providerFact('AuthorizationObtained', '2023', {
    title: 'Merger control',
    authority: 'European Commission',
  });
  const validated = providerFact('ValidationIssued', '2021-05-27', { authority: 'ANSSI' });
  const owned = (occurred: string, holder: string) =>
    providerFact('OwnershipDeclared', occurred, { holders: [{ name: holder }] });

  it('shows an undated expectation until it is fulfilled by title or authority', () => {
    const standing = (day: string) =>
      providerOn(onRecord([registered(), expected('Agreements'), expected('merger control', '2022'), merger]), day);
    expect(standing('2021-01-01').authorizations.expected.map(({ title }) => title)).toEqual(['Agreements']);
    expect(standing('2022-06-01').authorizations.expected.map(({ title }) => title)).toEqual([
      'Agreements',
      'merger control',
    ]);
    expect(standing('2023-01-01').authorizations.expected.map(({ title }) => title)).toEqual(['Agreements']);
  });

  it('names the expectations that an authorization fulfils', () => {
    const clearance = providerFact('AuthorizationObtained', '2023', { title: 'Agreements' });
    const { authorizations } = providerOn(onRecord([registered(), expected('agreements'), clearance]), '2026-11-25');
    expect(authorizations.expected).toEqual([]);
    expect(authorizations.obtained.map(({ fulfils }) => fulfils)).toEqual([[uuid(2)]]);
    expect(authorizations.fulfilled.map(({ event }) => event)).toEqual([uuid(2)]);
  });

  it('shows a validation as a claim of whoever reported it', () => {
    expect(providerOn(onRecord([registered(), validated]), '2026-11-25').validations).toEqual([
      {
        authority: 'ANSSI',
        event: uuid(2),
        occurred: '2021-05-27',
        confirmed: false,
        source: { kind: 'company', publisher: 'Bleu' },
      },
    ]);
  });

  it('shows the latest declared ownership of the day', () => {
    const standing = (day: string) => providerOn(onRecord([registered(), owned('2024', 'B'), owned('2021', 'A')]), day);
    expect(
      [standing('2020-01-01'), standing('2022-01-01'), standing('2024-01-01')].map(
        ({ ownership }) => ownership?.holders,
      ),
    ).toEqual([undefined, [{ name: 'A' }], [{ name: 'B' }]]);
    expect(standing('2024-01-01').ownershipHistory.map(({ holders, until }) => [holders[0]?.name, until])).toEqual([
      ['B', null],
      ['A', '2023-12-31'],
    ]);
  });

  it('has the date of its last activity, without administrative events', () => {
    const hearsay = providerFact('StatementMade', '2025', { speaker: 'somebody' }, 'other');
    expect(providerOn(onRecord([registered(), validated, alias('x'), hearsay]), '2026-11-25').lastHeard).toBe(
      '2021-05-27',
    );
  });
});
