import type { IncomingMessage } from 'node:http';
import type { ApiKeys } from '#access/api-keys.js';

/** Why a request is not served. */
export interface Denial {
  status: 401 | 403 | 405;
  text: string;
  headers?: Record<string, string>;
}

/** A browser asks for it and remembers it: the user name is not looked at, the password is the key. */
const CHALLENGE = { 'www-authenticate': 'Basic realm="Jalon queues", charset="UTF-8"' };

/**
 * Who may look: whoever holds a key with the scope `admin`, as a Bearer token or as the password of HTTP Basic. Only GET
 * and HEAD, and only under a name of this machine: a foreign page whose name was made to lead here reads nothing.
 */
export async function denialOf(request: IncomingMessage, keys: ApiKeys): Promise<Denial | undefined> {
  const { method, headers } = request;
  if (!isLoopback(headers.host))
    return { status: 403, text: 'This is served to http://127.0.0.1 and http://localhost.' };
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, text: 'Queues can be looked at here, not changed.', headers: { allow: 'GET, HEAD' } };
  const key = keyIn(headers.authorization);
  const holder = key ? await keys.verify(key) : undefined;
  if (!holder) return { status: 401, text: 'An API key with the scope "admin" is the password.', headers: CHALLENGE };
  if (!holder.scopes.has('admin')) return { status: 403, text: 'The key does not hold the scope "admin".' };
  return undefined;
}

function isLoopback(host: string | undefined): boolean {
  const url = `http://${host ?? ''}`;
  if (!host || !URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function keyIn(authorization = ''): string | undefined {
  const [, scheme = '', credentials = ''] = /^(\w+) +([\x21-\x7e]{1,1000}) *$/.exec(authorization) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return credentials;
    case 'basic':
      return Buffer.from(credentials, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '');
    default:
      return undefined;
  }
}
