import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import { hds } from '#domain/scheme/hds.js';
import { RELEASE } from '#settings/in-package.js';
import {
  PAYLOAD_TYPES,
  payloadSample,
  payloadSchema,
  type PayloadType,
} from '#subscriptions/messages/webhook/payload.js';
import { jsonSchemaOf } from '../http/json-schema.js';
import { CSV } from '../http/content-negotiation.js';
import { ProblemBody } from '../problem/problem.filter.js';
import { documentProblems } from './responses.js';

/** What each group of operations is about, in the order of the documentation page. */
const tags = [
  { name: 'providers', description: 'Providers of cloud services and the events recorded on them.' },
  { name: 'dossiers', description: 'Certifications: a service of a provider that seeks the outcome of a scheme.' },
  { name: 'deadlines', description: 'What is due and when, derived from events.' },
  { name: 'changes', description: 'Every recorded event, in the order of the ledger: polled or streamed.' },
  { name: 'search', description: 'Search in names, decisions, parties, technologies and statements.' },
  { name: 'schemes', description: 'Certification schemes with their milestones, duties and statistics.' },
  { name: 'registers', description: 'Public lists of authorities and what was read from them.' },
  { name: 'imports', description: 'Import of events from CSV, Excel and ledger files.' },
  { name: 'transfer', description: 'Export of the whole ledger.' },
  {
    name: 'evidence',
    description: 'Files attached to events, proofs that events are in the log, and the files of auditors.',
  },
  { name: 'approvals', description: 'Events that a second person has to approve before they are recorded.' },
  { name: 'subscriptions', description: 'Subscribers by email and webhook, and the deliveries to them.' },
  { name: 'mail', description: 'Returned emails and addresses that receive none.' },
  { name: 'reminders', description: 'Reminders of deadlines: planned, sent, acknowledged and snoozed.' },
  { name: 'feeds', description: 'Calendars and Atom feeds.' },
  { name: 'views', description: 'Saved filters of the console.' },
  { name: 'accounts', description: 'People with access, their roles and sessions.' },
  { name: 'api keys', description: 'Keys of programs and people, with their scopes.' },
  { name: 'activity', description: 'Who did what and when.' },
  { name: 'operations', description: 'Health and metrics, for operators.' },
  { name: 'webhooks', description: 'Messages that Jalon sends to the endpoints of subscriptions.' },
];

const description = `
An event-sourced ledger of cloud certifications: the history of each provider, and the status of every certification on
any day (\`asOf\`), as known at any instant (\`knownAt\`).

Errors are RFC 9457 problems (\`application/problem+json\`). \`code\` is stable and identifies the error; \`problems\`
lists the invalid fields. Messages are in English or, by \`Accept-Language\`, in French. Operations that declare an
\`Idempotency-Key\` header are idempotent. Responses that reflect a position of the ledger state it in
\`Jalon-Position\`.

[Permissions of every route, problem codes and settings](/docs/reference)`.trim();

const forAdministration = `
What the console offers for running an installation: accounts, API keys, approvals, activity, saved views, private feeds,
mail, health and metrics. Conventions are those of the public document.`.trim();

const ADMINISTRATION = /^\/(?:v1\/admin\/|healthz$|readyz$|metrics$)/;

/** The OpenAPI 3.1 documents: of what clients build on, and of what the console's back office needs. */
export function openApiDocuments(app: NestFastifyApplication): Record<'public' | 'admin', OpenAPIObject> {
  const whole = wholeDocument(app);
  const { title } = whole.info;
  return {
    public: partOf(whole, (path) => !ADMINISTRATION.test(path)),
    admin: {
      ...partOf({ ...whole, webhooks: {} }, (path) => ADMINISTRATION.test(path)),
      info: { ...whole.info, title: `${title}: administration`, description: forAdministration },
    },
  };
}

