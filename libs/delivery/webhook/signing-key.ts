import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { z } from 'zod';
import { because } from '#domain/validation.js';

const SECRET = 'whsec_';
const PRIVATE = 'whsk_';
const PUBLIC = 'whpk_';
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

type SignatureKind = 'hmac' | 'ed25519';

/** The signing key of a webhook, in the format of Standard Webhooks. */
interface SigningKey {
  /** `whsec_…`, shared with the receiver, or the private key `whsk_…`. */
  secret: string;
  /** `whpk_…`, of a key pair. */
  publicKey: string | null;
}

/** @param given the secret that the receiver chose, with `hmac` */
export const newSigningKey = (kind: SignatureKind, given?: string): SigningKey =>
  kind === 'hmac' ? (given === undefined ? newSecret() : { secret: given, publicKey: null }) : newPair();

/** `whsec_` and 256 random bits in base64. */
const newSecret = (): SigningKey => ({
  secret: SECRET + randomBytes(SECRET_BYTES).toString('base64'),
  publicKey: null,
});

/** Usual encoding: the private key is the seed followed by the public key (64 bytes), the public key 32 bytes. */
function newPair(): SigningKey {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const [seed, point] = [Buffer.from(String(d), 'base64url'), Buffer.from(String(x), 'base64url')];
  return {
    secret: PRIVATE + Buffer.concat([seed, point]).toString('base64'),
    publicKey: PUBLIC + point.toString('base64'),
  };
}

/** `v1,…` or `v1a,…`, depending on the key. */
export function signatureOf(content: string, secret: string): string {
  if (secret.startsWith(PRIVATE))
    return `v1a,${sign(null, Buffer.from(content), privateKeyIn(secret)).toString('base64')}`;
  const key = Buffer.from(secret.slice(SECRET.length), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

function privateKeyIn(secret: string): KeyObject {
  const bytes = Buffer.from(secret.slice(PRIVATE.length), 'base64');
  const [d, x] = [bytes.subarray(0, 32).toString('base64url'), bytes.subarray(32).toString('base64url')];
  return createPrivateKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', d, x } });
}

/**
 * The headers of Standard Webhooks. The signature covers id, time and body. With several keys, during a rotation, there is one
 * signature for each.
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
