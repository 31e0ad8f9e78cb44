import { Body, Controller, Get, Post, Query, Injectable } from '@nestjs/common';
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
import type { Look } from '#event-store/ledger-head.js';
import { claimMarked } from '#language/describe-standing.js';
import type { Language } from '#language/language.js';
import { ServiceLists, type DependentDossier } from '#projections/services-with.js';
import { type DossierView, ProviderRef } from '#domain/dossier/standing.js';
import { Dossiers, type Viewpoint, Providers, ProviderView } from '#dossiers/dossiers-and-providers.js';
import { Status } from '#domain/dossier/status.js';
import { DaySchema } from '#domain/date/day.js';
import { HistoryEntry } from '#domain/provider/provider-history.js';
import { summaryOf } from '#language/describe-event.js';
import { phrases } from '#language/phrases.js';
import { Caller, Named, RequestLook } from '../auth/caller.js';
import { type Column, fields, List } from '../csv/csv.js';
import { Answer, listAnswer } from '../http/answer.js';
import { ListPosition, Viewpoints } from '../http/reading.js';
import { page, providerFacets, seen, viewpoint } from '../http/query-fields.js';
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
import { RequestLanguage } from '../problem/problem.filter.js';
import { Route } from '../openapi/route.js';
import {
  newWarningsAnswer,
  warningAnswersOf,
  dossierAnswerOf,
  DossierAnswer,
  dossierExample,
  WarningAnswer,
  eventExample,
} from '../ledger/dossier-answer.js';

const StoryEntry = HistoryEntry.extend({ says: z.string().describe('A summary of a few words.') }).meta({
  id: 'StoryEntry',
});

const storyAnswerOf = ({ said, between, ...told }: HistoryEntry, language: Language): z.input<typeof StoryEntry> => ({
  ...told,
  says: between ? phrases(language).events.transferred(between) : summaryOf(said, language),
});

const storyExample: z.input<typeof StoryEntry> = {
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  position: 31,
  day: '2023-12-28',
  precision: 'day',
  occurred: '2023-12-28',
  type: eventExample.type,
  about: {
    kind: 'dossier',
    id: '0b6d3f0e-8a51-5c1f-9c7e-6f3f8d0c2a11',
    scheme: 'secnumcloud',
    service: 'Hosted Private Cloud powered by VMware',
  },
  title: null,
  says: 'decision 2279 issued',
  source: { kind: 'decision', publisher: 'ANSSI' },
  confirmed: true,
  corrected: false,
};

/** A dossier that another depends on, or that depends on it. */
export const Related = z.strictObject({
  id: z.uuid(),
  provider: ProviderRef,
  service: z.string().nullable(),
  scheme: z.string(),
  status: Status,
  confirmed: z.boolean(),
  expiring: z.boolean(),
});

const DossierOfProvider = DossierAnswer.extend({
  buildsOn: z.array(Related).describe('The dossiers it depends on, with their status.'),
  dependents: z.array(Related).describe('The dossiers that depend on it, with their status.'),
}).meta({ id: 'DossierOfProvider' });

const ProviderAnswer = ProviderView.extend({
  warnings: z.array(WarningAnswer).describe('Conflicting or implausible facts about the provider.'),
  story: z
    .array(StoryEntry)
    .describe('The events of the provider and its dossiers in order of day, undated ones first; at most 500.'),
  dossiers: z.array(DossierOfProvider).describe('The dossiers it holds on the day.'),
  asOf: DaySchema,
  knownAt: z.string().nullable(),
}).meta({ id: 'Provider' });

type Answered = z.input<typeof ProviderAnswer>;

type ProviderDossier = z.input<typeof DossierOfProvider>;
type RelatedDossier = z.input<typeof Related>;

