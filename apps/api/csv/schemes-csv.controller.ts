import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { schemeViews } from '#domain/scheme/scheme-view.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Answer } from '../http/answer.js';
import { viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { CsvFiles } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { schemeColumns as columns } from './scheme-columns.js';

const At = z.strictObject({ knownAt: viewpoint.knownAt });

@ApiTags('schemes')
@Controller('v1/schemes.csv')
export class SchemesCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly schemes: SchemeCatalogue,
    private readonly events: EventStore<LedgerEvent>,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({ rows: 'The schemes', columns })
  async csv(@Query({ schema: At }) query: z.output<typeof At>, @Res({ passthrough: true }) reply: FastifyReply) {
    const { upTo: position = await this.events.head() } = await this.viewpoints.of(query);
    const items = schemeViews(await this.schemes.history(position));
    const page = () => Promise.resolve(new Answer({ items }, { position }));
    return this.files.send(reply, { name: 'schemes', columns, position, page });
  }
}
