import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

export interface DownloadedFile {
  /** What a browser calls the file: ASCII without quotes. */
  name: string;
  /** Its media type. */
  type: string;
  /** The ledger's position that it reflects. */
  position: number;
}

/**
 * Answers a file piece by piece, each made when the client has taken the one before. What goes wrong before the first piece
 * is a problem like any other; what goes wrong later can only end the connection, so that the client sees that it is cut.
 * Of HEAD no more than that first piece is made, which tells whether GET would succeed.
 */
export async function download(
  reply: FastifyReply,
  { name, type, position }: DownloadedFile,
  pieces: AsyncGenerator<string>,
): Promise<StreamableFile> {
  const first = await pieces.next();
  reply.headers({
    'Jalon-Position': String(position),
    Vary: 'Authorization',
    'Content-Disposition': `attachment; filename="${name}"`,
  });
  const wanted = reply.request.method === 'HEAD' ? nothingOf(pieces) : resumed(first, pieces);
  return new StreamableFile(Readable.from(wanted, { objectMode: false, highWaterMark: 64 * 1024 }), { type });
}

async function* nothingOf(pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  yield* [];
  await pieces.return(undefined);
}

async function* resumed(first: IteratorResult<string, void>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done) return;
  try {
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
