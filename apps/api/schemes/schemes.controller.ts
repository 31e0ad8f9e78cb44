import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { schemeViews } from '#domain/scheme/scheme-view.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Answer } from '../http/answer.js';
import { NameInPath, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Route } from '../openapi/route.js';
import { SchemeAnswer, schemeAnswerOf, schemeExample } from './scheme-answer.js';

const At = z.strictObject({ knownAt: viewpoint.knownAt });

@ApiTags('schemes')
@Controller('v1/schemes')
export class SchemesController {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @Route({
    summary: 'The schemes: what can be sought, and its milestones',
    needs: 'public-read',
    answers: z.strictObject({ items: z.array(SchemeAnswer) }).meta({ id: 'Schemes' }),
    example: { items: [schemeExample] },
  })
  async list(@Query({ schema: At }) query: z.output<typeof At>) {
    const { position, views } = await this.#known(query);
    return new Answer({ items: views.map((view) => schemeAnswerOf(view)) }, { position });
  }

  @Get(':id')
  @Route({
    summary: 'One scheme',
    needs: 'public-read',
    answers: SchemeAnswer,
    example: schemeExample,
    heeds: ['If-None-Match'],
    problems: ['unknown-scheme'],
  })
  async one(@Param('id', { schema: NameInPath }) slug: string, @Query({ schema: At }) query: z.output<typeof At>) {
    const { position, views } = await this.#known(query);
    const view = schemeOf(slug, new Map(views.map((one) => [one.slug, one])));
    return new Answer(schemeAnswerOf(view), { position, version: view.version });
  }

  async #known(query: z.output<typeof At>) {
    const position = await this.events.head();
    const { upTo } = await this.viewpoints.of(query);
    return { position, views: schemeViews(await this.schemes.history(upTo)) };
  }
}
