import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { urlIn } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import type { ReasonCode } from '#domain/reasons.js';

const MOST = 10;
const LONGEST_NAME = 100;
const LONGEST_VALUE = 1_000;

/** Of the connection (RFC 9110, 7.6.1), of the body, and those that Jalon sets itself. */
const RESERVED =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|expect|content-.*|user-agent|webhook-.*|jalon-.*|x-request-id|traceparent|tracestate)$/;

const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

function headerProblem(name: string): ReasonCode | undefined {
  if (name.length > LONGEST_NAME || !NAME.test(name)) return 'header-name-format';
  return RESERVED.test(name.toLowerCase()) ? 'header-reserved' : undefined;
}

/** Printable ASCII: what every HTTP client and proxy passes on unchanged. */
const ValueSchema = z
  .string()
  .max(LONGEST_VALUE)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, { error: because('header-value-format') });

/** Headers that an endpoint asks for, such as the key of a gateway. Names are compared without regard to case. */
export const WebhookHeadersSchema = z
  .record(z.string(), ValueSchema)
  .superRefine((headers, context) => {
    for (const name of Object.keys(headers)) {
      const problem = headerProblem(name);
      if (problem) context.addIssue({ code: 'custom', message: problem, path: [name] });
    }
  })
  .refine((headers) => Object.keys(headers).length <= MOST, { error: because('headers-too-many') })
  .refine((headers) => new Set(Object.keys(headers).map(lower)).size === Object.keys(headers).length, {
    error: because('header-repeated'),
  })
  .meta({ id: 'WebhookHeaders', example: { 'x-api-key': 'q7Jk3pQyS8mB1xT5' } });

const lower = (name: string): string => name.toLowerCase();

type WebhookHeaders = z.infer<typeof WebhookHeadersSchema>;

/** `null` if there are none; names in lower case. To be encrypted. */
export const headersAsText = (headers: WebhookHeaders | null | undefined): string | null =>
  headers && Object.keys(headers).length > 0
    ? JSON.stringify(Object.fromEntries(Object.entries(headers).map(([name, value]) => [lower(name), value])))
    : null;

export const headersIn = (text: string): WebhookHeaders => JSON.parse(text) as WebhookHeaders;

const FIRST_UNPRIVILEGED_PORT = 1024;

const LONGEST = 2000;

/** Checks the syntax; the address guard checks the target at each connection. */
export const WebhookUrlSchema = z
  .string()
  .max(LONGEST)
  .superRefine((text, context) => {
    const problem = urlProblem(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .meta({ id: 'WebhookUrl', format: 'uri', example: 'https://hooks.example.org/jalon' });

/** Characters that URL parsers normalize differently, so that two parsers may see different hosts. */
const AMBIGUOUS = /[\s\\\p{Cc}]|^https?:(?!\/\/[^/])/iu;

function urlProblem(text: string): ReasonCode | undefined {
  const url = urlIn(text);
  if (!url) return 'url-format';
  const { protocol, username, password, port, hash } = url;
  if (protocol !== 'https:' && protocol !== 'http:') return 'url-protocol';
  if (AMBIGUOUS.test(text)) return 'url-not-normalized';
  if (username || password) return 'url-with-credentials';
  if (hash) return 'url-with-fragment';
  if (port && Number(port) < FIRST_UNPRIVILEGED_PORT) return 'url-port';
  return undefined;
}

const SECRET = 'whsec_';
const SECRET_BYTES = 32;

/** Bounds of Standard Webhooks. */
const [FEWEST_BYTES, MOST_BYTES] = [24, 64];

/** A secret that the receiver chose: `whsec_` and 24 to 64 bytes in base64. */
export const SecretSchema = z
  .string()
  .max(SECRET.length + Math.ceil(MOST_BYTES / 3) * 4)
  .refine(isSecret, { error: because('webhook-secret-format') })
  .meta({ example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDtWnWBmWFqrU=' });

function isSecret(text: string): boolean {
  const base64 = text.slice(SECRET.length);
  const bytes = Buffer.from(base64, 'base64');
  const isCanonical = bytes.toString('base64') === base64;
  return text.startsWith(SECRET) && isCanonical && bytes.length >= FEWEST_BYTES && bytes.length <= MOST_BYTES;
}

/** `whsec_` and 256 random bits in base64. */
export const newSecret = (): string => SECRET + randomBytes(SECRET_BYTES).toString('base64');

/** `v1,…` */
export function signatureOf(content: string, secret: string): string {
  const key = Buffer.from(secret.slice(SECRET.length), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

/**
 * The headers of Standard Webhooks. The signature covers id, time and body. During a rotation, there is one signature for
 * each secret.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedHeaders(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000).toString();
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': secrets.map((secret) => signatureOf(`${id}.${seconds}.${body}`, secret)).join(' '),
  };
}
