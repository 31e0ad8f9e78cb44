import { payloadSamples } from '#notifications/webhook/payload-samples.js';
import { PAYLOAD_TYPES, payloadSchema, type PayloadType } from '#notifications/webhook/payload-schemas.js';
import { jsonSchemaOf } from './json-schema.js';

const SUMMARIES: Record<PayloadType, string> = {
  'event.recorded': 'Something was recorded that the subscription asked for',
  'deadline.reminder': 'A step of the ladder has come for one deadline',
  'deadline.digest': 'Steps of several deadlines have come at once',
  'subscription.verification': 'The endpoint is asked whether it wants to be told',
  'subscription.test': 'Asked for by `POST /v1/subscriptions/{id}/test`',
};

const description = `
Sent to the endpoint of a subscription until it answers with 2xx. The signature is that of Standard Webhooks. With the
format \`cloudevents\` the same \`data\` comes as \`application/cloudevents+json\`, with \`type\` after \`jalon.\`. Fields may
be added: pass over those that you do not know.
`.trim();

const header = (name: string, schema: object, text: string) => ({
  ...{ name, in: 'header', required: true, schema, description: text },
});

const parameters = [
  header('webhook-id', { type: 'string', format: 'uuid' }, 'The same at every attempt: keep those that you have seen.'),
  header('webhook-timestamp', { type: 'integer' }, 'Of the attempt, in seconds since 1970.'),
  header(
    'webhook-signature',
    { type: 'string' },
    '`v1,<base64>` (HMAC-SHA256) or `v1a,<base64>` (ed25519) over `id.timestamp.body`; several, with a space between, during a rotation.',
  ),
  header('jalon-attempt', { type: 'integer', minimum: 1 }, 'Counts the attempts at this delivery.'),
];

const responses = {
  '2XX': { description: 'Taken.' },
  '410': { description: 'The endpoint is gone: the subscription is disabled.' },
  '429': { description: 'Too much: nothing is sent before `Retry-After`. So with 502 and 504.' },
  default: { description: 'Tried again. Redirects are not followed.' },
};

const named = (type: PayloadType): string =>
  `Webhook${type.replace(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

const converted = (type: PayloadType) => jsonSchemaOf(payloadSchema(type).meta({ id: named(type) }), 'output');

/** What Jalon itself sends: the `webhooks` of an OpenAPI 3.1 document. */
export const webhooks = Object.fromEntries(
  PAYLOAD_TYPES.map((type) => [
    type,
    {
      post: {
        tags: ['webhooks'],
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

/** The schemas that they refer to. */
export const webhookSchemas: Record<string, object> = Object.assign(
  {},
  ...PAYLOAD_TYPES.map((type) => {
    const { schema, components } = converted(type);
    return { ...components, ...('$ref' in schema ? {} : { [named(type)]: schema }) };
  }),
) as Record<string, object>;
