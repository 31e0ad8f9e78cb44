import { z } from 'zod';
import { PAYLOAD_TYPES, payloadSchema, type PayloadType } from '#subscriptions/messages/webhook/payload.js';

const schemas = new Map(PAYLOAD_TYPES.map((type) => [type, payloadSchema(type)]));

/** What is wrong with the body of a webhook, by the schemas that the document shows; nothing when it fits. */
export function misfitOf(body: string): string | undefined {
  const said = JSON.parse(body) as Record<string, unknown>;
  const payload = 'specversion' in said ? plainOf(said) : said;
  const schema = schemas.get(payload['type'] as PayloadType);
  if (!schema) return `no such message: ${String(payload['type'])}`;
  const { error } = schema.safeParse(payload);
  return error && `${String(payload['type'])}: ${z.prettifyError(error)}`;
}

const plainOf = ({ type, time, data }: Record<string, unknown>): Record<string, unknown> => ({
  type: String(type).replace(/^jalon\./, ''),
  timestamp: time,
  data,
});
