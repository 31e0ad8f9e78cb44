import { createPublicKey, verify } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

export interface Signed {
  headers: IncomingHttpHeaders;
  body: string;
}

/** The secrets and public keys that endpoints of this process were given, by port and path. */
const trusted = new Map<string, Set<string>>();

const placeOf = (url: string): string => {
  const { port, pathname } = new URL(url);
  return port + pathname;
};

/** From now on, what the endpoint gets is good when this key verifies it, or another one that it trusts. */
export function trust(url: string, key: string | null): void {
  const place = placeOf(url);
  if (key !== null) trusted.set(place, (trusted.get(place) ?? new Set()).add(key));
}

export const isTrusted = (url: string, signed: Signed): boolean =>
  [...(trusted.get(placeOf(url)) ?? [])].some((key) => verifies(key, signed));

/** By the library of Standard Webhooks, or with `whpk_…`, which it does not know, by node:crypto. Its age is not looked at: clocks of tests move. */
export function verifies(key: string, { headers, body }: Signed): boolean {
  if (key.startsWith('whpk_')) return verifiesPair(key, { headers, body });
  const now = Date.now;
  Date.now = () => Number(headers['webhook-timestamp']) * 1000;
  try {
    new Webhook(key).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  } finally {
    Date.now = now;
  }
}

function verifiesPair(key: string, { headers, body }: Signed): boolean {
  const x = Buffer.from(key.slice('whpk_'.length), 'base64').toString('base64url');
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
  const content = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`);
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1a,'))
    .some((signature) => verify(null, content, publicKey, Buffer.from(signature.slice(4), 'base64')));
}
