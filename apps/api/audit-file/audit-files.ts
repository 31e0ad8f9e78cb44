import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZipFile } from 'yazl';
import type { Viewpoint } from '#dossiers/get-dossier.js';
import type { EvidenceSubject } from '#evidence/evidence-on-record.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { LANGUAGES, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Exports } from '../http/download.js';
import { type AuditContents, AuditReading } from './audit-contents.js';
import { auditPage } from './audit-page.js';

const MANIFEST = 'SHA256SUMS';

interface Exchange {
  /** Of the name of the archive; its pages are in both. */
  language: Language;
  request: FastifyRequest;
  reply: FastifyReply;
}

/**
 * Sends auditor's files, over REST and to the console: a ZIP archive of a page in each language, the events, the files of
 * evidence, and the hash of each.
 */
@Injectable()
export class AuditFiles {
  constructor(
    private readonly reading: AuditReading,
    private readonly files: EvidenceFiles,
    private readonly exports: Exports,
  ) {}

  /** @throws Refusal not-found */
  async send(subject: EvidenceSubject, at: Viewpoint, { language, request, reply }: Exchange): Promise<StreamableFile> {
    const contents = await this.reading.of(subject, at);
    const { name, bytes } = this.#archiveOf(contents, language);
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

  /** Streams the archive; one part of one file is in memory at a time. It breaks off if the bytes of a file are damaged. */
  #archiveOf(contents: AuditContents, language: Language): { name: string; bytes: Readable } {
    const folder = folderOf(contents, language);
    const mtime = contents.createdAt;
    const zip = new ZipFile();
    const hashes = new Map<string, string>();
    const output = zip.outputStream as Readable;
    zip.on('error', (error: Error) => {
      output.destroy(error);
    });
    const add = (path: string, text: string): void => {
      hashes.set(path, createHash('sha256').update(text).digest('hex'));
      zip.addBuffer(Buffer.from(text), `${folder}/${path}`, { mtime });
    };
    for (const one of LANGUAGES) add(`${phrases(one).auditFile.page}.html`, auditPage(contents, one, MANIFEST));
    add('events.json', `${JSON.stringify(eventsIn(contents), undefined, 2)}\n`);
    for (const { data, path } of contents.evidence) {
      if (path === undefined || hashes.has(path)) continue;
      hashes.set(path, data.sha256);
      const options = { mtime, compress: false, size: data.size };
      zip.addReadStreamLazy(`${folder}/${path}`, options, (give) => {
        void this.#open(data.sha256, output).then(
          (stream) => {
            give(null, stream);
          },
          (error: unknown) => {
            output.destroy(error as Error);
          },
        );
      });
    }
    const lines = [...hashes].map(([path, hash]) => `${hash}  ${path}\n`);
    zip.addBuffer(Buffer.from(lines.join('')), `${folder}/${MANIFEST}`, { mtime });
    zip.end();
    return { name: `${folder}.zip`, bytes: output };
  }

  /** Ends with the archive, also where its reader went away. */
  async #open(sha256: string, output: Readable): Promise<Readable> {
    const stream = Readable.from(await this.files.read(sha256), { objectMode: false });
    output.once('close', () => stream.destroy());
    return stream;
  }
}

const folderOf = ({ kind, provider, streams, at }: AuditContents, language: Language): string => {
  const scheme = kind === 'dossier' ? [streams[0]?.view?.scheme ?? ''] : [];
  const named = [phrases(language).auditFile.name, provider.slug, ...scheme, at.asOf].join('-');
  return named.replace(/[^\w.-]+/g, '_');
};

/** As recorded: the same values from which the hashes and signatures of the ledger are made. */
const eventsIn = ({ streams, at, position, createdAt }: AuditContents) => ({
  createdAt: createdAt.toISOString(),
  asOf: at.asOf,
  knownAt: at.knownAt,
  position,
  streams: streams.map(({ stream, entries }) => ({
    stream,
    events: entries.map(({ current: _, ...recorded }) => recorded),
  })),
});
