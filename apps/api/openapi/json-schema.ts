import { z } from 'zod';

interface Converted {
  schema: object;
  /** Schemas with an id of their own, which the document names once. */
  components: Record<string, object>;
}

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. What only code can check is told in words by its description. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Converted {
  const {
    $schema: _,
    $defs = {},
    ...root
  } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: dateAsText });
  const components = Object.fromEntries(Object.entries($defs).map(([name, part]) => [named(name), renamed(part)]));
  return { schema: renamed(root), components };
}

/** JSON writes a date as a string. */
function dateAsText({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  if (zodSchema._zod.def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
}

/** The only schema without an id that refers to itself is that of any JSON at all. */
const named = (name: string): string => (name.startsWith('__schema') ? 'Json' : name);

const renamed = (part: object): object =>
  JSON.parse(
    JSON.stringify(part, (key, value: unknown) =>
      key === '$ref' && typeof value === 'string'
        ? `#/components/schemas/${named(value.replace('#/$defs/', ''))}`
        : value,
    ),
  ) as object;
