import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Get,
  Param,
  Post,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { EvidenceAttached } from '#domain/evidence/evidence.js';
import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import { EventStore } from '#event-store/event-store.js';
import type { EvidenceSubject } from '#evidence/evidence-on-record.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { Caller, IdInPath } from '../auth/caller.js';
import { NameInPath } from '../http/query-fields.js';
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
import { allAs, asStream, wrongMediaType } from '../http/request-bodies.js';
import { EvidenceDownloads, EvidenceUploads } from './evidence-bytes.js';

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

const attaches =
  (subject: string): MethodDecorator =>
  (target, name, descriptor) => {
    const decorators = [
      RecordsEvent({
        summary: `Attach a file of evidence to an event of a ${subject}`,
        description:
          'The body is the file: PDF, PNG, JPEG, GIF, WebP or an email (.eml), up to `EVIDENCE_MAX_MB`. Its type is determined by its content, whatever its name and `Content-Type` say. Records `EvidenceAttached` with the SHA-256. The same file for the same event is recorded once. To withdraw a file, retract that event.',
        needs: 'record',
        takes: allAs(TYPES, asStream),
        answers: AttachedAnswer,
        example: attachedExample,
        problems: [
          ...(subject === 'dossier' ? (['not-found'] as const) : (['not-found'] as const)),
          ...(['unknown-reference', 'already-retracted', 'evidence-invalid', 'evidence-too-large'] as const),
          'unsupported-media-type',
        ],
      }),
      ApiConsumes(...TYPES),
      ApiBody({ schema: { type: 'string', format: 'binary' } }),
    ];
    for (const decorate of decorators) decorate(target, name, descriptor);
  };

@ApiTags('evidence')
@Controller('v1')
export class EvidenceController {
  constructor(
    private readonly uploads: EvidenceUploads,
    private readonly downloads: EvidenceDownloads,
    private readonly events: EventStore<LedgerEvent>,
    private readonly preconditions: Preconditions,
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
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const position = await this.events.head();
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
