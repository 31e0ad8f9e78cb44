import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { because } from '#domain/validation.js';

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
