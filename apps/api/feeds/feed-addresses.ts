import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { because } from '#domain/validation.js';
import type { FeedDocument, FeedView } from '#feeds/feeds.js';
import { LanguageSchema } from '#language/language.js';
import { hashOf, tagFor } from '../http/answer.js';

export const PRIVATE_FEEDS = 'feeds';

const ENDINGS: Record<FeedView['kind'], string> = { calendar: 'ics', atom: 'atom' };

export const feedUrl = (publicUrl: string, kind: FeedView['kind'], token: string): string =>
  `${publicUrl}/${PRIVATE_FEEDS}/${token}.${ENDINGS[kind]}`;

/** Opens the calendar application, which then requests over HTTP(S). */
export const webcalUrl = (url: string): string => url.replace(/^https?:/, 'webcal:');

/** A path for logs, with the tokens of private feeds redacted however the path is encoded. */
export function shownPath(path: string): string {
  const decoded = path.includes('%') ? decodedPath(path) : path;
  return new RegExp(`^/+${PRIVATE_FEEDS}/`, 'i').test(decoded) ? `/${PRIVATE_FEEDS}/…` : path;
}

/** Percent-decoded; a path that is not encoded correctly stays as it is. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export const beforePosition = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, { error: because('ledger-position') })
  .transform(Number)
  .optional()
  .describe('Only events before this ledger position, as given by the link `next`.');

/** Responds with a feed, or with 304 if it is unchanged. For routes with `passthrough`. */
export function feedDocument(reply: FastifyReply, document: FeedDocument): string | undefined {
  const { text, type, position, fileName, isPrivate = false } = document;
  const { tag, isKnown } = tagFor(reply.request, `"${hashOf(text, 22)}"`);
  reply.headers({
    ETag: tag,
    'Jalon-Position': String(position),
    'Cache-Control': isPrivate ? 'private, no-cache' : 'no-cache',
    Vary: 'Authorization, Accept-Language',
    ...(isPrivate && { 'X-Robots-Tag': 'noindex' }),
    ...(fileName !== undefined && { 'Content-Disposition': `attachment; filename="${fileName}"` }),
  });
  if (!isKnown) {
    reply.type(`${type}; charset=utf-8`);
    return text;
  }
  reply.status(304);
  return undefined;
}

/** Query field; defaults to `Accept-Language`. */
export const languageAsked = LanguageSchema.optional().describe(
  'Language; default: the preferred language of `Accept-Language`, otherwise French.',
);