const providerAnswerOf = (
  view: ProviderView,
  at: Pick<Answered, 'dossiers' | 'asOf' | 'knownAt'>,
  language: Language,
): Answered => ({
  ...view,
  warnings: warningAnswersOf(view.warnings, language),
  story: view.story.map((told) => storyAnswerOf(told, language)),
  ...at,
});

const providerExample: Answered = {
  ...dossierExample.provider,
  aliases: ['OVH'],
  identifiers: [{ kind: 'siren', value: '537407926' }],
  names: [
    { name: 'OVHcloud', since: '2019-10-09', until: null, event: '7c1e0d9a-2b3c-4d5e-8f60-718293a4b5c6', source: null },
    { name: 'OVH', since: null, until: '2019-10-08', event: '6b0d1c8f-1a2b-4c3d-8e5f-60718293a4b5', source: null },
  ],
  announcements: [],
  created: [],
  launches: [],
  ownership: null,
  ownershipHistory: [],
  authorizations: { expected: [], obtained: [], fulfilled: [] },
  validations: [],
  statements: [],
  lastHeard: null,
  dossiers: [{ ...dossierExample, buildsOn: [], dependents: [] }],
  transferred: { away: [], received: [] },
  warnings: [],
  story: [storyExample],
  storyLeftOut: 0,
  version: 2,
  asOf: '2026-11-25',
  knownAt: null,
};

const listedProviderExample: ListedProvider = {
  ...dossierExample.provider,
  aliases: ['OVH'],
  dossiers: [
    {
      id: dossierExample.id,
      scheme: dossierExample.scheme,
      service: dossierExample.service,
      status: 'granted',
      confirmed: true,
      expiring: true,
      stale: false,
    },
  ],
};

/**
 * Reads a provider with its dossiers and their dependencies, which are replayed, and their dependents from the projection: there
 * may be many. The number of statements depends on none of them.
 */
@Injectable()
export class ProviderPage {
  constructor(
    private readonly serviceLists: ServiceLists,
    private readonly dossiers: Dossiers,
    private readonly providers: Providers,
  ) {}

  /** @throws Refusal not-found */
  async of(id: string, at: Viewpoint, language: Language) {
    const { provider, dossiers, around } = await this.around(id, at);
    const pages = dossiers.map((view) => withRelated(view, around, language));
    return providerAnswerOf(provider, { asOf: at.asOf, knownAt: at.knownAt, dossiers: pages }, language);
  }

  /** @throws Refusal not-found */
  async around(id: string, at: Viewpoint) {
    const { provider, dossiers: held } = await this.providers.get(id, at);
    const dossiers = await this.dossiers.some(held, at);
    const heard = [provider, ...dossiers].flatMap(({ lastHeard }) => lastHeard ?? []).toSorted();
    const dependencies = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
    const below = await this.dossiers.some([...dependencies], at);
    const above = await this.serviceLists.dependents(held, at);
    const around = [
      ...below.map((view) => ({ ...view, service: view.service?.name ?? null })),
      ...above.filter((dependent) => !dependencies.has(dependent.id)),
    ];
    return { provider: { ...provider, lastHeard: heard.at(-1) ?? null }, dossiers, around };
  }
}

const withRelated = (view: DossierView, around: readonly DependentDossier[], language: Language): ProviderDossier => ({
  ...dossierAnswerOf(view, language),
  buildsOn: around.filter(({ id }) => view.dependsOn.includes(id)).map(related),
  dependents: around.filter(({ dependsOn }) => dependsOn.includes(view.id)).map(related),
});

const related = ({ id, provider, service, scheme, status, confirmed, expiring }: DependentDossier): RelatedDossier => ({
  ...{ id, provider, service, scheme, status, confirmed, expiring },
});

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
    @Named() idOrSlug: string,
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
    @Named() idOrSlug: string,
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
    @Named() idOrSlug: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: Principal | undefined,
    @RequestLook() look: Look,
  ) {
    return this.timelines.list(providerStream(await this.ids.of(idOrSlug, 'id', look)), query, caller);
  }
}
