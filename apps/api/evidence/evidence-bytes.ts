import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ignoreOutage } from '#access/api-keys.js';
import { actorOf, type Principal } from '#access/principal.js';
import { Activities } from '#access/activities.js';
import type { EvidenceAttached } from '#domain/evidence/evidence.js';
import { fileNameOf } from '#domain/evidence/media-type.js';
import { Name, Prose } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import { EvidenceOnRecord, type EvidenceSubject } from '#evidence/evidence-on-record.js';
import type { Receipt } from '#event-store/change-stream.js';
import type { Context } from '#event-store/events.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { isDiscarded } from '../http/request-bodies.js';
import { Rejection } from '../problem/rejection.js';

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

interface SentFile {
  /** As the sender has it, with folders or without. */
  name: string;
  note?: string | undefined;
  bytes: AsyncIterable<Uint8Array>;
}

export interface SentEvidence extends SentFile {
  subject: EvidenceSubject;
  event: string;
}

/** A stored file that no event refers to yet. */
type Kept = Omit<EvidenceAttached['data'], 'event'>;
type Attached = Receipt & { evidence: EvidenceAttached['data'] };

@Injectable()
export class EvidenceUploads {
  constructor(
    private readonly evidence: EvidenceOnRecord,
    private readonly files: EvidenceFiles,
  ) {}

  /**
   * Stores a file as it arrives, and records it on its event. What can be refused without its bytes is refused before. Of a
   * refused body, the rest is discarded, or the connection ends with the response.
   *
   * @throws Rejection invalid-request; Refusal evidence-invalid, evidence-too-large, and those of `attach`
   */
  receive(
    { subject, event, ...sent }: SentEvidence,
    context: Context & { id?: string; expected?: number },
    reply: FastifyReply,
  ): Promise<Attached> {
    return this.#orEndBody(reply, async () => {
      const kept = await this.#keep(sent, reply.request, () => this.evidence.assertAttachable(subject, event));
      const evidence = { event, ...kept };
      return { ...(await this.evidence.attach(subject, evidence, context)), evidence };
    });
  }

  /**
   * Stores a file for an event that is to be recorded within a day.
   *
   * @throws Rejection invalid-request; Refusal evidence-invalid, evidence-too-large
   */
  keep(sent: SentFile, reply: FastifyReply): Promise<Kept> {
    return this.#orEndBody(reply, () => this.#keep(sent, reply.request, () => Promise.resolve()));
  }

  async #keep({ name, note, bytes }: SentFile, { headers }: FastifyRequest, check: () => Promise<void>): Promise<Kept> {
    this.files.assertFits(Number(headers['content-length'] ?? 0) - MOST_AROUND);
    const named = checked({ name: withoutFolders(name), note });
    await check();
    return { ...named, ...(await this.files.receive(bytes)) };
  }

  async #orEndBody<T>(reply: FastifyReply, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const { raw } = reply.request;
      raw.unpipe();
      if (!(await isDiscarded(raw, DISCARDED * this.files.maxBytes))) reply.header('Connection', 'close');
      throw error;
    }
  }
}

/** A file a little too long is read to its end: browsers show no answer before. */
const DISCARDED = 4;

/** Fields and separators of a form, which its length includes. */
const MOST_AROUND = 100_000;

const withoutFolders = (name: string): string => name.split(/[/\\]/).at(-1) ?? '';

/** @throws Rejection invalid-request for a name that is empty, or whose characters readers do not see */
function checked({ name, note }: { name: string; note: string | undefined }) {
  const problems = [
    ...problemsOf(Name.safeParse(name).error?.issues ?? [], name, 'name'),
    ...(note === undefined ? [] : problemsOf(Prose.safeParse(note).error?.issues ?? [], note, 'note')),
  ];
  if (problems.length > 0) throw new Rejection('invalid-request', undefined, problems);
  return { name, ...(note !== undefined && { note }) };
}
