import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ListProviders } from '#projections/list-providers.js';
import { Name } from '#domain/text/text.js';
import { BoardReading } from '../http/board-reading.js';
import { listAnswer } from '../http/list-answer.js';
import { page, seen, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Route } from '../openapi/route.js';
import { ListedProviderAnswer, listedProviderExample } from './provider-answer.js';

export const ProvidersQuery = z.strictObject({
  name: Name.optional().describe('The beginning of a word of any name that they go or went by.'),
  ...viewpoint,
  ...page('string', 'string'),
  ...seen,
});

@ApiTags('providers')
@Controller('v1/providers')
export class ListProvidersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get()
  @Route({
    summary: 'The providers, and where their dossiers stand',
    needs: 'public-read',
    answers: z.strictObject({ items: z.array(ListedProviderAnswer) }).meta({ id: 'Providers' }),
    example: { items: [listedProviderExample] },
    problems: ['not-seen-yet'],
  })
  async list(@Query({ schema: ProvidersQuery }) query: z.output<typeof ProvidersQuery>) {
    const position = await this.board.position(query.seen);
    const found = await this.queries.execute(new ListProviders({ ...query, ...this.viewpoints.day(query) }));
    return listAnswer(found, position);
  }
}
