import { z } from 'zod';
import { asGeneratorsNeed } from '../http/json-schema.js';

type Node = z.core.JSONSchema.BaseSchema;
type Given = Readonly<Record<string, unknown>>;

/** Texts that Jalon or the officers of the ledger define. */
const CODES = new Set([
  ...['address', 'code', 'field', 'instance', 'knownAt', 'labels', 'milestone', 'next', 'scheme', 'type', 'words'],
]);

const BASIS: Node = { enum: ['confirmed', 'claimed', 'none'] };
const isBasis = (name: string): boolean => /^confirmed$|Confirmed$/.test(name);
const asBasis = (name: string): string => (name === 'confirmed' ? 'basis' : name.replace(/Confirmed$/, 'Basis'));

/** @param given the object that has the field: nobody stands behind a status that is not known */
function basisOf(name: string, { [name]: confirmed, status }: Given): string {
  if (confirmed === null || status === null || status === 'unknown') return 'none';
  return confirmed ? 'confirmed' : 'claimed';
}

/**
 * Answers for assistants, by the schema that they have elsewhere. Whatever other people wrote (names, titles, quotes, numbers
 * of decisions) moves to a field `quoted` of the object that has it: every text does, unless its schema or its name says that
 * it is a code. `confirmed` becomes `basis`, whose values a hasty reader does not mistake. Fields without schema are left out.
 */
export function quotingOf(answers: z.ZodObject) {
  const options = { io: 'input', unrepresentable: 'any', override: asClientsNeed } as const;
  const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(answers, options);
  const { schema, of } = quoting(root, $defs);
  return { schema, of: of as (answer: object) => Record<string, unknown> };
}

/** Clients refuse an answer that is not as described. Addresses on record are those that browsers take, not only URIs. */
function asClientsNeed(converted: Parameters<typeof asGeneratorsNeed>[0]): void {
  asGeneratorsNeed(converted);
  if (converted.jsonSchema.format === 'uri') delete converted.jsonSchema.format;
}

type Definitions = Readonly<Record<string, Node>>;

function quoting({ $ref, ...node }: Node, known: Definitions): { schema: Node; of: (value: unknown) => unknown } {
  const { anyOf, items, properties, required = [] } = node;
  if ($ref !== undefined) return quoting(resolved({ $ref }, known), known);
  if (anyOf) {
    const { schema, of } = quoting(resolved(node, known), known);
    return { schema: { ...node, anyOf: [schema, { type: 'null' }] }, of: (value) => value && of(value) };
  }
  if (items) {
    const { schema, of } = quoting(items as Node, known);
    return { schema: { ...node, items: schema }, of: (values) => (values as unknown[]).map(of) };
  }
  if (!properties) return { schema: node, of: (value) => value };
  const fields = Object.entries(properties as Definitions);
  const texts = fields.filter(([name, part]) => isText(name, part, known));
  const others = fields.filter((field) => !texts.includes(field)).map(([name, part]) => fieldOf(name, part, known));
  const quoted: Node = { type: 'object', properties: Object.fromEntries(texts) };
  return {
    schema: {
      ...node,
      properties: {
        ...Object.fromEntries(others.map(({ as, schema }) => [as, schema])),
        ...(texts.length > 0 && { quoted }),
      },
      required: others.flatMap(({ name, as }) => (required.includes(name) ? [as] : [])),
    },
    of: (value) => {
      const given = value as Given;
      const here = others.filter(({ name }) => given[name] !== undefined);
      const said: unknown = Object.fromEntries(texts.map(([name]) => [name, given[name]]));
      return {
        ...Object.fromEntries(here.map(({ as, from }) => [as, from(given)])),
        ...(texts.length > 0 && { quoted: said }),
      };
    },
  };
}

function fieldOf(name: string, part: Node, known: Definitions) {
  if (isBasis(name))
    return { name, as: asBasis(name), schema: BASIS, from: (given: Given): unknown => basisOf(name, given) };
  const { schema, of } = quoting(part, known);
  return { name, as: name, schema, from: (given: Given): unknown => of(given[name]) };
}

/** Without its reference, and of what may be `null` the other. */
function resolved(node: Node, known: Definitions): Node {
  if (node.$ref !== undefined) return resolved(known[node.$ref.replace('#/$defs/', '')] ?? {}, known);
  const other = node.anyOf?.find(({ type }) => type !== 'null');
  return other ? resolved(other, known) : node;
}

function isText(name: string, node: Node, known: Definitions): boolean {
  const { type, format, pattern, items, enum: values, const: only, properties } = resolved(node, known);
  if (CODES.has(name) || values || only !== undefined) return false;
  if (items) return isText(name, items as Node, known);
  if (type === 'object') return properties === undefined;
  return [type].flat().includes('string') && (format ?? pattern) === undefined;
}
