import { z } from 'zod';

/**
 * JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. What only code can check is told in words by its description.
 *
 * @returns with schemas that have an id of their own as components, which the document names once
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output') {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: asGeneratorsNeed });
  const components: Record<string, object> = Object.fromEntries(
    Object.entries($defs)
      .filter(([name]) => !isAnyJson(name))
      .map(([name, part]) => [name, withReferences(part)]),
  );
  return { schema: withReferences(root), components };
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

export function asGeneratorsNeed({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: JsonSchema;
}): void {
  const { def } = zodSchema._zod;
  // JSON writes a date as a string.
  if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (def.type === 'union' && 'discriminator' in def)
    Object.assign(jsonSchema, { discriminator: { propertyName: def.discriminator } });
  // zod leaves out defaults of what it converts.
  if (def.type === 'default' && isSimple(def.defaultValue)) jsonSchema.default ??= def.defaultValue;
  // Keys of JSON objects are strings.
  if (JSON.stringify(jsonSchema.propertyNames) === '{"type":"string"}') delete jsonSchema.propertyNames;
  withoutRepetition(jsonSchema);
}

const isSimple = (value: unknown): value is string | number | boolean => typeof value !== 'object';

const FORMATS_THAT_SAY_IT = ['uuid', 'date', 'date-time', 'email'];

/** Without patterns that only spell out a format, and bounds that only spell out what JavaScript can count to. */
function withoutRepetition(schema: JsonSchema): void {
  if (FORMATS_THAT_SAY_IT.includes(schema.format ?? '')) delete schema.pattern;
  if (schema.type !== 'integer') return;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  schema.format ??= schema.maximum === undefined || schema.maximum > 2 ** 31 - 1 ? 'int64' : 'int32';
}

/** The only schema without an id that refers to itself is that of any JSON at all. */
const isAnyJson = (name: string): boolean => name.startsWith('__schema');

/** Any JSON is the empty schema: generators write a type that refers to itself as one that does not compile. */
const withReferences = (part: object): object =>
  JSON.parse(
    JSON.stringify(part, (key, value: unknown) => {
      const name = (value as { $ref?: string } | null | undefined)?.$ref?.replace('#/$defs/', '');
      if (name !== undefined && isAnyJson(name)) return {};
      return key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value;
    }),
  ) as object;
