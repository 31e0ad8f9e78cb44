import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ignoreOutage } from '#access/api-keys.js';
import { actorOf, type Principal } from '#access/principal.js';
import { Activities } from '#access/activities.js';
import { fileNameOf } from '#domain/evidence/media-type.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { EvidenceOnRecord } from '#evidence/evidence-on-record.js';

/** Sends files of evidence over REST and to the console, and removes them; notes who did. */
@Injectable()
export class EvidenceDownloads {
  constructor(
    private readonly evidence: EvidenceOnRecord,
    private readonly activities: Activities,
    private readonly files: EvidenceFiles,
  ) {}

  /** @throws Refusal not-found */
  async remove(sha256: string, caller: Principal): Promise<void> {
    await this.files.remove(sha256);
    await this.activities.note({ actor: actorOf(caller), act: 'evidence-removed', details: { file: sha256 } });
  }

  /**
   * Always as a download, under the type of its content, and in a sandbox if a browser shows it nevertheless. A server that can
   * only be read sends it too; it cannot note that.
   *
   * @throws Refusal not-found
   */
  async send(given: string, caller: Principal, reply: FastifyReply): Promise<StreamableFile> {
    const sha256 = given.toLowerCase();
    const { data, stream, bytes } = await this.evidence.get(sha256);
    const opened = { actor: actorOf(caller), act: 'evidence-read', about: stream, details: { file: sha256 } } as const;
    await this.activities.note(opened).catch(ignoreOutage);
    reply.headers({
      Vary: 'Authorization, Cookie',
      'Content-Disposition': disposition(fileNameOf(data.name, data.mediaType)),
      'Content-Security-Policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    });
    return new StreamableFile(Readable.from(bytes, { objectMode: false }), { type: data.mediaType, length: data.size });
  }
}

/** RFC 6266: for old programs in ASCII, and as it is. */
function disposition(name: string): string {
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
