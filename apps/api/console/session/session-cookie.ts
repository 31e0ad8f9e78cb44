import type { FastifyReply, FastifyRequest } from 'fastify';
import { urlIn } from '#domain/text/web-address.js';

/**
 * Over https the cookie is bound to this very host, and never goes over plain http. On a machine of one's own, over plain
 * http, browsers would not keep such a cookie.
 */
export const sessionCookie = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-jalon' : 'jalon');

/** The value of a cookie; nothing when it did not come. */
export function cookieIn({ headers }: FastifyRequest, name: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{1,200}$/.test(value)) return value;
  }
  return undefined;
}

/** A script cannot read it, and other sites' forms do not send it. @param value absent: the browser forgets it */
export function setSession(reply: FastifyReply, publicUrl: string, value?: string): void {
  setCookie(reply, sessionCookie(publicUrl), value ?? '', [
    'HttpOnly',
    ...(publicUrl.startsWith('https:') ? ['Secure'] : []),
    ...(value === undefined ? ['Max-Age=0'] : []),
  ]);
}

export function setCookie(reply: FastifyReply, name: string, value: string, attributes: readonly string[]): void {
  void reply.header('Set-Cookie', [`${name}=${value}`, 'Path=/', 'SameSite=Lax', ...attributes].join('; '));
}

const HERE = 'http://jalon.invalid';

/** A path of this host, as it may stand in a redirection; the board for anything else: an address may be meant to lead elsewhere. */
export function localPath(text: string | null | undefined): string {
  if (!text?.startsWith('/')) return '/';
  const url = urlIn(text, HERE);
  if (url?.origin !== HERE) return '/';
  const path = url.pathname + url.search;
  return path.startsWith('//') ? '/' : path;
}
