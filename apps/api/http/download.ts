import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ignoreOutage } from '#access/api-keys.js';
import { actorOf } from '#access/principal.js';
import { Activities } from '#access/activities.js';

/**
 * Streams a file at the pace of the client. A failure before the first chunk is answered as a problem; a later one ends the
 * connection, so that the client sees an incomplete transfer. HEAD produces the first chunk only, which shows whether GET
 * would succeed.
 *
 * @param file.name in ASCII, without quotes
 */
export async function download(
  reply: FastifyReply,
  { name, type, position }: { name: string; type: string; position: number },
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

const LONGEST_FILTER = 500;

/** Notes who takes data out, before the first byte is sent. Readers without a key are nobody. */
@Injectable()
export class Exports {
  constructor(private readonly activities: Activities) {}

  /** A server that can only be read still exports; it cannot note that. @param file its name */
  async note({ caller, method, url }: FastifyRequest, file: string): Promise<void> {
    if (!caller || method === 'HEAD') return;
    const filter = url.split('?', 2)[1]?.slice(0, LONGEST_FILTER);
    const details = { file, ...(filter && { filter }) };
    await this.activities.note({ actor: actorOf(caller), act: 'exported', details }).catch(ignoreOutage);
  }
}
