import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Viewpoint } from '#dossiers/get-dossier.js';
import type { EvidenceSubject } from '#evidence/attach-evidence.js';
import type { Language } from '#language/language.js';
import { Exports } from '../http/download.js';
import { AuditArchives } from './audit-archive.js';
import { AuditReading } from './audit-contents.js';

interface Exchange {
  /** Of the name of the archive; its pages are in both. */
  language: Language;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Sends auditor's files, over REST and to the console. */
@Injectable()
export class AuditFiles {
  constructor(
    private readonly reading: AuditReading,
    private readonly archives: AuditArchives,
    private readonly exports: Exports,
  ) {}

  /** @throws Refusal unknown-dossier, unknown-provider */
  async send(subject: EvidenceSubject, at: Viewpoint, { language, request, reply }: Exchange): Promise<StreamableFile> {
    const contents = await this.reading.of(subject, at);
    const { name, bytes } = this.archives.archiveOf(contents, language);
    await this.exports.note(request, name);
    reply.headers({
      'Jalon-Position': String(contents.position),
      Vary: 'Authorization, Cookie, Accept-Language',
      'Content-Disposition': `attachment; filename="${name}"`,
    });
    const isHead = request.method === 'HEAD';
    if (isHead) bytes.destroy();
    return new StreamableFile(isHead ? Readable.from([]) : bytes, { type: 'application/zip' });
  }
}
