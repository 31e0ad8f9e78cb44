import { Readable } from 'node:stream';
import {
  applyDecorators,
  Controller,
  Get,
  Query,
  Res,
  StreamableFile,
  Body,
  Delete,
  Post,
  Injectable,
} from '@nestjs/common';
import { ApiTags, ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Principal, actorOf } from '#access/principal.js';
import { dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { EvidenceAttached } from '#domain/evidence/evidence.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { EVIDENCE_TYPES, fileNameOf } from '#domain/evidence/media-type.js';
import { type EvidenceSubject, EvidenceOnRecord } from '#evidence/evidence-on-record.js';
import type { Language } from '#language/language.js';
import type { Look } from '#event-store/ledger-head.js';
import { ignoreOutage } from '#access/api-keys.js';
import { Activities } from '#access/activities.js';
import { Name, Prose } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import type { Receipt } from '#event-store/change-stream.js';
import type { Context } from '#event-store/events.js';
import { EvidenceFiles } from '#evidence/evidence-files.js';
import { Caller, Id, Named, RequestLook } from '../auth/caller.js';
import { At } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { allAs, asStream, wrongMediaType, isDiscarded } from '../http/request-bodies.js';
import {
  Preconditions,
  RecordedAnswer,
  recordedAnswer,
  recordedExample,
  RecordsEvent,
  Write,
  type WriteRequest,
} from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import { Rejection } from '../problem/rejection.js';
import { AuditFiles } from './audit-files.js';

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

const TYPES = [...EVIDENCE_TYPES, 'application/octet-stream'];

const AttachQuery = z.strictObject({
  name: z.string().describe('File name. Folders in it are left out.'),
  note: z.string().optional(),
});

const AttachedAnswer = RecordedAnswer.extend({ evidence: EvidenceAttached.schema.shape.data }).meta({
  id: 'EvidenceRecorded',
});

const attachedExample: z.input<typeof AttachedAnswer> = {
  ...recordedExample,
  evidence: {
    event: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    name: 'decision-2279.pdf',
    mediaType: 'application/pdf',
    size: 184_320,
  },
};

const attaches = (subject: string): MethodDecorator =>
  applyDecorators(
    RecordsEvent({
      summary: `Attach a file of evidence to an event of a ${subject}`,
      description:
        'The body is the file: PDF, PNG, JPEG, GIF, WebP or an email (.eml), up to `EVIDENCE_MAX_MB`. Its type is determined by its content, whatever its name and `Content-Type` say. Records `EvidenceAttached` with the SHA-256. The same file for the same event is recorded once. To withdraw a file, retract that event.',
      needs: 'record',
      takes: allAs(TYPES, asStream),
      answers: AttachedAnswer,
      example: attachedExample,
      problems: [
        ...(['not-found', 'unknown-reference', 'already-retracted', 'evidence-invalid'] as const),
        ...(['evidence-too-large', 'unsupported-media-type'] as const),
      ],
    }),
    ApiConsumes(...TYPES),
    ApiBody({ schema: { type: 'string', format: 'binary' } }),
  );

const sends = (subject: 'dossier' | 'provider'): MethodDecorator =>
  Route({
    summary: `Download the auditor's file of a ${subject}`,
    description:
      'A ZIP archive that can be read offline: a page in English and one in French with the status, the trail of all events, sources and evidence; `events.json`; the files of evidence; and `SHA256SUMS`, which `sha256sum -c` checks. The archive is incomplete if its last file, `SHA256SUMS`, is missing.',
    needs: 'read',
    produces: 'application/zip',
    problems: ['not-found'],
  });

@ApiTags('evidence')
@Controller('v1')
export class EvidenceController {
  constructor(
    private readonly uploads: EvidenceUploads,
    private readonly downloads: EvidenceDownloads,
    private readonly auditFiles: AuditFiles,
    private readonly preconditions: Preconditions,
    private readonly viewpoints: Viewpoints,
    private readonly providers: ProviderIds,
  ) {}

  @Post('dossiers/:id/events/:event/evidence')
  @attaches('dossier')
  attachToDossierEvent(
    @Named() id: string,
    @Id('event') event: string,
    @Query({ schema: AttachQuery }) query: z.output<typeof AttachQuery>,
    @Body() body: unknown,
    @Write() write: WriteRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#attach({ kind: 'dossier', id: id.toLowerCase() }, { event, ...query, body }, write, reply);
  }

  @Post('providers/:id/events/:event/evidence')
  @attaches('provider')
  async attachToProviderEvent(
    @Named() name: string,
    @Id('event') event: string,
    @Query({ schema: AttachQuery }) query: z.output<typeof AttachQuery>,
    @Body() body: unknown,
    @Write() write: WriteRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = await this.providers.of(name);
    return this.#attach({ kind: 'provider', id }, { event, ...query, body }, write, reply);
  }

  @Get('evidence/:sha256')
  @Route({
    summary: 'Download a file of evidence',
    description:
      'By its SHA-256. Always sent as a file, under the type of its content; the response fails if the stored bytes do not have that hash. Files of withdrawn evidence remain available.',
    needs: 'read',
    produces: TYPES,
    problems: ['not-found'],
  })
  async downloadEvidence(
    @Named('sha256') sha256: string,
    @Caller() caller: Principal,
    @RequestLook() { position }: Look,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.downloads.send(sha256, caller, reply);
    reply.header('Jalon-Position', String(position));
    return file;
  }

  @Delete('evidence/:sha256')
  @Route({
    summary: 'Remove the bytes of a file of evidence for good',
    description:
      'For malware, or where a court orders it. The events that refer to the file stay, with its hash; the same bytes are not accepted again. To withdraw evidence, retract its event instead. Idempotent.',
    needs: 'admin',
    position: false,
    status: 204,
    problems: ['not-found'],
  })
  async removeEvidence(@Named('sha256') sha256: string, @Caller() caller: Principal) {
    await this.downloads.remove(sha256.toLowerCase(), caller);
  }

  @Get('dossiers/:id/audit-file')
  @sends('dossier')
  async downloadDossierAuditFile(
    @Named() id: string,
    @Query({ schema: At }) query: At,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const at = await this.viewpoints.of(query);
    return this.auditFiles.send({ kind: 'dossier', id: id.toLowerCase() }, at, language, reply);
  }

  @Get('providers/:id/audit-file')
  @sends('provider')
  async downloadProviderAuditFile(
    @Named() name: string,
    @Query({ schema: At }) query: At,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const id = await this.providers.of(name);
    return this.auditFiles.send({ kind: 'provider', id }, await this.viewpoints.of(query), language, reply);
  }

  async #attach(
    subject: EvidenceSubject,
    { body, ...sent }: { event: string; name: string; note?: string | undefined; body: unknown },
    write: WriteRequest,
    reply: FastifyReply,
  ) {
    if (!(body instanceof Readable)) throw wrongMediaType(...TYPES);
    const stream = subject.kind === 'dossier' ? dossierStream(subject.id) : providerStream(subject.id);
    const context = await this.preconditions.checked(stream, write);
    const bytes = body.iterator({ destroyOnReturn: false });
    return recordedAnswer(await this.uploads.receive({ subject, ...sent, bytes }, context, reply));
  }
}
