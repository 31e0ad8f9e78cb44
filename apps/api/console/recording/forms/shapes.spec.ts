import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { DossierEventSchema } from '#domain/event/dossier-events.js';
import { ProviderEventSchema } from '#domain/event/provider-events.js';
import { SourceSchema } from '#domain/source/source.js';
import { DOSSIER_SHAPES } from './dossier-shapes.js';
import type { FormShape } from './form-field.js';
import { PROVIDER_SHAPES } from './provider-shapes.js';
import { SOURCE_FIELDS } from './form-data.js';

/** Identity: what a form must not offer to change. */
const FIXED: Record<string, string[]> = { DossierOpened: ['provider', 'scheme'], ProviderRegistered: ['slug'] };

const isRequired = (schema: z.ZodType): boolean => !schema.safeParse(undefined).success;

type EventSchema = z.ZodObject<{
  type: z.ZodLiteral<string>;
  occurred: z.ZodType;
  source: z.ZodType;
  data: z.ZodObject;
}>;

const schemas = [
  ...DossierEventSchema.options.map((schema) => ({ schema, shapes: DOSSIER_SHAPES })),
  ...ProviderEventSchema.options.map((schema) => ({ schema, shapes: PROVIDER_SHAPES })),
].filter(({ schema }) => !/^Event(Corrected|Retracted)$/.test(schema.shape.type.value)) as unknown as {
  schema: EventSchema;
  shapes: Record<string, FormShape>;
}[];

describe('the forms', () => {
  it.each(schemas.map(({ schema, shapes }) => [schema.shape.type.value, schema, shapes] as const))(
    'of %s ask for every field that it has, and for no other',
    (type, schema, shapes) => {
      const { fields = [] } = shapes[type] ?? {};
      const known = Object.keys(schema.shape.data.shape).filter((name) => !FIXED[type]?.includes(name));
      expect(fields.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
      expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    },
  );

  it.each(schemas.map(({ schema, shapes }) => [schema.shape.type.value, schema, shapes] as const))(
    'of %s call required what is required',
    (type, schema, shapes) => {
      const shape = shapes[type];
      const data = schema.shape.data.shape as Record<string, z.ZodType>;
      const wanted = (shape?.fields ?? []).map(({ name }) => [name, data[name] ? isRequired(data[name]) : undefined]);
      const required = (shape?.fields ?? []).map((field) => [
        field.name,
        field.required || field.isAlwaysGiven === true,
      ]);
      expect(required).toEqual(wanted);
      expect(shape?.occurred).toBe(isRequired(schema.shape.occurred) ? 'required' : 'optional');
      expect(shape?.source).toBe(isRequired(schema.shape.source) ? 'required' : 'optional');
    },
  );

  it('ask for every field of a source but the sum of a file, which no officer types', () => {
    expect([...SOURCE_FIELDS, 'sha256'].toSorted()).toEqual(Object.keys(SourceSchema.shape).toSorted());
  });
});
