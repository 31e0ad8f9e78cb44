import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { OpenDossier } from '#dossiers/record-dossier-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { Answer } from '../http/answer.js';
import { NameInPath, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Write, type WriteRequest } from '../http/write-request.js';
import { Route } from '../openapi/route.js';
import { DossierAnswer, dossierAnswerOf, dossierExample } from './dossier-answer.js';
import { OpenDossierBody } from './open-dossier-body.js';

const At = z.strictObject(viewpoint);

@ApiTags('dossiers')
@Controller('v1/dossiers')
export class DossiersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly providers: ProviderIds,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Post()
  @Route({
    summary: 'Open a dossier',
    description: 'One service of a provider that seeks the outcome of one scheme. Answers the dossier as it stands.',
    needs: 'record',
    status: 201,
    answers: DossierAnswer,
    example: dossierExample,
    heeds: ['Idempotency-Key'],
    problems: ['invalid-body', 'unknown-provider', 'unknown-scheme', 'dossier-exists', 'name-unusable', 'id-reused'],
  })
  async open(@Body({ schema: OpenDossierBody }) body: OpenDossierBody, @Write() { context }: WriteRequest) {
    const provider = await this.providers.of(body.provider, 'provider');
    const { id, position, replayed } = await this.commands.execute(new OpenDossier({ ...body, provider }, context));
    const view = await this.queries.execute(new GetDossier(id, await this.viewpoints.of({})));
    return new Answer(dossierAnswerOf(view), { position, replayed, location: `/v1/dossiers/${id}` });
  }

  @Get(':id')
  @Route({
    summary: 'Where a dossier stands',
    needs: 'public-read',
    answers: DossierAnswer,
    example: dossierExample,
    heeds: ['If-None-Match'],
    problems: ['unknown-dossier'],
  })
  async one(@Param('id', { schema: NameInPath }) id: string, @Query({ schema: At }) query: z.output<typeof At>) {
    const position = await this.events.head();
    const view = await this.queries.execute(new GetDossier(id.toLowerCase(), await this.viewpoints.of(query)));
    return new Answer(dossierAnswerOf(view), { position, version: view.version });
  }
}
