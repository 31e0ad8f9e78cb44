type Node = Record<string, unknown>;

interface Union extends Node {
  oneOf: Node[];
  discriminator: { propertyName: string };
}

const PATH = '#/components/schemas/';

/**
 * Names every variant of the unions that have a discriminator, and lists the names in its `mapping`: OpenAPI refers to
 * variants by name, and generators turn each into a type.
 */
export function withNamedVariants(schemas: Record<string, object>): Record<string, object> {
  const named: Record<string, object> = {};
  const visited = (node: unknown, name: string): unknown => {
    if (Array.isArray(node)) return node.map((item) => visited(item, name));
    if (typeof node !== 'object' || node === null) return node;
    if (isUnion(node)) return unionOf(node, name);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, visited(value, nameWithin(name, key))]));
  };
  const unionOf = ({ oneOf, discriminator: { propertyName }, ...rest }: Union, name: string): Node => {
    const variants = oneOf.map((variant) => {
      const value = valueOf(variant, propertyName);
      const variantName = `${name.replace(/Event$/, '')}${pascal(value)}`;
      named[variantName] = visited(variant, variantName) as object;
      return [value, `${PATH}${variantName}`] as const;
    });
    return {
      ...rest,
      oneOf: variants.map(([, $ref]) => ({ $ref })),
      discriminator: { propertyName, mapping: Object.fromEntries(variants) },
    };
  };
  const others = Object.entries(schemas).map(([name, schema]) => [name, visited(schema, name)] as const);
  return { ...Object.fromEntries(others), ...named } as Record<string, object>;
}

const isUnion = (node: object): node is Union =>
  'oneOf' in node && 'discriminator' in node && (node as Union).oneOf.every((variant) => !('$ref' in variant));

/** The value of the discriminator that a variant has. */
function valueOf(variant: Node, property: string): string {
  const { enum: values, const: value } = (variant['properties'] as Record<string, Node>)[property] ?? {};
  return String(value ?? (values as unknown[])[0]);
}

const STRUCTURE = ['properties', 'items', 'anyOf', 'allOf', 'additionalProperties'];

const nameWithin = (name: string, key: string): string => (STRUCTURE.includes(key) ? name : name + pascal(key));

const pascal = (value: string): string =>
  value
    .split(/[^a-z\d]/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
