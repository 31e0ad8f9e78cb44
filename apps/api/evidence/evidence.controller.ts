import { Readable } from 'node:stream';
import {
  applyDecorators,
  Controller,
  Get,
  Param,
  Query,
  Req,
  Res,
  type StreamableFile,
  Body,
  Delete,
  Post,
} from '@nestjs/common';
import { ApiTags, ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { dossierStream, providerStream } from '#domain/event/ledger-event.js';
import { EvidenceAttached } from '#domain/evidence/evidence.js';
import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import type { EvidenceSubject } from '#evidence/evidence-on-record.js';
import type { Language } from '#language/language.js';
import { Caller, IdInPath, RequestLook } from '../auth/caller.js';
import { NameInPath, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { allAs, asStream, wrongMediaType } from '../http/request-bodies.js';
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
import { AuditFiles } from './audit-files.js';
import { EvidenceDownloads, EvidenceUploads } from './evidence-bytes.js';
import type { Look } from '#event-store/ledger-head.js';

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

const At = z.strictObject(viewpoint);

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
    @Param('id', { schema: NameInPath }) id: string,
    @Param('event', { schema: IdInPath }) event: string,
    @Query({ schema: AttachQuery }) query: z.output<typeof AttachQuery>,
    @Body() body: unknown,
    @Write() write: WriteRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#attach({ kind: 'dossier', id: id.toLowerCase() }, { event, ...query, body }, write, {
      request,
      reply,
    });
  }

  @Post('providers/:id/events/:event/evidence')
  @attaches('provider')
  async attachToProviderEvent(
    @Param('id', { schema: NameInPath }) name: string,
    @Param('event', { schema: IdInPath }) event: string,
    @Query({ schema: AttachQuery }) query: z.output<typeof AttachQuery>,
    @Body() body: unknown,
    @Write() write: WriteRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const id = await this.providers.of(name);
    return this.#attach({ kind: 'provider', id }, { event, ...query, body }, write, { request, reply });
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
    @Param('sha256', { schema: NameInPath }) sha256: string,
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
  async removeEvidence(@Param('sha256', { schema: NameInPath }) sha256: string, @Caller() caller: Principal) {
    await this.downloads.remove(sha256.toLowerCase(), caller);
  }

  @Get('dossiers/:id/audit-file')
  @sends('dossier')
  async downloadDossierAuditFile(
    @Param('id', { schema: NameInPath }) id: string,
    @Query({ schema: At }) query: z.output<typeof At>,
    @RequestLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const at = await this.viewpoints.of(query);
    return this.auditFiles.send({ kind: 'dossier', id: id.toLowerCase() }, at, { language, request, reply });
  }

  @Get('providers/:id/audit-file')
  @sends('provider')
  async downloadProviderAuditFile(
    @Param('id', { schema: NameInPath }) name: string,
    @Query({ schema: At }) query: z.output<typeof At>,
    @RequestLanguage() language: Language,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const id = await this.providers.of(name);
    return this.auditFiles.send({ kind: 'provider', id }, await this.viewpoints.of(query), {
      language,
      request,
      reply,
    });
  }

  async #attach(
    subject: EvidenceSubject,
    { body, ...sent }: { event: string; name: string; note?: string | undefined; body: unknown },
    write: WriteRequest,
    exchange: { request: FastifyRequest; reply: FastifyReply },
  ) {
    if (!(body instanceof Readable)) throw wrongMediaType(...TYPES);
    const stream = subject.kind === 'dossier' ? dossierStream(subject.id) : providerStream(subject.id);
    const context = await this.preconditions.checked(stream, write);
    const bytes = body.iterator({ destroyOnReturn: false });
    return recordedAnswer(await this.uploads.receive({ subject, ...sent, bytes }, context, exchange));
  }
}
