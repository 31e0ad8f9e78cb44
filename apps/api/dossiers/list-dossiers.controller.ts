import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ListDossiers } from '#projections/list-dossiers.js';
import { DaySchema } from '#domain/date/day.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { BoardReading } from '../http/board-reading.js';
import { KnownSchemes } from '../http/known-schemes.js';
import { listAnswer } from '../http/list-answer.js';
import { onlyScheme, page, seen, viewpoint, yesOrNo } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Route } from '../openapi/route.js';
import { DossierAnswer, dossierAnswerOf, dossierExample, StatusField } from './dossier-answer.js';

export const DossiersQuery = z.strictObject({
  scheme: onlyScheme,
  status: StatusField.optional(),
  provider: Name.optional().describe("A provider's id or slug."),
  expiresBefore: DaySchema.optional().describe('A grant in force ends before this day.'),
  stale: yesOrNo('Open and silent for longer than the scheme allows for.'),
  expiring: yesOrNo("A grant ends within the scheme's warning window."),
  confirmed: yesOrNo('The authority itself says so.'),
  ...viewpoint,
  ...page('string', 'string', 'string'),
  ...seen,
});

@ApiTags('dossiers')
@Controller('v1/dossiers')
export class ListDossiersController {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly schemes: KnownSchemes,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get()
  @Route({
    summary: 'Where every dossier stands',
    description: 'The dossiers that had begun by `asOf`, by provider and service.',
    needs: 'public-read',
    answers: z.strictObject({ items: z.array(DossierAnswer) }).meta({ id: 'Dossiers' }),
    example: { items: [dossierExample] },
    problems: ['unknown-provider', 'unknown-scheme', 'not-seen-yet'],
  })
  async list(@Query({ schema: DossiersQuery }) query: z.output<typeof DossiersQuery>) {
    const position = await this.board.position(query.seen);
    const { asOf, knownAt } = this.viewpoints.day(query);
    await this.schemes.assert(query.scheme, knownAt);
    const provider = query.provider === undefined ? undefined : await this.providers.of(query.provider, 'provider');
    const found = await this.queries.execute(new ListDossiers({ ...query, provider, asOf, knownAt }));
    return listAnswer({ ...found, items: found.items.map((view) => dossierAnswerOf(view)) }, position);
  }
}
