import { Controller, Get, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ExportLedger } from '#transfer/export-ledger.js';
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
    private readonly queries: QueryBus,
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
    const { head, text } = await this.queries.execute(
      new ExportLedger(knownAt === undefined ? undefined : new Date(knownAt)),
    );
    const name = `jalon-ledger-${head}.ndjson`;
    await this.exports.note(request, name);
    return download(reply, { name, type: MEDIA_TYPE, position: head }, text);
  }
}
