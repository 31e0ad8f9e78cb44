export interface Schema {
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

export interface Answer {
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
