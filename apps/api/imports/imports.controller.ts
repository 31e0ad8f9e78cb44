import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ImportCsv } from '#imports/import-csv.js';
import { Answer } from '../http/answer.js';
import { Write, type WriteRequest } from '../http/write-request.js';
import { Route } from '../openapi/route.js';
import { Rejection } from '../problem/rejection.js';

const ImportedAnswer = z
  .strictObject({
    recorded: z.int().describe('Rows recorded.'),
    replayed: z.int().describe('Rows that were on record already.'),
    providers: z.int().describe('Providers registered on the way.'),
    dossiers: z.int().describe('Dossiers opened on the way.'),
    position: z.int(),
  })
  .meta({ id: 'Imported' });

const file = `provider,service,scheme,type,occurred,source_kind,source_publisher,milestone
Bleu,,secnumcloud,MilestoneReached,2025-04-17,company,Bleu,J0
`;

@ApiTags('imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
  @Route({
    summary: 'Import a CSV file, all or nothing',
    description:
      'UTF-8, comma-separated, with a header; up to 10,000 rows and 10 MB. Unknown providers and dossiers are opened. Importing a file again records nothing, whatever its Idempotency-Key.',
    needs: 'record',
    answers: ImportedAnswer,
    example: { recorded: 58, replayed: 0, providers: 9, dossiers: 11, position: 78 },
    problems: ['import-invalid', 'too-many-rows', 'body-too-large', 'unsupported-media-type', 'conflict'],
  })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' }, examples: { file: { value: file } } })
  async import(@Body() body: unknown, @Write() { context: { id: _, ...context } }: WriteRequest) {
    if (!Buffer.isBuffer(body)) throw new Rejection('unsupported-media-type', 'Send the file as text/csv.');
    const imported = await this.commands.execute(new ImportCsv(body, context));
    return new Answer(imported, { position: imported.position });
  }
}
