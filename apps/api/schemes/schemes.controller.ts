import { Controller, Get, Query, Body, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { Proposals } from '#approvals/proposals.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { EventCorrected, EventRetracted } from '#domain/event/corrections.js';
import type { EventGroup, FormField } from '#domain/event/describe.js';
import { dossierEvents } from '#domain/event/dossier-events.js';
import { schemeStream } from '#domain/event/ledger-event.js';
import { providerEvents } from '#domain/event/provider-events.js';
import { type SchemeView, schemeViews } from '#domain/scheme/catalogue.js';
import { hds } from '#domain/scheme/hds.js';
import { type Scheme, SchemeSchema, SchemeShape } from '#domain/scheme/scheme.js';
import { SOURCE_KINDS } from '#domain/source/source.js';
import { Name } from '#domain/text/text.js';
import type { Language } from '#language/language.js';
import { warningText } from '#language/phrases.js';
import { schemeText } from '#language/scheme-text.js';
import { AmendScheme, PublishScheme } from '#schemes/publish-scheme.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { accepted, proposed } from '../approvals/proposals.controller.js';
import { Caller, Named } from '../auth/caller.js';
import { type Column, fields, List } from '../csv/csv.js';
import { Answer } from '../http/answer.js';
import { viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { timeline, TimelineQuery, Timelines } from '../ledger/timelines.js';
import {
  createdAnswer,
  Preconditions,
  recordedAnswer,
  RecordsEvent,
  Write,
  type WriteRequest,
} from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';

const SideSource = z.strictObject({
  kind: z.enum(SOURCE_KINDS),
  publisher: z.string(),
  title: z.string().optional(),
  url: z.string().optional(),
});

const SchemeWarning = z.strictObject({
  code: z.enum(['published-differs']),
  kind: z.enum(['conflict']),
  text: z.string(),
  params: z.record(z.string(), z.unknown()),
  referential: z.string().describe('The version with different dates.'),
  sides: z
    .array(z.strictObject({ says: PartialDateSchema, source: SideSource.nullable() }))
    .describe('The date of the scheme first, then others by rank of their source.'),
});

const SchemeAnswer = SchemeShape.extend({
  version: z.int().describe('Number of publications, corrections and retractions by then; 0: built-in.'),
  warnings: z.array(SchemeWarning),
}).meta({ id: 'SchemeAnswer' });

const schemeAnswerOf = (view: SchemeView, language: Language): z.input<typeof SchemeAnswer> => ({
  ...view,
  warnings: view.warnings.map((warning) => ({
    ...warning,
    text: warningText(warning, language),
    sides: warning.sides.map((side) => sideOf(side, language)),
  })),
});

const sideOf = ({ says, source }: SchemeView['warnings'][number]['sides'][number], language: Language) => ({
  says,
  source: source && {
    kind: source.kind,
    publisher: source.publisher,
    ...(source.title !== undefined && { title: schemeText(source.title, language) }),
    ...(source.url !== undefined && { url: source.url }),
  },
});

const schemeExample: z.input<typeof SchemeAnswer> = { ...hds, version: 0, warnings: [] };

const At = z.strictObject({ knownAt: viewpoint.knownAt });
type At = z.output<typeof At>;

const NewSchemeEvent = z.discriminatedUnion('type', [EventCorrected, EventRetracted]).meta({ id: 'NewSchemeEvent' });
type NewSchemeEvent = z.output<typeof NewSchemeEvent>;

const schemeColumns: readonly Column<SchemeView>[] = [
  { name: 'scheme', description: 'slug', of: (scheme) => scheme.slug },
  { name: 'name_fr', of: (scheme) => scheme.name.fr },
  { name: 'name_en', of: (scheme) => scheme.name.en },
  ...fields('authority', 'country', 'family'),
  { name: 'outcome_fr', of: (scheme) => scheme.outcome.fr },
  { name: 'outcome_en', of: (scheme) => scheme.outcome.en },
  { name: 'milestones', of: (scheme) => scheme.milestones.map(({ code }) => code) },
  ...fields('levels'),
  { name: 'duties', of: (scheme) => scheme.duties?.map(({ code }) => code) },
  { name: 'maximal_validity_years', of: (scheme) => scheme.maximalValidity?.years },
  ...fields('currentForMonths', 'warningDays', 'renewalDays', 'staleAfterDays'),
  {
    name: 'referentials',
    description: 'versions, in order',
    of: ({ referentials }) => referentials.map((one) => one.version),
  },
  { name: 'labels', of: (scheme) => [...new Set(scheme.labels.map(({ slug }) => slug))] },
  { name: 'sources', of: (scheme) => scheme.sources.map((source) => schemeText(source, 'en')) },
  { name: 'warnings', description: 'codes', of: (scheme) => [...new Set(scheme.warnings.map(({ code }) => code))] },
  { name: 'version', description: '0 if built in', of: (scheme) => scheme.version },
];

const EventType = z
  .strictObject({
    type: z.string(),
    of: z.enum(['provider', 'dossier']).describe('Where it is recorded.'),
    dating: z
      .enum(['fact', 'undated', 'housekeeping'])
      .describe('`fact`: has a date and a source; `undated`: has a source; `housekeeping`: may have both.'),
    fields: z.array(
      z.strictObject({
        name: z.string().describe('In `data`.'),
        required: z.boolean(),
        input: z.string().describe('What is entered, such as `text`, `date`, `milestone` or `lines`.'),
        values: z.array(z.string()).optional().describe('What the scheme knows.'),
      }),
    ),
  })
  .meta({ id: 'EventType' });

const eventTypeExample: z.input<typeof EventType> = {
  type: 'MilestoneReached',
  of: 'dossier',
  dating: 'fact',
  fields: [{ name: 'milestone', required: true, input: 'milestone', values: ['J0', 'J1', 'J2', 'J3'] }],
};

const EventTypesQuery = z.strictObject({
  scheme: Name.optional().describe('Slug: only events of its dossiers, with its milestones, levels and versions.'),
});

interface Described extends Pick<z.input<typeof EventType>, 'type' | 'dating'> {
  group?: EventGroup;
  fields: readonly FormField[];
}

/** Types without a group are recorded by programs and other routes only. */
const recordable = (of: 'provider' | 'dossier', events: readonly Described[], scheme?: Scheme) =>
  events
    .filter(({ group }) => group !== undefined)
    .map(({ type, dating, fields }) => ({
      ...{ type, of, dating },
      fields: fields.map(({ name, required, input }) => {
        const values = scheme && valuesIn(scheme)[input as keyof ReturnType<typeof valuesIn>];
        return { name, required, input, ...(values && { values }) };
      }),
    }));

const valuesIn = ({ milestones, levels, duties, referentials }: Scheme) => ({
  milestone: milestones.map(({ code }) => code),
  level: levels,
  duty: duties?.map(({ code }) => code),
  referential: referentials.map(({ version }) => version),
});

@ApiTags('schemes')
@Controller('v1')
export class SchemesController {
  constructor(
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly commands: CommandBus,
    private readonly preconditions: Preconditions,
    private readonly timelines: Timelines,
    private readonly proposals: Proposals,
  ) {}

  @Get('schemes')
  @Route({
    summary: 'List schemes and their milestones',
    description: 'Built-in schemes and published ones, each in its version on record.',
    needs: 'public-read',
    lists: ['Schemes', SchemeAnswer, schemeExample],
    csv: { name: 'schemes', columns: schemeColumns, pinned: 'ledger' },
  })
  listSchemes(@Query({ schema: At }) query: At, @RequestLanguage() language: Language) {
    return new List(query, async (asked) => {
      const items = (await this.#views(asked)).map((view) => schemeAnswerOf(view, language));
      return new Answer({ items });
    });
  }

  @Get('schemes/:id')
  @Route({
    summary: 'Get a scheme',
    description: 'With its milestones, duties, labels and versions of the standard.',
    needs: 'public-read',
    answers: SchemeAnswer,
    example: schemeExample,
    heeds: ['If-None-Match'],
    problems: ['not-found'],
  })
  async getScheme(@Named() slug: string, @Query({ schema: At }) query: At, @RequestLanguage() language: Language) {
    const view = await this.#scheme(slug, query);
    return new Answer(schemeAnswerOf(view, language), { version: view.version });
  }

  @Post('schemes')
  @RecordsEvent({
    summary: 'Publish a scheme, or a new version of it',
    description:
      'Applies from its recording on: requests with an earlier `knownAt` use the version of that time. A new version keeps every milestone code of the previous one.',
    needs: 'admin',
    proposed,
    answers: SchemeAnswer,
    example: { ...schemeExample, version: 1 },
    problems: ['unchanged', 'milestone-dropped', 'unstorable'],
  })
  async publishScheme(
    @Body({ schema: SchemeSchema }) scheme: Scheme,
    @Write() write: WriteRequest,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const context = await this.preconditions.checked(schemeStream(scheme.slug), write);
    const publish = new PublishScheme(scheme, context);
    const { recorded, proposal } = await this.proposals.orPropose(
      () => this.commands.execute(publish),
      { kind: 'scheme', scheme },
      context,
    );
    if (proposal) return accepted(reply, proposal, language);
    const { slug } = scheme;
    return createdAnswer(recorded, `/v1/schemes/${slug}`, schemeAnswerOf(await this.#scheme(slug), language));
  }

  @Post('schemes/:id/events')
  @RecordsEvent({
    summary: 'Correct or retract a published version of a scheme',
    description:
      'Applies to a publication, or to an earlier correction of it. `changes.data.scheme` replaces the whole scheme. Applies from its recording on; the first version of a scheme can be corrected but not retracted. Publish a new version with `POST /v1/schemes`.',
    needs: 'admin',
    proposed,
    problems: [
      'not-found',
      'unknown-reference',
      'already-retracted',
      'amendment-invalid',
      'milestone-dropped',
      'unstorable',
    ],
  })
  async amendScheme(
    @Named() slug: string,
    @Body({ schema: NewSchemeEvent }) event: NewSchemeEvent,
    @Write() write: WriteRequest,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const context = await this.preconditions.checked(schemeStream(slug), write);
    const amend = new AmendScheme(slug, event, context);
    const { recorded, proposal } = await this.proposals.orPropose(
      () => this.commands.execute(amend),
      { kind: 'scheme-amendment', slug, amendment: event },
      context,
    );
    return proposal ? accepted(reply, proposal, language) : recordedAnswer(recorded);
  }

  @Get('schemes/:id/events')
  @Route({
    summary: 'List the events of a scheme',
    description:
      'Every published version and every correction, in the order of recording; empty for a built-in scheme.',
    needs: 'public-read',
    lists: timeline,
    problems: ['not-found'],
  })
  async listSchemeEvents(
    @Named() slug: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: Principal | undefined,
  ) {
    const { upTo } = await this.viewpoints.of({ knownAt: query.knownAt });
    schemeOf(slug, await this.schemes.at(upTo));
    return this.timelines.page(schemeStream(slug), query, caller);
  }

  @Get('event-types')
  @Route({
    summary: 'List the types of events that can be recorded, with their fields',
    description: 'Of providers and dossiers. Every event can also be corrected (`EventCorrected`) and retracted.',
    needs: 'public-read',
    lists: ['EventTypes', EventType, eventTypeExample],
    problems: ['not-found'],
  })
  async listEventTypes(@Query({ schema: EventTypesQuery }) { scheme: slug }: z.output<typeof EventTypesQuery>) {
    const scheme = slug === undefined ? undefined : schemeOf(slug, await this.schemes.at());
    const items = [
      ...(scheme ? [] : recordable('provider', providerEvents)),
      ...recordable('dossier', dossierEvents, scheme),
    ];
    return new Answer({ items });
  }

  async #views(query: At) {
    const { upTo } = await this.viewpoints.of(query);
    return schemeViews(await this.schemes.history(upTo));
  }

  async #scheme(slug: string, query: At = {}) {
    return schemeOf(slug, new Map((await this.#views(query)).map((one) => [one.slug, one])));
  }
}
