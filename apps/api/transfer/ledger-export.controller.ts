import { Controller, Get, Query, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ExportLedger } from '#transfer/export-ledger.js';
import { MEDIA_TYPE } from '#transfer/ledger-file.js';
import { download } from '../http/download.js';
import { viewpoint } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

const ExportQuery = z.strictObject({ knownAt: viewpoint.knownAt });

@ApiTags('transfer')
@Controller('v1/ledger.ndjson')
export class LedgerExportController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Route({
    summary: 'Export the whole ledger as a file',
    description:
      'One line of JSON per event, every column as it is stored, between a first line that says what the file is and a last line `{"events":…,"sha256":…}` that vouches for all before it. A file without its last line is not whole. An empty Jalon takes it at `POST /v1/imports`.',
    needs: 'read',
    produces: MEDIA_TYPE,
  })
  async exportLedger(
    @Query({ schema: ExportQuery }) { knownAt }: z.output<typeof ExportQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { head, text } = await this.queries.execute(
      new ExportLedger(knownAt === undefined ? undefined : new Date(knownAt)),
    );
    return download(reply, { name: `jalon-ledger-${head}.ndjson`, type: MEDIA_TYPE, position: head }, text);
  }
}
