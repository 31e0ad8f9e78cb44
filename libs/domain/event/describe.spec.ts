import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';

import { dossierEvents, DossierEventSchema } from './dossier-events.js';
import { providerEvents, ProviderEventSchema } from './provider-events.js';

/** Fields that no form asks for: identity, and what readings of registers record. */
const FIXED: Record<string, string[]> = {
  DossierOpened: ['provider', 'scheme'],
  GrantExpired: ['grant'],
  EvidenceAttached: ['event', 'sha256', 'name', 'mediaType', 'size'],
  ProviderRegistered: ['slug'],
  RegisterObserved: ['registerSlug', 'entry', 'milestones'],
};

const isRequired = (schema: z.ZodType): boolean => !schema.safeParse(undefined).success;

const described = [...dossierEvents, ...providerEvents].map((one) => [one.type, one] as const);

describe('the description of', () => {
  it.each(described)('%s asks for every field that its schema has, and for what is required', (type, one) => {
    const data = one.schema.shape.data.shape as Record<string, z.ZodType>;
    const known = Object.entries(data).filter(([name]) => !FIXED[type]?.includes(name));
    const byName = (entries: [string, boolean][]) => entries.toSorted(([a], [b]) => a.localeCompare(b));
    expect(byName(one.fields.map((field) => [field.name, field.required || field.isAlwaysGiven === true]))).toEqual(
      byName(known.map(([name, schema]) => [name, isRequired(schema)])),
    );
    expect(isRequired(one.schema.shape.occurred)).toBe(one.dating === 'fact');
    expect(isRequired(one.schema.shape.source)).toBe(one.dating !== 'housekeeping');
  });

  it('every event is one of the union of its stream, which has amendments besides', () => {
    const typesOf = (schema: typeof DossierEventSchema | typeof ProviderEventSchema) =>
      schema.options.map((option) => option.shape.type.value as string);
    const amendments = ['EventCorrected', 'EventRetracted'];
    expect(typesOf(DossierEventSchema)).toEqual([...dossierEvents.map(({ type }) => type), ...amendments]);
    expect(typesOf(ProviderEventSchema)).toEqual([...providerEvents.map(({ type }) => type), ...amendments]);
  });
});
