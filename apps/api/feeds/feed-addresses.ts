import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { because } from '#domain/validation.js';
import type { FeedView } from '#feeds/feeds.js';
import { LanguageSchema } from '#language/language.js';
import { isNamedBy } from '../http/answer.js';

export const PRIVATE_FEEDS = 'feeds';

const ENDINGS: Record<FeedView['kind'], string> = { calendar: 'ics', atom: 'atom' };

export const feedUrl = (publicUrl: string, kind: FeedView['kind'], token: string): string =>
  `${publicUrl.replace(/\/+$/, '')}/${PRIVATE_FEEDS}/${token}.${ENDINGS[kind]}`;

/** Opens the calendar program, which asks over http(s). */
export const webcalUrl = (url: string): string => url.replace(/^https?:/, 'webcal:');

/** A path as it may be written down: tokens of private feeds are not, however the address was spelled. */
export function shownPath(path: string): string {
  const decoded = path.includes('%') ? decodedPath(path) : path;
  return new RegExp(`^/+${PRIVATE_FEEDS}/`, 'i').test(decoded) ? `/${PRIVATE_FEEDS}/…` : path;
}

function decodedPath(path: string): string {
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
  .describe('Only what was recorded before this position: as the link `next` says.');

export interface FeedDocument {
  text: string;
  /** Its media type. */
  type: string;
  /** The ledger's position that it reflects. */
  position: number;
  /** What a browser calls the file; absent: it is shown. */
  fileName?: string;
  /** At an address that is nobody else's: no cache between may keep it, no crawler list it. */
  isPrivate?: boolean;
}

/** Answers a feed, or 304 when the client has the very same. To be returned from a route with `passthrough`. */
export function feedDocument(reply: FastifyReply, document: FeedDocument): string | undefined {
  const { text, type, position, fileName, isPrivate = false } = document;
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  reply.headers({
    ETag: etag,
    'Jalon-Position': String(position),
    'Cache-Control': isPrivate ? 'private, no-cache' : 'no-cache',
    Vary: 'Authorization, Accept-Language',
    ...(isPrivate && { 'X-Robots-Tag': 'noindex' }),
    ...(fileName !== undefined && { 'Content-Disposition': `attachment; filename="${fileName}"` }),
  });
  const has = reply.request.headers['if-none-match'];
  if (has === undefined || !isNamedBy(has, etag)) {
    reply.type(`${type}; charset=utf-8`);
    return text;
  }
  reply.status(304);
  return undefined;
}

/** In queries; what the reader's program asks for by `Accept-Language`, where it is left out. */
export const languageAsked = LanguageSchema.optional().describe(
  'Of its words; left out: what `Accept-Language` puts first, else French.',
);
