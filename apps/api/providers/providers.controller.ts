import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ProviderIds } from '#providers/provider-ids.js';
import { RegisterProvider } from '#providers/record-provider-event.js';
import { Answer } from '../http/answer.js';
import { BoardReading } from '../http/board-reading.js';
import { NameInPath, seen, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Write, type WriteRequest } from '../http/write-request.js';
import { Route } from '../openapi/route.js';
import { ProviderAnswer, providerExample } from './provider-answer.js';
import { ProviderPage } from './provider-page.js';
import { RegisterBody } from './register-body.js';

const At = z.strictObject({ ...viewpoint, ...seen });

@ApiTags('providers')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly page: ProviderPage,
    private readonly ids: ProviderIds,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Post()
  @Route({
    summary: 'Register a provider',
    needs: 'record',
    status: 201,
    answers: ProviderAnswer,
    example: { ...providerExample, dossiers: [], version: 1 },
    heeds: ['Idempotency-Key'],
    problems: ['invalid-body', 'provider-exists', 'name-taken', 'slug-taken', 'name-unusable', 'id-reused'],
  })
  async register(
    @Body({ schema: RegisterBody }) body: z.output<typeof RegisterBody>,
    @Write() { context }: WriteRequest,
  ) {
    const { id, position, replayed } = await this.commands.execute(new RegisterProvider(body, context));
    const provider = await this.page.of(id, await this.viewpoints.of({}));
    return new Answer(provider, { position, replayed, location: `/v1/providers/${id}` });
  }

  @Get(':id')
  @Route({
    summary: 'One provider: its whole story on one page',
    description:
      'By its id or its slug; also by an alias or a name that it went by, when no other provider has it: then `Content-Location` says where it stands.',
    needs: 'public-read',
    answers: ProviderAnswer,
    example: providerExample,
    heeds: ['If-None-Match'],
    problems: ['unknown-provider', 'not-seen-yet'],
  })
  async one(@Param('id', { schema: NameInPath }) idOrSlug: string, @Query({ schema: At }) query: z.output<typeof At>) {
    const position = await this.board.position(query.seen);
    const { id, foundBy, slug } = await this.ids.find(idOrSlug);
    const provider = await this.page.of(id, await this.viewpoints.of(query));
    const contentLocation = foundBy === 'name' && { contentLocation: `/v1/providers/${slug}` };
    return new Answer(provider, { position, version: provider.version, ...contentLocation });
  }
}
