import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { tagNamedIn } from '../http/answer.js';

interface Embedded {
  text: string;
  type: string;
  /** Read without a key, so that shared caches may keep it. */
  isPublic: boolean;
  /** What is shown cannot change any more: both the day and the recording time are given, and past. */
  isFixed: boolean;
}

const MINUTES_5 = 300;
const DAY = 86_400;

/** Sends what other sites show, or 304. Browsers then neither refuse it there nor ask for it on every visit. */
export function sendEmbedded(reply: FastifyReply, { text, type, isPublic, isFixed }: Embedded): void {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  const has = reply.request.headers['if-none-match'];
  const named = has === undefined ? undefined : tagNamedIn(has, etag);
  void reply.headers({
    ETag: named ?? etag,
    'Cache-Control': isPublic ? `public, max-age=${isFixed ? DAY : MINUTES_5}` : 'private, no-cache',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    Vary: 'Authorization, Cookie, Accept-Language',
  });
  if (named !== undefined) void reply.status(304).send();
  else void reply.type(type).send(text);
}
