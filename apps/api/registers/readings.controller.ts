import { Body, Controller, Get, Headers, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { DaySchema } from '#domain/date/day.js';
import { DocumentAddress } from '#domain/register/register.js';
import { Prose } from '#domain/text/text.js';
import type { Language } from '#language/language.js';
import { decodeCursor, encodeCursor } from '#projections/page.js';
import { type ReadingOutcome, fileNameOf } from '#registers/attempts.js';
import { DecideReading, ReadRegister } from '#registers/read-register.js';
import { Readings } from '#registers/register-views.js';
import { MAX_DOCUMENT_BYTES } from '#registers/reading/raw-entry.js';
import { Caller, Named, RequestLook } from '../auth/caller.js';
import { List } from '../csv/csv.js';
import { Answer, listAnswer } from '../http/answer.js';
import { BINARY, JSON_TYPE, XLSX } from '../http/content-negotiation.js';
import { allAs, asBytes, wrongMediaType } from '../http/request-bodies.js';
import { page, yesOrNo } from '../http/query-fields.js';
import { Write, type WriteRequest } from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import {
  OutcomeAnswer,
  outcomeAnswerOf,
  outcomeExample,
  ReadingAnswer,
  readingAnswerOf,
  readingColumns,
  ReadingSummary,
  summaryAnswerOf,
  summaryExample,
} from './reading-answers.js';
import type { Look } from '#event-store/ledger-head.js';

const ReadQuery = z.strictObject({
  preview: yesOrNo('Returns what would be recorded or held; records nothing, not even the attempt.'),
  day: DaySchema.optional().describe('The day that the document is of. Default: the day that it states, else today.'),
  how: z.enum(['api', 'command']).default('api').describe('`command`: sent by `jalon register read`.'),
  address: DocumentAddress.describe('Where the document was fetched from, as evidence.'),
  accept: Prose.optional().describe(
    'Records the reading even if it would be held, for this reason. A reading that is older than the last is held nevertheless.',
  ),
});

const ReadingsQuery = z.strictObject({
  ...page('uuid'),
  state: z
    .literal('held')
    .optional()
    .describe('Only those that wait for a decision, in order of their days. With an API key.'),
});

const Decision = z
  .strictObject({
    decision: z.enum(['accept', 'discard']),
    reason: Prose.describe('Recorded with the reading.'),
    preview: z
      .string()
      .max(100)
      .optional()
      .describe('Id of the `preview` that the approver saw. Default: that with which the reading is held.'),
  })
  .meta({
    id: 'ReadingDecision',
    example: {
      decision: 'accept',
      reason: 'GSA removed services that were never authorized; announced on 2026-03-28.',
    },
  });

/** Media types of documents. Windows sends CSV files as those of Excel. */
const DOCUMENT_TYPES = [
  JSON_TYPE,
  'text/csv',
  XLSX,
  'text/html',
  'application/pdf',
  'application/xml',
  'text/xml',
  'application/yaml',
  'application/vnd.ms-excel',
  'application/gzip',
  BINARY,
  'text/plain',
];

@ApiTags('registers')
@Controller('v1/registers/:id')
export class ReadingsController {
  constructor(
    private readonly readings: Readings,
    private readonly commands: CommandBus,
  ) {}

  @Post('readings')
  @Route({
    summary: 'Read a document of a register',
    description:
      'The body is the document as published: JSON, CSV, XLSX or HTML, also compressed with gzip, up to 64 MB. Its entries are compared with those on record; the differences and the reading are recorded as a whole, or held for a decision. Reading a document again for the same day records nothing, so no Idempotency-Key is needed.',
    needs: 'record',
    takes: allAs(DOCUMENT_TYPES, asBytes(MAX_DOCUMENT_BYTES)),
    answers: OutcomeAnswer,
    example: outcomeExample,
    problems: ['not-found', 'register-document-invalid', 'body-too-large', 'unsupported-media-type', 'conflict'],
  })
  @ApiConsumes(...DOCUMENT_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  async readRegister(
    @Named() slug: string,
    @Query({ schema: ReadQuery }) { preview = false, how, day, address, accept }: z.output<typeof ReadQuery>,
    @Body() body: unknown,
    @Headers('content-type') type: string | undefined,
    @Write() { context: { id: _, ...context } }: WriteRequest,
    @RequestLanguage() language: Language,
  ) {
    if (!Buffer.isBuffer(body) || type === undefined) throw wrongMediaType(...DOCUMENT_TYPES);
    const document = {
      ...{ bytes: body, mediaType: type.slice(0, LONGEST_TYPE) },
      ...(address !== undefined && { address }),
      ...(day !== undefined && { day }),
    };
    const options = { how, preview, ...(accept !== undefined && { accept }) };
    const outcome = await this.commands.execute(new ReadRegister(slug, document, options, context));
    const location = `/v1/registers/${slug}/readings/${outcome.id}`;
    return answerTo(outcome, language, preview ? {} : { location });
  }

  @Get('readings')
  @Route({
    summary: 'List the readings of a register, newest first',
    description:
      'Every attempt, including documents that could not be read or fetched; without an API key, those that were recorded.',
    needs: 'public-read',
    lists: ['Readings', ReadingSummary, summaryExample],
    csv: { name: 'readings-{id}', columns: readingColumns, pinned: 'nothing' },
    problems: ['not-found'],
  })
  listRegisterReadings(
    @Named() slug: string,
    @Query({ schema: ReadingsQuery }) query: z.output<typeof ReadingsQuery>,
    @Caller() caller: Principal | undefined,
    @RequestLanguage() language: Language,
  ) {
    const open = caller === undefined;
    return new List(query, async ({ cursor, limit }) => {
      const after = cursor === undefined ? undefined : String(decodeCursor(cursor)[0]);
      const asked = { limit, after, open, ...(query.state && { state: query.state }) };
      const { readings, next } = await this.readings.page(slug, asked);
      const items = readings.map((reading) => summaryAnswerOf(reading, { language, open }));
      return listAnswer({ items, next: next === null ? null : encodeCursor([next]) });
    });
  }

  @Get('readings/:reading')
  @Route({
    summary: 'Get a reading with its differences',
    description: 'By its id or that of its event `RegisterRead`. Without an API key, only if it was recorded.',
    needs: 'public-read',
    answers: ReadingAnswer,
    example: { ...summaryExample, differences: outcomeExample.differences, unreadable: [], unmatched: [] },
    problems: ['not-found'],
  })
  async getRegisterReading(
    @Named() slug: string,
    @Named('reading') id: string,
    @Caller() caller: Principal | undefined,
    @RequestLanguage() language: Language,
  ) {
    const open = caller === undefined;
    const reading = await this.readings.get(id, slug, open);
    return new Answer(readingAnswerOf(reading, { language, open }));
  }

  @Get('readings/:reading/document')
  @Route({
    summary: 'Download the document that a reading rests on',
    description: 'The bytes as they were sent or fetched, always as a file. `Repr-Digest` has their SHA-256.',
    needs: 'read',
    produces: 'application/octet-stream',
    problems: ['not-found'],
  })
  async downloadRegisterDocument(
    @Named() slug: string,
    @Named('reading') id: string,
    @RequestLook() { position }: Look,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const reading = await this.readings.get(id, slug);
    const document = await this.readings.document(reading.id);
    const { bytes, sha256 } = document;
    reply.headers({
      'Jalon-Position': String(position),
      Vary: 'Authorization',
      'Content-Disposition': `attachment; filename="${fileNameOf(reading, document)}"`,
      'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
    });
    // Never under its own media type: a page of somebody else would otherwise be one of this site.
    return new StreamableFile(bytes, { type: 'application/octet-stream', length: bytes.length });
  }

  @Post('readings/:reading/decision')
  @Route({
    summary: 'Accept or discard a held reading',
    description:
      'An accepted document is compared again with what is on record by then. If it needs an approval and would now do something else than what was shown, nothing is recorded (409 `proposal-changed`), and the reading is held with its new `preview`.',
    needs: 'record',
    answers: OutcomeAnswer,
    example: outcomeExample,
    problems: [
      ...(['invalid-body', 'not-found', 'reading-not-held', 'reading-older'] as const),
      ...(['proposal-changed', 'own-proposal', 'account-needed', 'unstorable', 'conflict'] as const),
    ],
  })
  async decideRegisterReading(
    @Named() slug: string,
    @Named('reading') id: string,
    @Body({ schema: Decision }) { decision, reason, preview }: z.output<typeof Decision>,
    @Write() { context: { id: _, ...context } }: WriteRequest,
    @RequestLanguage() language: Language,
  ) {
    const reading = await this.readings.get(id, slug);
    const outcome = await this.commands.execute(
      new DecideReading(reading.id, decision, reason, { ...context, preview }),
    );
    return answerTo(outcome, language);
  }
}

function answerTo(outcome: ReadingOutcome, language: Language, about: { location?: string } = {}) {
  const { position } = outcome;
  const recorded = { position: position ?? undefined, isRecorded: position !== null };
  return new Answer(outcomeAnswerOf(outcome, language), { ...recorded, ...about });
}

const LONGEST_TYPE = 200;
