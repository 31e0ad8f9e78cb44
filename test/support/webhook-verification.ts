import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';

export interface Signed {
  headers: IncomingHttpHeaders;
  body: string;
}

/** The secrets that endpoints of this process were given, by port and path. */
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

/** By the library of Standard Webhooks. Its age is not looked at: clocks of tests move. */
export function verifies(key: string, { headers, body }: Signed): boolean {
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
