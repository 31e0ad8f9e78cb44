import { signatureOf } from './signing-key.js';

/**
 * The headers of Standard Webhooks: the signature covers id, time and body, so none of them can be swapped. With several
 * keys (during a rotation) it is signed by each of them.
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