/** Some of the paths, with the tags and components that these name. */
function partOf(whole: OpenAPIObject, isIn: (path: string) => boolean): OpenAPIObject {
  const { components, tags: all = [], ...rest } = whole;
  const paths = Object.fromEntries(Object.entries(whole.paths).filter(([path]) => isIn(path)));
  const part = { ...rest, paths };
  const named = new Set<string>();
  const visit = (node: unknown): void => {
    for (const [reference = '', kind, name = ''] of JSON.stringify(node).matchAll(/#\/components\/(\w+)\/([^"]+)/g)) {
      if (named.has(reference)) continue;
      named.add(reference);
      visit((components as Record<string, Record<string, unknown>>)[kind as string]?.[name]);
    }
  };
  visit(part);
  const among = <T>(kind: string, all: Record<string, T> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => named.has(`#/components/${kind}/${name}`)));
  const used = new Set([paths, whole['webhooks' as never]].flatMap(tagsIn));
  return {
    ...part,
    tags: all.filter(({ name }) => used.has(name)),
    components: {
      ...components,
      schemas: among('schemas', components?.schemas),
      responses: among('responses', components?.responses),
    },
  };
}

const tagsIn = (items: Record<string, object>): string[] =>
  Object.values(items).flatMap((item) => Object.values(item).flatMap(({ tags }: { tags: string[] }) => tags));

/** Made of the routes and of the schemas that validate what they are sent. */
function wholeDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Jalon')
    .setDescription(description)
    .setVersion(RELEASE)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer('/')
    .addSecurity('key', { type: 'http', scheme: 'bearer', description: 'An API key.' })
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? jsonSchemaOf(schema, schemaType) : undefined,
    operationIdFactory: (_, method) => method,
  });
  for (const item of Object.values(document.paths)) representCsv(item);
  separateListsByCommas(document);
  documentProblems(document);
  document.components = { ...document.components, schemas: completed(document.components?.schemas ?? {}) };
  return { ...document, tags, webhooks } as OpenAPIObject;
}

/** A list is there as CSV, too, by `Accept`. */
function representCsv({ get }: { get?: object }): void {
  const operation = get as CsvOperation | undefined;
  const description = operation?.['x-csv'];
  if (!operation || description === undefined) return;
  delete operation['x-csv'];
  const { 200: success } = operation.responses;
  if (success) success.content = { ...success.content, [CSV]: { schema: { type: 'string', description } } };
}

function separateListsByCommas({ paths }: OpenAPIObject): void {
  for (const item of Object.values(paths))
    for (const { parameters = [] } of Object.values(item as Record<string, Partial<CsvOperation>>))
      for (const parameter of parameters as { in?: string; schema?: { type?: string } }[])
        if (parameter.in === 'query' && parameter.schema?.type === 'array')
          Object.assign(parameter, { style: 'form', explode: false });
}

interface CsvOperation {
  parameters: { name: string }[];
  responses: Record<number, { content?: object }>;
  'x-csv'?: string;
}

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** With the problem that routes only refer to, and with something to show for every kind of event. */
function completed(schemas: Schemas): Schemas {
  const shown = Object.entries<object>(eventExamples).map(([name, example]) => [name, { ...schemas[name], example }]);
  const { components } = jsonSchemaOf(ProblemBody, 'output');
  return withNamedVariants({
    ...(webhookSchemas as Schemas),
    ...schemas,
    ...(components as Schemas),
    ...(Object.fromEntries(shown) as Schemas),
  });
}

/** What the document shows of the domain's own bodies, by the ids of their schemas. */
const eventExamples = {
  NewDossierEvent: {
    type: 'MilestoneReached',
    occurred: '2025-11-17',
    source: { kind: 'company', publisher: 'Bleu', url: 'https://www.bleucloud.fr/' },
    data: { milestone: 'J1' },
  } satisfies NewDossierEvent,
  NewProviderEvent: {
    type: 'PartnershipAnnounced',
    occurred: '2021-05-27',
    source: { kind: 'press', publisher: 'Le Monde' },
    data: { title: 'Orange and Capgemini announce Bleu', parties: ['Orange', 'Capgemini', 'Microsoft'] },
  } satisfies NewProviderEvent,
  NewSchemeEvent: {
    type: 'EventCorrected',
    data: {
      event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
      changes: { data: { scheme: { ...hds, warningDays: 365 } } },
      reason: 'The warning window was misread: it is a year.',
    },
  },
  Scheme: hds,
};

