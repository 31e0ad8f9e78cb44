import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { BoardReading } from '../http/board-reading.js';
import { Viewpoints } from '../http/viewpoints.js';
import { ListProvidersController, ProvidersQuery } from '../providers/list-providers.controller.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { providerColumns as columns } from './provider-columns.js';

const WholeQuery = ProvidersQuery.omit({ limit: true, cursor: true });

@ApiTags('providers')
@Controller('v1/providers.csv')
export class ProvidersCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly providers: ListProvidersController,
    private readonly board: BoardReading,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({ rows: 'The providers, and where their dossiers stand,', columns, problems: ['not-seen-yet'] })
  async csv(
    @Query({ schema: WholeQuery }) { seen, ...query }: z.output<typeof WholeQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { position, knownAt } = await this.files.pinned(await this.board.position(seen), query.knownAt);
    const { asOf } = this.viewpoints.day(query);
    return this.files.send(reply, {
      name: `providers-${asOf}`,
      columns,
      position,
      page: (cursor) => this.providers.list({ ...query, asOf, knownAt, ...PAGE, cursor }),
    });
  }
}
