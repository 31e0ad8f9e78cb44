import { Readable } from 'node:stream';
import { Controller, Get, Query, Res, type StreamableFile, Body, Inject, Post } from '@nestjs/common';
import { ApiTags, ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { Proposals } from '#approvals/proposals.js';
import { LedgerDatabase } from '#database/connection.js';
import { DaySchema } from '#domain/date/day.js';
import { Status } from '#domain/dossier/status.js';
import { importCause } from '#domain/event/causes.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { Imports } from '#imports/imports.js';
import type { Language } from '#language/language.js';
import { exportLedger } from '#transfer/export-ledger.js';
import { MEDIA_TYPE as LEDGER_FILE } from '#transfer/ledger-file.js';
import { restoreLedger } from '#transfer/restore-ledger.js';
import { accepted } from '../approvals/proposals.controller.js';
import { assertHolds } from '../auth/auth.guard.js';
import { Caller } from '../auth/caller.js';
import { Answer } from '../http/answer.js';
import { asLongStream, asBytes, inCharset, MEGABYTE, UTF8, wrongMediaType } from '../http/request-bodies.js';
import { Exports, download } from '../http/download.js';
import { XLSX } from '../http/content-negotiation.js';
import { viewpoint, yesOrNo } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { Write, type WriteRequest } from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import { reject } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

const Change = z.strictObject({
  dossier: z.strictObject({ id: z.uuid(), provider: z.string(), service: z.string().nullable(), scheme: z.string() }),
  opened: z.boolean().describe('Whether the import would open it.'),
  before: Status.nullable().describe('`null` if the import would open it.'),
  after: Status,
  confirmedBefore: z.boolean().nullable(),
  confirmedAfter: z.boolean(),
  moved: z.boolean().describe('Whether its status or confirmation would change.'),
  warnings: z.array(z.string()).describe('Codes of the warnings that the import would bring.'),
  events: z.int().describe('Number of new events, including its opening.'),
});

const counts = {
  recorded: z.int().describe('Rows recorded.'),
  replayed: z.int().describe('Rows that were on record already.'),
  providers: z.int().describe('Providers registered by the import.'),
  dossiers: z.int().describe('Dossiers opened by the import.'),
  position: z.int(),
};

/** Of an import, and with the rest of a preview. */
const ImportedAnswer = z
  .strictObject({
    ...counts,
    preview: z.literal(true).optional().describe('Nothing was recorded; the counts are those of the import.'),
    empty: z
      .boolean()
      .optional()
      .describe('For the preview of a ledger file: whether this ledger is empty, which a restore requires.'),
    asOf: DaySchema.optional().describe('The day of the statuses in `changes`.'),
    changes: z
      .array(Change)
      .optional()
      .describe('Up to 1,000 dossiers that would get events; those first whose status would change.'),
    touched: z.int().optional().describe('Number of dossiers that would get events, including those not listed.'),
    moved: z.int().optional().describe('Number of dossiers whose status or confirmation would change.'),
    needsApproval: z
      .boolean()
      .optional()
      .describe('Whether the file would be proposed, to be recorded once another person approves it.'),
    messages: z
      .strictObject({
        events: z.int().describe('Messages about one recent event each.'),
        digests: z.int().describe('Digests that would contain recent events.'),
        summaries: z.int().describe('Summaries of past events, one per subscription.'),
      })
      .optional()
      .describe('Messages that the import would cause, to all active subscriptions.'),
  })
  .meta({ id: 'Imported' });

const importedExample = { recorded: 58, replayed: 0, providers: 9, dossiers: 11, position: 78 };

const ImportQuery = z.strictObject({
  preview: yesOrNo(
    'Returns the rows that would be recorded and the statuses that would change; records nothing. For a ledger file, returns its contents.',
  ),
  import: z
    .uuid()
    .optional()
    .describe(
      'Id of the import, chosen by the client: the requests that send one file in batches have the same. Subscribers receive one summary of the past events of an import.',
    ),
});

const file = `provider,service,scheme,type,occurred,source_kind,source_publisher,milestone
Bleu,,secnumcloud,MilestoneReached,2025-04-17,company,Bleu,J0
`;

const CHANGES_LISTED = 1_000;

const TABLE_LIMIT = 10 * MEGABYTE;
/** The import finds out by itself which one it is. */
const TABLE_CHARSETS = [...UTF8, 'utf-16', 'windows-1252', 'iso-8859-1'];

const FILES = {
  'text/csv': inCharset(TABLE_CHARSETS, asBytes(TABLE_LIMIT)),
  [XLSX]: asBytes(TABLE_LIMIT),
  [LEDGER_FILE]: inCharset(UTF8, asLongStream), // its handler requires an admin key
};

@ApiTags('imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly imports: Imports,
    private readonly viewpoints: Viewpoints,
    private readonly proposals: Proposals,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Route({
    summary: 'Import a CSV file or an Excel workbook, all or nothing',
    description:
      'CSV or an Excel workbook (.xlsx) with a header; up to 10,000 rows and 10 MB. Columns are separated by commas, semicolons or tabs; the encoding is UTF-8, UTF-16 with a byte order mark or Windows-1252. A refusal lists the problems of the header, of the rows and of the ledger together. Unknown providers and dossiers are opened. Importing a file again records nothing, so no Idempotency-Key is needed. With an admin key, a ledger file of `GET /v1/ledger.ndjson` can be restored instead, of any length, if this ledger is empty: every event keeps its position, id, time and author.',
    needs: 'record',
    takes: FILES,
    answers: ImportedAnswer,
    example: importedExample,
    problems: [
      'import-invalid',
      'ledger-not-empty',
      'too-many-rows',
      'body-too-large',
      'unsupported-media-type',
      'conflict',
    ],
  })
  @ApiConsumes('text/csv', XLSX, 'application/x-ndjson')
  @ApiBody({ schema: { type: 'string' }, examples: { file: { value: file } } })
  async importFile(
    @Query({ schema: ImportQuery }) { preview = false, import: id }: z.output<typeof ImportQuery>,
    @Body() body: unknown,
    @Write() { context: { id: _, ...context } }: WriteRequest,
    @Caller() caller: Principal,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (body instanceof Readable) return this.#restore(body, caller, preview);
    if (!Buffer.isBuffer(body)) throw wrongMediaType('text/csv');
    if (preview) return this.#preview(body);
    if (id !== undefined && (await this.proposals.has(id))) throw reject('import', 'idempotency-key-used');
    const cause = id === undefined ? {} : { causationId: importCause(id.toLowerCase()) };
    const { recorded: imported, proposal } = await this.proposals.orPropose(
      () => this.imports.record(body, { ...context, ...cause }),
      { kind: 'import', name: 'import.csv', bytes: body },
      context,
    );
    if (proposal) return accepted(reply, proposal, language);
    return new Answer(imported, { position: imported.position, isRecorded: imported.recorded > 0 });
  }

  async #preview(file: Buffer) {
    const asOf = this.viewpoints.today();
    const preview = await this.imports.preview(file, { asOf });
    if (preview.refusal) throw preview.refusal;
    const { rows, counts, providers, dossiers, position, changes, touched, moved, needsApproval, messages } = preview;
    const { recorded } = counts;
    const body = {
      ...{ recorded, replayed: rows.length - recorded, providers, dossiers, position, asOf },
      ...{ changes: changes.slice(0, CHANGES_LISTED), touched, moved, needsApproval, messages, preview: true },
    };
    return new Answer(body, { position });
  }

  /** Restoring a ledger records events in the name of others and needs scope admin, beyond the scope of the route. */
  async #restore(body: Readable, caller: Principal, preview: boolean) {
    const file = body.iterator({ destroyOnReturn: false });
    try {
      assertHolds(caller, 'admin');
      const ledger = { db: this.db, events: this.events };
      const { empty, ...restored } = await restoreLedger(ledger, file, { preview });
      const more = preview && { empty, preview };
      return new Answer({ ...restored, replayed: 0, ...more }, { position: restored.position });
    } finally {
      body.resume(); // drains a rejected upload, so that the client reads the response; a silent client times out
    }
  }
}

const ExportQuery = z.strictObject({ knownAt: viewpoint.knownAt });

@ApiTags('transfer')
@Controller('v1/ledger.ndjson')
export class LedgerExportController {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly exports: Exports,
  ) {}

  @Get()
  @Route({
    summary: 'Export the whole ledger as a file',
    description:
      'A header line, one line of JSON per event with every column as stored, and a final checksum line `{"events":…,"sha256":…}`. A file without its final line is incomplete. An empty Jalon restores it with `POST /v1/imports`.',
    needs: 'read',
    produces: LEDGER_FILE,
  })
  async exportLedger(
    @Query({ schema: ExportQuery }) { knownAt }: z.output<typeof ExportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { head, text } = await exportLedger(
      { db: this.db, events: this.events },
      knownAt === undefined ? undefined : new Date(knownAt),
    );
    const name = `jalon-ledger-${head}.ndjson`;
    await this.exports.note(reply.request, name);
    return download(reply, { name, type: LEDGER_FILE, position: head }, text);
  }
}
