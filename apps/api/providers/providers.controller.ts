import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { GetDossier } from '#dossiers/get-dossier.js';
import { Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { GetProvider } from '#providers/get-provider.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { RegisterProvider } from '#providers/register-provider.js';
import { dossierAnswerOf } from '../dossiers/dossier-answer.js';
import { Answer } from '../http/answer.js';
import { BoardReading } from '../http/board-reading.js';
import { NameInPath, seen, viewpoint } from '../http/query-fields.js';
import { type Viewpoint, Viewpoints } from '../http/viewpoints.js';
import { Write, type WriteRequest } from '../http/write-request.js';
import { Route } from '../openapi/route.js';
import { ProviderAnswer, providerAnswerOf, providerExample } from './provider-answer.js';

const Slug = z.string().regex(/^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/, {
  error: 'must be up to 100 lower-case letters, digits and single hyphens, such as my-cloud',
});

const RegisterBody = z
  .strictObject({ name: Name, slug: Slug.optional().describe('In addresses; default made of the name.') })
  .meta({ id: 'RegisterProvider', examples: [{ name: 'OVHcloud' }] });

const At = z.strictObject({ ...viewpoint, ...seen });

@ApiTags('providers')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
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
    const provider = await this.#view(id, await this.viewpoints.of({}));
    return new Answer(provider, { position, replayed, location: `/v1/providers/${id}` });
  }

  @Get(':id')
  @Route({
    summary: 'One provider with all its dossiers',
    description: 'By its id or its slug.',
    needs: 'public-read',
    answers: ProviderAnswer,
    example: providerExample,
    heeds: ['If-None-Match'],
    problems: ['unknown-provider', 'not-seen-yet'],
  })
  async one(@Param('id', { schema: NameInPath }) idOrSlug: string, @Query({ schema: At }) query: z.output<typeof At>) {
    const position = await this.board.position(query.seen);
    const provider = await this.#view(await this.ids.of(idOrSlug), await this.viewpoints.of(query));
    return new Answer(provider, { position, version: provider.version });
  }

  async #view(id: string, at: Viewpoint) {
    const { provider, dossiers } = await this.queries.execute(new GetProvider(id, at.asOf, at.upTo));
    const views = await Promise.all(dossiers.map((dossier) => this.#dossier(dossier, at)));
    return providerAnswerOf(provider, { ...at, dossiers: views.filter((view) => view !== undefined) });
  }

  /** Nothing for a dossier that was opened after `knownAt`. */
  async #dossier(id: string, at: Viewpoint) {
    try {
      return dossierAnswerOf(await this.queries.execute(new GetDossier(id, at)));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unknown-dossier') return undefined;
      throw error;
    }
  }
}
