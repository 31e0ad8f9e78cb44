import { Controller, Get, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { exportLedger } from '#transfer/export-ledger.js';
import { MEDIA_TYPE } from '#transfer/ledger-file.js';
import { Exports } from '../http/download.js';
import { download } from '../http/download.js';
import { viewpoint } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

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
    produces: MEDIA_TYPE,
  })
  async exportLedger(
    @Query({ schema: ExportQuery }) { knownAt }: z.output<typeof ExportQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { head, text } = await exportLedger(
      { db: this.db, events: this.events },
      knownAt === undefined ? undefined : new Date(knownAt),
    );
    const name = `jalon-ledger-${head}.ndjson`;
    await this.exports.note(request, name);
    return download(reply, { name, type: MEDIA_TYPE, position: head }, text);
  }
}
