import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { isNamedBy } from '../http/etag.js';

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