type Node = Record<string, unknown>;

interface Union extends Node {
  oneOf: Node[];
  discriminator: { propertyName: string };
}

const SCHEMAS = '#/components/schemas/';

/**
 * Names every variant of the unions that have a discriminator, and lists the names in its `mapping`: OpenAPI refers to
 * variants by name, and generators turn each into a type.
 */
function withNamedVariants(schemas: Record<string, object>): Record<string, object> {
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
      return [value, `${SCHEMAS}${variantName}`] as const;
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

const SUMMARIES: Record<PayloadType, string> = {
  'event.recorded': 'An event matching the filter of the subscription was recorded',
  'import.summary': 'An import recorded past events, which are not sent one by one',
  'register.read': 'A register was read, and what it changed is not sent one by one',
  'deadline.reminder': 'Reminder of a deadline',
  'deadline.digest': 'Reminders of several deadlines, due at the same time',
  'subscription.verification': 'Confirmation request: the endpoint returns the challenge',
  'subscription.test': 'Test message, requested by `POST /v1/subscriptions/{id}/test`',
  'ledger.reset': 'The ledger was reset to an earlier position, after a failover or a restore',
};

const aboutMessages = `
Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
Ignore unknown fields: fields may be added. Headers that were set for the endpoint are sent in addition to these.
`.trim();

const header = (name: string, schema: object, text: string, required = true) => ({
  ...{ name, in: 'header', required, schema, description: text },
});

const optional = (name: string, schema: object, text: string) => header(name, schema, text, false);

const parameters = [
  header('webhook-id', { type: 'string', format: 'uuid' }, 'Identical at every attempt: use it to detect duplicates.'),
  header('webhook-timestamp', { type: 'integer' }, 'Time of the attempt, in seconds since 1970.'),
  header(
    'webhook-signature',
    { type: 'string' },
    '`v1,<base64>`: HMAC-SHA256 over `id.timestamp.body`; several, separated by spaces, during a rotation.',
  ),
  header(
    'jalon-attempt',
    { type: 'integer', minimum: 1 },
    'Number of the attempt; counts on if the message is sent again.',
  ),
  header('user-agent', { const: 'Jalon' }, 'Names the sender.'),
  optional('jalon-test', { const: 'true' }, 'Of a test message; absent otherwise.'),
  optional(
    'x-request-id',
    { type: 'string' },
    '`X-Request-Id` of the request that recorded the event or asked for the message; absent where there was none.',
  ),
  optional('traceparent', { type: 'string' }, 'W3C trace context of the request; only with traces.'),
];

const responses = {
  '2XX': { description: 'Accepted.' },
  '410': { description: 'The subscription is disabled.' },
  '429': { description: 'No attempt is made before `Retry-After`. The same applies to 502 and 504.' },
  default: { description: 'The delivery is retried. Redirects are not followed.' },
};

const named = (type: PayloadType): string =>
  `Webhook${type.replace(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

const webhooks = Object.fromEntries(
  PAYLOAD_TYPES.map((type) => [
    type,
    {
      post: {
        tags: ['webhooks'],
        security: [],
        summary: SUMMARIES[type],
        description: aboutMessages,
        operationId: named(type),
        parameters,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: `#/components/schemas/${named(type)}` },
              example: payloadSample(type),
            },
          },
        },
        responses,
      },
    },
  ]),
);

const webhookSchemas: Record<string, object> = Object.assign(
  {},
  ...PAYLOAD_TYPES.map((type) => {
    const { schema, components } = jsonSchemaOf(payloadSchema(type).meta({ id: named(type) }), 'output');
    return { ...components, ...('$ref' in schema ? {} : { [named(type)]: schema }) };
  }),
) as Record<string, object>;
