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
  return new StreamableFile(Readable.from(resumed(first, pieces), { objectMode: false, highWaterMark: 64 * 1024 }), {
    type,
  });
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
