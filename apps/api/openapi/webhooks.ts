import { payloadSamples } from '#subscriptions/messages/webhook/payload-samples.js';
import { PAYLOAD_TYPES, payloadSchema, type PayloadType } from '#subscriptions/messages/webhook/payload.js';
import { jsonSchemaOf } from '../http/json-schema.js';

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

const description = `
Sent to the endpoint of a subscription and retried until the response is 2xx. Signed as specified by Standard Webhooks.
Ignore unknown fields: fields may be added. Headers that were set for the endpoint are sent in addition to these.
`.trim();

const header = (name: string, schema: object, text: string, required = true) => ({
  ...{ name, in: 'header', required, schema, description: text },
});

/** A header that some messages have. */
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

const converted = (type: PayloadType) => jsonSchemaOf(payloadSchema(type).meta({ id: named(type) }), 'output');

/** The `webhooks` of the OpenAPI 3.1 document. */
export const webhooks = Object.fromEntries(
  PAYLOAD_TYPES.map((type) => [
    type,
    {
      post: {
        tags: ['webhooks'],
        security: [],
        summary: SUMMARIES[type],
        description,
        operationId: named(type),
        parameters,
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: `#/components/schemas/${named(type)}` },
              example: payloadSamples[type],
            },
          },
        },
        responses,
      },
    },
  ]),
);

/** The schemas that `webhooks` refers to. */
export const webhookSchemas: Record<string, object> = Object.assign(
  {},
  ...PAYLOAD_TYPES.map((type) => {
    const { schema, components } = converted(type);
    return { ...components, ...('$ref' in schema ? {} : { [named(type)]: schema }) };
  }),
) as Record<string, object>;
