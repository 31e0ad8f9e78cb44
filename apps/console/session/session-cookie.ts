import type { FastifyReply, FastifyRequest } from 'fastify';
import { urlIn } from '#domain/text/text.js';

/**
 * Over https the `__Host-` prefix binds the cookie to this host and to https. Browsers reject it over plain http,
 * as on localhost.
 */
export const sessionCookie = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Host-jalon' : 'jalon');

/** Marks a browser in which somebody has signed in to an account. */
export const browserCookie = (publicUrl: string) => `${sessionCookie(publicUrl)}-browser`;

export function cookieIn({ headers }: FastifyRequest, name: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{1,200}$/.test(value)) return value;
  }
  return undefined;
}

/** Sets the session cookie (HttpOnly, SameSite). @param value absent: deletes the cookie */
export function setSession(reply: FastifyReply, publicUrl: string, value?: string): void {
  setCookie(reply, sessionCookie(publicUrl), value ?? '', [
    'HttpOnly',
    ...(publicUrl.startsWith('https:') ? ['Secure'] : []),
    ...(value === undefined ? ['Max-Age=0'] : []),
  ]);
}

/** For what is kept in a browser for long. */
export const YEAR_S = 365 * 24 * 3600;

export function setCookie(reply: FastifyReply, name: string, value: string, attributes: readonly string[]): void {
  void reply.header('Set-Cookie', [`${name}=${value}`, 'Path=/', 'SameSite=Lax', ...attributes].join('; '));
}

const HERE = 'http://jalon.invalid';

/** A path of this host that is safe to redirect to; `/` for anything else (open redirects). */
export function localPath(text: string | null | undefined): string {
  if (!text?.startsWith('/')) return '/';
  const url = urlIn(text, HERE);
  if (url?.origin !== HERE) return '/';
  const path = url.pathname + url.search;
  return path.startsWith('//') ? '/' : path;
}

/** A path of this host with a parameter that names what was done. */
export function localPathDone(text: string | null, done: string): string {
  const [path = '/', query] = localPath(text).split('?', 2);
  const params = new URLSearchParams(query);
  params.set('done', done);
  return `${path}?${params.toString()}`;
}
