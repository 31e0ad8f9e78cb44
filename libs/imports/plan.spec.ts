import { describe, expect, it } from '@jest/globals';
import { recordOnDossier } from '#domain/dossier/dossier.js';
import { assertTransfers } from '#domain/dossier/transfer.js';
import { recordableOnDossier, type NewDossierEvent } from '#domain/event/dossier-events.js';
import { recordableOnProvider, type NewProviderEvent } from '#domain/event/provider-events.js';
import { recordOnProvider } from '#domain/provider/provider.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { LENGTH_ONLY_TYPES, lengthOnly } from './plan.js';

const dossier = { id: '00000000-0000-4000-8000-000000000001', scheme: secnumcloud };
const data = { milestone: 'J0', dependsOn: '00000000-0000-4000-8000-000000000002', name: 'Bleu', title: 'News' };
type Schemas = readonly { shape: { type: { value: string } } }[];
const isLengthOnly = (type: string) => (LENGTH_ONLY_TYPES as ReadonlySet<string>).has(type);
const typesOf = (schemas: Schemas): string[] => schemas.map(({ shape }) => shape.type.value);
const unreadTypes = (schemas: Schemas): string[] => typesOf(schemas).filter(isLengthOnly);
const readTypes = typesOf(recordableOnDossier).filter((type) => !isLengthOnly(type));

describe('a type that is decided without reading the record', () => {
  it.each(unreadTypes(recordableOnDossier))('is decided so on a dossier: %s', (type) => {
    const event = { type, occurred: '2025', data } as unknown as NewDossierEvent;
    expect(recordOnDossier(lengthOnly(3), event, dossier)).toEqual([event]);
    expect(() => recordOnDossier(lengthOnly(0), event, dossier)).toThrow('dossier-not-found');
  });

  it.each(unreadTypes(recordableOnProvider))('is decided so on a provider: %s', (type) => {
    const event = { type, occurred: '2025', data } as unknown as NewProviderEvent;
    expect(recordOnProvider(lengthOnly(3), event)).toEqual([event]);
    expect(() => recordOnProvider(lengthOnly(0), event)).toThrow('provider-not-found');
  });

  it.each(readTypes)('does not include %s, whose rule reads earlier events', (type) => {
    const event = { type, occurred: '2025', data: { ...data, event: dossier.id, key: 'audit' } };
    const decide = () => recordOnDossier(lengthOnly(3), event as unknown as NewDossierEvent, dossier);
    expect(() => {
      assertTransfers(lengthOnly(3), decide());
    }).toThrow('a record that was not read');
  });

  it('would be noticed if it did read it', () => {
    const retraction = { type: 'EventRetracted', data: { event: dossier.id, reason: 'no' } } as const;
    expect(() => recordOnProvider(lengthOnly(3), retraction)).toThrow('a record that was not read');
  });
});
