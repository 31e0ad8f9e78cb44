import { createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { SecretSchema, signatureOf } from '#delivery/webhook/signing-key.js';
import { UserError } from '../terminal.js';

const TOLERANCE_SECONDS = 300;
const SIGNED = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
const PUBLIC_KEY = /^whpk_(?<base64>[\w+/]{43}=)$/;

export type Headers = Readonly<Record<string, string>>;

/** @throws UserError unless it is a secret, `whsec_…`, or a public key, `whpk_…` */
export function verificationKey(text: string): string {
  if (SecretSchema.safeParse(text).success || PUBLIC_KEY.test(text)) return text;
  throw new UserError(
    '--secret must be the secret of the subscription, whsec_ and 24 to 64 bytes in base64, or its public key, whpk_…',
  );
}

/** Why a message is not valid (Standard Webhooks); `undefined` if it is. @param key `whsec_…` or `whpk_…` */
export function whyInvalid(headers: Headers, body: string, key: string, now: Date): string | undefined {
  const missing = SIGNED.filter((name) => !headers[name]);
  if (missing.length > 0) return `Without ${missing.join(', ')}: not a message of Jalon, or a proxy removed headers`;
  const [id, sentAt, signatures] = SIGNED.map((name) => headers[name]) as [string, string, string];
  const age = Math.round(now.getTime() / 1000 - Number(sentAt));
  if (Number.isNaN(age)) return 'The header webhook-timestamp is not a number of seconds';
  if (Math.abs(age) > TOLERANCE_SECONDS)
    return `The timestamp is ${Math.abs(age)} s in the ${age > 0 ? 'past' : 'future'}, more than ${TOLERANCE_SECONDS} s: a replay, or a wrong clock`;
  return whyNoneMatches(signatures.split(' '), `${id}.${sentAt}.${body}`, key);
}

function whyNoneMatches(signatures: readonly string[], content: string, key: string): string | undefined {
  const version = key.startsWith('whpk_') ? 'v1a' : 'v1';
  const comparable = signatures.filter((one) => one.startsWith(`${version},`));
  if (comparable.length === 0)
    return version === 'v1'
      ? 'The message has no HMAC signature (v1): with ed25519, --secret is the public key, whpk_…'
      : 'The message has no Ed25519 signature (v1a): with hmac, --secret is the secret, whsec_…';
  const isGood = version === 'v1a' ? isSigned : isAuthentic;
  if (comparable.some((one) => isGood(one, content, key))) return undefined;
  return 'The signature does not match: --secret is not that of the subscription, or a proxy changed the body';
}

function isAuthentic(signature: string, content: string, secret: string): boolean {
  const [given, expected] = [Buffer.from(signature), Buffer.from(signatureOf(content, secret))];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function isSigned(signature: string, content: string, publicKey: string): boolean {
  const x = Buffer.from(publicKey.slice('whpk_'.length), 'base64').toString('base64url');
  const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  return verify(null, Buffer.from(content), key, Buffer.from(signature.slice('v1a,'.length), 'base64'));
}
