import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { KeyHolder } from '#access/api-keys.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { schemeStream } from '#domain/event/ledger-event.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Caller } from '../auth/caller.js';
import { NameInPath } from '../http/query-fields.js';
import { TimelineAnswer, timelineExample } from '../http/timeline-answer.js';
import { TimelineQuery, Timelines } from '../http/timelines.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Route } from '../openapi/route.js';

@ApiTags('schemes')
@Controller('v1/schemes/:id/events')
export class SchemeEventsController {
  constructor(
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly timelines: Timelines,
  ) {}

  @Get()
  @Route({
    summary: 'The timeline of a scheme',
    description: 'Every version that was published, in the order of recording; empty for one that is only built in.',
    needs: 'public-read',
    answers: TimelineAnswer,
    example: timelineExample,
    problems: ['unknown-scheme'],
  })
  async timeline(
    @Param('id', { schema: NameInPath }) slug: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: KeyHolder | undefined,
  ) {
    const { upTo } = await this.viewpoints.of({ knownAt: query.knownAt });
    schemeOf(slug, await this.schemes.at(upTo));
    return this.timelines.page(schemeStream(slug), query, caller === undefined);
  }
}
