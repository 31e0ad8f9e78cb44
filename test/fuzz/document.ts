import fc from 'fast-check';
import type { Dice } from '#test/dice.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  pattern?: string;
  format?: string;
  example?: unknown;
  examples?: unknown[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  explode?: boolean;
  example?: unknown;
}

interface Answer {
  $ref?: string;
  content?: Record<string, { schema?: Schema }>;
  headers?: Record<string, object>;
}

interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown; examples?: object }> };
  responses: Record<string, Answer>;
}

export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Answer> };
}

interface Answering {
  get: (path: string) => Promise<{ body: unknown }>;
}

/** The public document and that of administration as one. */
export async function wholeDocument(api: Answering): Promise<OpenApi> {
  const read = async (path: string) => (await api.get(path)).body as OpenApi;
  const open = await read('/openapi.json');
  const admin = await read('/openapi-admin.json');
  return {
    ...open,
    paths: { ...open.paths, ...admin.paths },
    components: {
      ...open.components,
      schemas: { ...open.components.schemas, ...admin.components.schemas },
      responses: { ...open.components.responses, ...admin.components.responses },
    },
  };
}

/** An operation with its method and path. */
export interface Route extends Operation {
  method: string;
  path: string;
}

export const routesOf = ({ paths }: OpenApi): Route[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );

/** What a `$ref` of the document refers to. */
export function resolved<T extends { $ref?: string }>(document: OpenApi, node: T): T {
  if (node.$ref === undefined) return node;
  const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(.+)$/.exec(node.$ref) ?? [];
  return (document.components as unknown as Record<string, Record<string, T>>)[kind]![name]!;
}

/** Text and numbers that have broken something somewhere before. */
export const HOSTILE = [
  ...['', ' ', '\0', 'a\0b', '\ud800', '\u202e', '﻿', '\r\n', '%', '%00', '%ff', "'", '"', '\\', '../..', '<b>', '${x}'],
  ...['null', 'undefined', 'true', '-1', '0', '1e309', 'NaN', '9'.repeat(400), '9007199254740993', '0x10', '١٢'],
  ...['__proto__', 'constructor', 'toString', '0000-00-00', '9999-12-31', '2026-02-30', '1900-01-01', '2199-12-31'],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2026-11-25T24:00:00Z', 'é'.repeat(300), 'x'.repeat(3000)],
  ...['00000000-0000-0000-0000-000000000000', 'http://[::1', 'javascript:alert(1)', 'a@b', '@', 'WyJhIl0', 'e30'],
] as const;

const HOSTILE_VALUES = [
  ...[null, true, 0, -1, 1.5, 1e308, -1e308, 2 ** 53, 2 ** 31, 5e-324, [], {}, [[]], { a: 1 }, [null]],
  ...[{ $ref: '#' }, JSON.parse('{"__proto__":{"a":1}}'), Array.from({ length: 300 }, (_, index) => index)],
] as unknown[];

/** Values of a schema, and values that are not quite of it. */
export class Values {
  readonly #patterns = new Map<string, readonly string[]>();

