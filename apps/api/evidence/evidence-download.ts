import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import { fileNameOf } from '#domain/evidence/media-type.js';

/**
 * Sends a file of evidence: always as a download, under the type of its content, and in a sandbox if a browser shows it
 * nevertheless.
 */
export function sendEvidence(
  reply: FastifyReply,
  { sha256, name, mediaType, size }: EvidenceAttached['data'],
  bytes: AsyncGenerator<Uint8Array>,
): StreamableFile {
  reply.headers({
    Vary: 'Authorization, Cookie',
    'Content-Disposition': disposition(fileNameOf(name, mediaType)),
    'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
  });
  return new StreamableFile(Readable.from(bytes, { objectMode: false }), { type: mediaType, length: size });
}

/** RFC 6266: for old programs in ASCII, and as it is. */
export function disposition(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ !#-[\]-~]|%/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
