import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { DossiersQuery, ListDossiersController } from '../dossiers/list-dossiers.controller.js';
import { BoardReading } from '../http/board-reading.js';
import { Viewpoints } from '../http/viewpoints.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { dossierColumns as columns } from './dossier-columns.js';

const WholeQuery = DossiersQuery.omit({ limit: true, cursor: true });

@ApiTags('dossiers')
@Controller('v1/dossiers.csv')
export class DossiersCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly dossiers: ListDossiersController,
    private readonly board: BoardReading,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({
    rows: 'Where every dossier stands',
    columns,
    problems: ['unknown-provider', 'unknown-scheme', 'not-seen-yet'],
  })
  async csv(
    @Query({ schema: WholeQuery }) { seen, ...query }: z.output<typeof WholeQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { position, knownAt } = await this.files.pinned(await this.board.position(seen), query.knownAt);
    const { asOf } = this.viewpoints.day(query);
    return this.files.send(reply, {
      name: `dossiers-${asOf}`,
      columns,
      position,
      page: (cursor) => this.dossiers.list({ ...query, asOf, knownAt, ...PAGE, cursor }),
    });
  }
}