  constructor(
    private readonly document: OpenApi,
    private readonly dice: Dice,
    /** Values on record, by the name of a field. */
    private readonly onRecord: (name: string) => readonly string[],
  ) {}

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.dice.next() * items.length)]!;
  }

  text(): string {
    return this.dice.chance(0.6) ? this.pick(HOSTILE) : this.#characters();
  }

  anything(): unknown {
    return this.dice.chance(0.5) ? this.text() : this.pick(HOSTILE_VALUES);
  }

  /** @param name of the field, for values on record */
  valid(node: Schema, name = '', depth = 0): unknown {
    const schema = resolved(this.document, node);
    const { examples = [], example = examples[0] } = schema;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return this.pick(schema.enum);
    if (example !== undefined && this.dice.chance(0.3)) return example;
    const variants = schema.oneOf ?? schema.anyOf;
    if (variants) return this.valid(this.pick(variants), name, depth);
    const type = Array.isArray(schema.type) ? this.pick(schema.type) : schema.type;
    switch (type ?? 'any') {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return Array.from({ length: this.#lengthOf(schema, depth) }, () =>
          this.valid(schema.items ?? {}, name, depth + 1),
        );
      case 'integer':
      case 'number':
        return this.dice.between(schema.minimum ?? schema.exclusiveMinimum ?? 0, schema.maximum ?? 1_000);
      case 'boolean':
        return this.dice.chance(0.5);
      case 'null':
        return null;
      case 'string':
        return this.#string(schema, name);
      default:
        return this.anything();
    }
  }

  /** A value with something wrong somewhere, or at least odd. */
  twisted(node: Schema, name = ''): unknown {
    const value = this.valid(node, name);
    if (typeof value !== 'object' || value === null || this.dice.chance(0.1)) return this.anything();
    return this.#twist(value);
  }

  #twist(value: object): unknown {
    const copy = structuredClone(value) as Record<string, unknown>;
    const keys = Object.keys(copy);
    const key = this.pick([...keys, 'unexpected']);
    const inner = copy[key];
    if (typeof inner === 'object' && inner !== null && this.dice.chance(0.6)) copy[key] = this.#twist(inner);
    else if (this.dice.chance(0.25)) Reflect.deleteProperty(copy, key);
    else copy[key] = this.anything();
    return copy;
  }

  #object({ properties = {}, required = [], additionalProperties }: Schema, depth: number): object {
    const value: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(properties))
      if (required.includes(name) || (depth < 4 && this.dice.chance(0.4)))
        value[name] = this.valid(schema, name, depth + 1);
    if (typeof additionalProperties === 'object' && Object.keys(properties).length === 0)
      value['key'] = this.valid(additionalProperties, 'key', depth + 1);
    return value;
  }

  #lengthOf({ minItems = 0, maxItems = 3 }: Schema, depth: number): number {
    return this.dice.between(minItems, Math.max(minItems, Math.min(maxItems, depth > 3 ? 1 : 3)));
  }

  #string({ format, pattern, minLength = 0, maxLength = 40 }: Schema, name: string): string {
    const known = this.onRecord(name);
    if (known.length > 0 && this.dice.chance(0.7)) return this.pick(known);
    if (pattern !== undefined) return this.#matching(pattern);
    if (format === 'uuid') return fromHex(this.dice);
    if (format === 'date') return this.#day();
    if (format === 'date-time') return `${this.#day()}T0${this.dice.between(0, 9)}:30:00Z`;
    if (format === 'uri') return `https://example.org/${this.dice.between(1, 99)}`;
    if (format === 'email') return `p${this.dice.between(1, 99)}@example.org`;
    if (this.dice.chance(0.1)) return this.#characters().slice(0, maxLength);
    return `word ${this.dice.between(1, 999)}`.padEnd(minLength, 'x').slice(0, maxLength);
  }

  #day(): string {
    const two = (low: number, high: number) => String(this.dice.between(low, high)).padStart(2, '0');
    return `${this.dice.between(2018, 2029)}-${two(1, 12)}-${two(1, 28)}`;
  }

  #matching(pattern: string): string {
    const samples = this.#patterns.get(pattern) ?? samplesOf(pattern);
    this.#patterns.set(pattern, samples);
    return this.pick(samples);
  }

  #characters(): string {
    const length = this.dice.between(1, 30);
    return Array.from({ length }, () => String.fromCodePoint(this.dice.between(1, 0xd7ff))).join('');
  }
}

function fromHex(dice: Dice): string {
  const hex = Array.from({ length: 32 }, () => dice.between(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Texts that match; any texts for an expression that looks ahead, which fast-check cannot read. */
const samplesOf = (pattern: string): readonly string[] =>
  pattern.includes('(?=') ? HOSTILE : fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 20, seed: 1 });
