import { z } from 'zod';
import { asGeneratorsNeed } from '../http/json-schema.js';

type Node = z.core.JSONSchema.BaseSchema;
type Given = Readonly<Record<string, unknown>>;
type Field = [name: string, part: Node];

/** Texts that Jalon or the officers of the ledger define. */
const CODES = new Set(['address', 'code', 'knownAt', 'labels', 'milestone', 'next', 'scheme', 'type', 'words']);

const BASIS: Node = { enum: ['confirmed', 'claimed', 'none'] };

/** @param given the object that has the field: nobody stands behind a status that is not known */
function basisOf(name: string, { [name]: confirmed, status }: Given): string {
  if (confirmed === null || status === null || status === 'unknown') return 'none';
  return confirmed ? 'confirmed' : 'claimed';
}

const isBasis = (name: string): boolean => /^confirmed$|Confirmed$/.test(name);
const asBasis = (name: string): string => (name === 'confirmed' ? 'basis' : name.replace(/Confirmed$/, 'Basis'));

/**
 * Answers for assistants, by the schema that they have elsewhere. Whatever other people wrote (names, titles, quotes, numbers
 * of decisions) moves to a field `quoted` of the object that has it: every text does, unless its schema or its name says that
 * it is a code. `confirmed` becomes `basis`, whose values a hasty reader does not mistake.
 */
export class Quoting {
  /** JSON Schema of what `of` returns. */
  readonly schema: Node;
  readonly #plain: Node;

  constructor(answers: z.ZodObject) {
    this.#plain = z.toJSONSchema(answers, { io: 'input', unrepresentable: 'any', override: asGeneratorsNeed });
    const { $schema: _, $defs: __, ...marked } = this.#marked(this.#plain);
    this.schema = marked;
  }

  /** @param answer as the schema says; other fields are left out */
  of(answer: object): Record<string, unknown> {
    return this.#value(this.#plain, answer) as Record<string, unknown>;
  }

  #marked({ examples: _, ...node }: Node): Node {
    const { $ref, anyOf, items, properties, required = [] } = node;
    if ($ref !== undefined) return this.#marked(this.#resolved(node));
    if (anyOf) return { ...node, anyOf: anyOf.map((one) => this.#marked(one)) };
    if (items) return { ...node, items: this.#marked(items as Node) };
    if (!properties) return node;
    const { texts, others } = this.#fields(node);
    const needed = (among: readonly Field[]) => among.map(([name]) => name).filter((name) => required.includes(name));
    const quoted: Node = { type: 'object', properties: Object.fromEntries(texts), required: needed(texts) };
    const plain = others.map(([name, part]) => (isBasis(name) ? [asBasis(name), BASIS] : [name, this.#marked(part)]));
    return {
      ...node,
      properties: { ...Object.fromEntries(plain), ...(texts.length > 0 && { quoted }) } as Record<string, Node>,
      required: [...needed(others).map(asBasis), ...(texts.length > 0 ? ['quoted'] : [])],
    };
  }

  #value(part: Node, value: unknown): unknown {
    const node = this.#resolved(part);
    if (value === null || value === undefined) return value;
    if (node.items) return (value as unknown[]).map((one) => this.#value(node.items as Node, one));
    if (!node.properties) return value;
    const given = value as Given;
    const { texts, others } = this.#fields(node);
    const plain = others.map(([name, one]) =>
      isBasis(name) ? [asBasis(name), basisOf(name, given)] : [name, this.#value(one, given[name])],
    );
    const quoted: unknown = Object.fromEntries(texts.map(([name]) => [name, given[name]]));
    return { ...Object.fromEntries(plain), ...(texts.length > 0 && { quoted }) };
  }

  #fields({ properties }: Node): { texts: Field[]; others: Field[] } {
    const fields = Object.entries(properties as Record<string, Node>);
    const isText = ([name, part]: Field) => this.#isText(name, part);
    return { texts: fields.filter(isText), others: fields.filter((field) => !isText(field)) };
  }

  /** Without its reference, and of what may be `null` the other. */
  #resolved(node: Node): Node {
    if (node.$ref !== undefined) return this.#resolved(this.#plain.$defs?.[node.$ref.replace('#/$defs/', '')] as Node);
    const other = node.anyOf?.find(({ type }) => type !== 'null');
    return other ? this.#resolved(other) : node;
  }

  #isText(name: string, node: Node): boolean {
    const { type, format, pattern, items, enum: values, const: only, properties } = this.#resolved(node);
    if (CODES.has(name) || values || only !== undefined) return false;
    if (items) return this.#isText(name, items as Node);
    if (type === 'object') return properties === undefined;
    return [type].flat().includes('string') && (format === 'uri' || (format ?? pattern) === undefined);
  }
}
