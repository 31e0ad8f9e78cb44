import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ProviderLists, ListedProvider } from '#projections/list-providers.js';
import type { Principal } from '#access/principal.js';
import { providerStream } from '#domain/event/ledger-event.js';
import { NewProviderEvent } from '#domain/event/provider-events.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { RecordProviderEvent, RegisterProvider } from '#dossiers/record-provider-event.js';
import { Caller, RequestLook } from '../auth/caller.js';
import { type Column, fields } from '../csv/csv.js';
import { List } from '../csv/lists.js';
import { Answer, listAnswer } from '../http/answer.js';
import { ListPosition, Viewpoints } from '../http/reading.js';
import { NameInPath, page, providerFacets, seen, viewpoint } from '../http/query-fields.js';
import { ListsEvents, TimelineQuery, Timelines } from '../ledger/timelines.js';
import {
  createdAnswer,
  Preconditions,
  RecordedAnswer,
  recordedAnswer,
  recordedExample,
  RecordsEvent,
  Write,
  type WriteRequest,
} from '../ledger/write-request.js';
import type { Look } from '#event-store/ledger-head.js';
import { claimMarked } from '#language/describe-standing.js';
import type { Language } from '#language/language.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import { Route } from '../openapi/route.js';
import { newWarningsAnswer, warningAnswersOf } from '../ledger/dossier-answer.js';
import { listedProviderExample, ProviderAnswer, providerExample } from './provider-answer.js';
import { ProviderPage } from './provider-page.js';

const Slug = z.string().regex(/^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*$/, { error: because('provider-slug-format') });

export const RegisterBody = z
  .strictObject({ name: Name, slug: Slug.optional().describe('For URLs; by default derived from the name.') })
  .meta({ id: 'RegisterProvider', examples: [{ name: 'OVHcloud' }] });

const ProvidersQuery = z.strictObject({
  name: Name.optional().describe('The beginning of a word of any current or former name.'),
  ...providerFacets,
  ...viewpoint,
  ...page('string', 'string'),
  ...seen,
});
type ProvidersQuery = z.output<typeof ProvidersQuery>;

const At = z.strictObject({ ...viewpoint, ...seen });

const RecordedOnProviderAnswer = RecordedAnswer.extend({ warnings: newWarningsAnswer }).meta({
  id: 'RecordedOnProvider',
});

const providerColumns: readonly Column<ListedProvider>[] = [
  ...fields('id'),
  { name: 'provider', description: 'slug', of: (provider) => provider.slug },
  { name: 'provider_name', of: (provider) => provider.name },
  ...fields('aliases'),
  { name: 'dossiers', description: 'number', of: (provider) => provider.dossiers.length },
  {
    name: 'standings',
    description:
      'scheme, service if known, and status of each dossier, marked as claimed if the authority does not confirm it',
    of: ({ dossiers }) =>
      dossiers.map(({ scheme, service, status, confirmed }) =>
        [scheme, service?.name, claimMarked(status, confirmed)].filter(Boolean).join(' / '),
      ),
  },
];

@ApiTags('providers')
@Controller('v1')
export class ProvidersController {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly commands: CommandBus,
    private readonly pages: ProviderPage,
    private readonly ids: ProviderIds,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
    private readonly preconditions: Preconditions,
    private readonly timelines: Timelines,
  ) {}

  @Post('providers')
  @Route({
    summary: 'Register a provider',
    description: 'Its slug is made from the name unless it is given. Returns the provider.',
    needs: 'record',
    status: 201,
    answers: ProviderAnswer,
    example: { ...providerExample, dossiers: [], version: 1 },
    heeds: ['Idempotency-Key'],
    problems: ['invalid-body', 'already-exists', 'name-unusable', 'id-reused'],
  })
  async registerProvider(
    @Body({ schema: RegisterBody }) body: z.output<typeof RegisterBody>,
    @Write() { context }: WriteRequest,
    @RequestLanguage() language: Language,
  ) {
    const registered = await this.commands.execute(new RegisterProvider(body, context));
    const provider = await this.pages.of(registered.id, await this.viewpoints.of({}), language);
    return createdAnswer(registered, `/v1/providers/${registered.id}`, provider);
  }

  @Get('providers')
  @Route({
    summary: 'List providers and the status of their dossiers',
    description: 'Each provider with its names, announcements in force and the status of every dossier.',
    needs: 'public-read',
    lists: ['Providers', ListedProvider, listedProviderExample],
    csv: { name: 'providers', columns: providerColumns },
    problems: ['ledger-reset', 'not-seen-yet'],
  })
  listProviders(@Query({ schema: ProvidersQuery }) query: ProvidersQuery, @RequestLook() look: Look) {
    return new List(query, (asked) => this.#page(asked, look));
  }

  async #page(query: ProvidersQuery, look: Look) {
    const position = await this.lists.position(look, query.seen);
    const found = await this.providerLists.page({ ...query, ...this.viewpoints.day(query) });
    return listAnswer(found, position);
  }

  @Get('providers/:id')
  @Route({
    summary: 'Get a provider with its dossiers and its history',
    description:
      'By id or slug; also by an alias or a former name that no other provider has: `Content-Location` then gives its address.',
    needs: 'public-read',
    answers: ProviderAnswer,
    example: providerExample,
    heeds: ['If-None-Match'],
    problems: ['not-found', 'ledger-reset', 'not-seen-yet'],
  })
  async getProvider(
    @Param('id', { schema: NameInPath }) idOrSlug: string,
    @Query({ schema: At }) query: z.output<typeof At>,
    @RequestLanguage() language: Language,
    @RequestLook() look: Look,
  ) {
    const position = await this.lists.position(look, query.seen);
    const { id, foundBy, slug } = await this.ids.find(idOrSlug, 'id', look);
    const provider = await this.pages.of(id, await this.viewpoints.of(query, look), language);
    const contentLocation = foundBy === 'name' && { contentLocation: `/v1/providers/${slug}` };
    return new Answer(provider, { position, version: provider.version, ...contentLocation });
  }

  @Post('providers/:id/events')
  @RecordsEvent({
    summary: 'Record an event on a provider',
    description: 'Returns the warnings that the event brings as of today.',
    needs: 'record',
    answers: RecordedOnProviderAnswer,
    example: { ...recordedExample, warnings: [] },
    problems: ['not-found', 'unknown-reference', 'name-unusable', 'amendment-invalid', 'already-retracted'],
  })
  async recordProviderEvent(
    @Param('id', { schema: NameInPath }) idOrSlug: string,
    @Body({ schema: NewProviderEvent }) event: NewProviderEvent,
    @Write() write: WriteRequest,
    @RequestLanguage() language: Language,
  ) {
    const id = await this.ids.of(idOrSlug);
    const context = await this.preconditions.checked(providerStream(id), write);
    const today = this.viewpoints.today();
    const recorded = await this.commands.execute(new RecordProviderEvent(id, event, today, context));
    return recordedAnswer({ ...recorded, warnings: warningAnswersOf(recorded.warnings, language) });
  }

  @Get('providers/:id/events')
  @ListsEvents('provider')
  async listProviderEvents(
    @Param('id', { schema: NameInPath }) idOrSlug: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: Principal | undefined,
    @RequestLook() look: Look,
  ) {
    return this.timelines.list(providerStream(await this.ids.of(idOrSlug, 'id', look)), query, caller);
  }
}
