import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DossierLists } from '#projections/list-dossiers.js';
import type { Principal } from '#access/principal.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { Status } from '#domain/dossier/status.js';
import { DaySchema } from '#domain/date/day.js';
import { NewDossierEvent, ServiceKinds } from '#domain/event/dossier-events.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { Name } from '#domain/text/text.js';
import { Dossiers } from '#dossiers/dossiers-and-providers.js';
import { OpenDossier, RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import { Proposals } from '#approvals/proposals.js';
import type { Look } from '#event-store/ledger-head.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { Caller, CallerScope, Named, RequestLook } from '../auth/caller.js';
import { List } from '../csv/csv.js';
import { accepted, proposed } from '../approvals/proposals.controller.js';
import { Answer, listAnswer } from '../http/answer.js';
import { ListPosition, KnownSchemes, Viewpoints } from '../http/reading.js';
import { At, about, dossierFacets, page, providerFacets, seen, viewpoint, yesOrNo } from '../http/query-fields.js';
import { ListsEvents, TimelineQuery, Timelines } from '../ledger/timelines.js';
import { EventPreviews, PreviewAnswer, previewExample } from '../deadlines/event-preview.js';
import {
  createdAnswer,
  Preconditions,
  RecordedAnswer,
  recordedAnswer,
  recordedAsOf,
  recordedExample,
  RecordsEvent,
  Write,
  type WriteRequest,
} from '../ledger/write-request.js';
import type { Language } from '#language/language.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import { Route } from '../openapi/route.js';
import {
  DossierAnswer,
  dossierAnswerOf,
  dossierExample,
  newWarningsAnswer,
  warningAnswersOf,
  dossierColumns,
} from '../ledger/dossier-answer.js';

export const OpenDossierBody = z
  .strictObject({
    provider: Name.describe('The id or slug of the provider.'),
    scheme: Name,
    service: z
      .strictObject({ name: Name, kinds: ServiceKinds.default([]) })
      .optional()
      .describe('Absent while the scope is unknown.'),
  })
  .meta({
    id: 'OpenDossier',
    examples: [
      {
        provider: 'ovhcloud',
        scheme: 'secnumcloud',
        service: { name: 'Hosted Private Cloud powered by VMware', kinds: ['IaaS'] },
      },
    ],
  });

export type OpenDossierBody = z.output<typeof OpenDossierBody>;

const DossiersQuery = z.strictObject({
  schemes: about.schemes,
  status: Status.optional(),
  providers: about.providers,
  expiresBefore: DaySchema.optional().describe('A grant in force ends before this day.'),
  stale: yesOrNo('Open, and without activity for longer than the scheme allows.'),
  expiring: yesOrNo('A grant ends within the warning period of the scheme.'),
  confirmed: yesOrNo('Confirmed by the authority.'),
  ...providerFacets,
  ...dossierFacets,
  ...viewpoint,
  ...page('string', 'string', 'string'),
  ...seen,
});
type DossiersQuery = z.output<typeof DossiersQuery>;

const RecordQuery = z.strictObject({
  preview: yesOrNo('Returns who would be notified, and when; nothing is recorded.'),
});

const RecordedOnDossierAnswer = RecordedAnswer.extend({
  status: Status,
  confirmed: z.boolean().describe('The status, by the authority.'),
  warnings: newWarningsAnswer,
}).meta({ id: 'RecordedOnDossier' });

@ApiTags('dossiers')
@Controller('v1')
export class DossiersController {
  constructor(
    private readonly dossierLists: DossierLists,
    private readonly commands: CommandBus,
    private readonly dossiers: Dossiers,
    private readonly providers: ProviderIds,
    private readonly viewpoints: Viewpoints,
    private readonly schemes: KnownSchemes,
    private readonly lists: ListPosition,
    private readonly preconditions: Preconditions,
    private readonly timelines: Timelines,
    private readonly previews: EventPreviews,
    private readonly proposals: Proposals,
  ) {}

  @Post('dossiers')
  @Route({
    summary: 'Open a dossier',
    description: 'A dossier is one service of a provider that seeks the outcome of one scheme. Returns the dossier.',
    needs: 'record',
    status: 201,
    answers: DossierAnswer,
    example: dossierExample,
    heeds: ['Idempotency-Key'],
    problems: ['invalid-body', 'not-found', 'name-ambiguous', 'already-exists', 'name-unusable', 'id-reused'],
  })
  async openDossier(
    @Body({ schema: OpenDossierBody }) body: OpenDossierBody,
    @Write() { context }: WriteRequest,
    @RequestLanguage() language: Language,
  ) {
    const provider = await this.providers.of(body.provider, 'provider');
    const opened = await this.commands.execute(new OpenDossier({ ...body, provider }, context));
    const view = await this.dossiers.get(opened.id, await this.viewpoints.of({}));
    return createdAnswer(opened, `/v1/dossiers/${opened.id}`, dossierAnswerOf(view, language));
  }

  @Get('dossiers')
  @Route({
    summary: 'List the status of every dossier',
    description: 'Dossiers that had started by `asOf`, sorted by provider and service.',
    needs: 'public-read',
    lists: ['Dossiers', DossierAnswer, dossierExample],
    kept: true,
    csv: { name: 'dossiers', columns: dossierColumns },
    problems: ['not-found', 'ledger-reset', 'not-seen-yet'],
  })
  listDossiers(
    @Query({ schema: DossiersQuery }) query: DossiersQuery,
    @RequestLook() look: Look,
    @RequestLanguage() language: Language,
  ) {
    return new List(query, (asked) => this.#page(asked, look, language));
  }

  async #page(query: DossiersQuery, look: Look, language: Language) {
    const position = await this.lists.position(look, query.seen);
    const { asOf, knownAt } = this.viewpoints.day(query);
    await this.schemes.assert(query.schemes, knownAt, look);
    const providers = await this.providers.ofFilter(query.providers);
    const found = await this.dossierLists.page({ ...query, providers, asOf, knownAt, look });
    return listAnswer({ ...found, items: found.items.map((item) => dossierAnswerOf(item, language)) }, position);
  }

  @Get('dossiers/:id')
  @Route({
    summary: 'Get the status of a dossier',
    description:
      'Replayed from its events, so that it includes what was recorded just before. The status is that of `asOf`, as known at `knownAt`.',
    needs: 'public-read',
    answers: DossierAnswer,
    example: dossierExample,
    heeds: ['If-None-Match'],
    kept: true,
    problems: ['not-found'],
  })
  async getDossier(
    @Named() id: string,
    @Query({ schema: At }) query: At,
    @RequestLook() look: Look,
    @RequestLanguage() language: Language,
  ) {
    const view = await this.dossiers.get(id.toLowerCase(), await this.viewpoints.of(query, look));
    return new Answer(dossierAnswerOf(view, language), { position: look.position, version: view.version });
  }

  @Post('dossiers/:id/events')
  @RecordsEvent({
    summary: 'Record an event on a dossier',
    description:
      'Returns the resulting status as of today, and the warnings that the event brings. With `preview=true`, nothing is recorded: returns 200 with the subscriptions that would be notified, and when (`EventPreview`). Invalid events are rejected as without it.',
    needs: 'record',
    assumes: true,
    proposed,
    answers: RecordedOnDossierAnswer,
    example: { ...recordedExample, status: 'in-progress', confirmed: false, warnings: [] },
    problems: [
      'not-found',
      'unknown-reference',
      'reason-missing',
      'already-exists',
      'dependency-cycle',
      'transfer-to-holder',
      'amendment-invalid',
      'already-retracted',
    ],
  })
  @ApiResponse({ status: 200, description: 'Preview.', standardSchema: PreviewAnswer, example: previewExample })
  async recordDossierEvent(
    @Named() id: string,
    @Query({ schema: RecordQuery }) { preview = false }: z.output<typeof RecordQuery>,
    @Body({ schema: NewDossierEvent }) event: NewDossierEvent,
    @Write() write: WriteRequest,
    @CallerScope() scope: SubscriptionScope,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const dossier = id.toLowerCase();
    const today = this.viewpoints.today();
    const context = await this.preconditions.checked(dossierStream(dossier), write);
    if (!preview) {
      const record = (look?: Look) =>
        this.commands.execute(new RecordDossierEvent(dossier, event, today, { ...context, ...(look && { look }) }));
      const proposed = { kind: 'dossier-event', dossier, event } as const;
      const { recorded, proposal } = await this.proposals.orPropose(
        () => recordedAsOf(write, record),
        proposed,
        context,
      );
      if (proposal) return accepted(reply, proposal, language);
      return recordedAnswer({ ...recorded, warnings: warningAnswersOf(recorded.warnings, language) });
    }
    reply.status(200);
    return this.previews.of(dossier, event, { ...context, today, scope, language });
  }

  @Get('dossiers/:id/events')
  @ListsEvents('dossier')
  async listDossierEvents(
    @Named() id: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: Principal | undefined,
    @RequestLook() look: Look,
  ) {
    const dossier = id.toLowerCase();
    await this.dossiers.get(dossier, await this.viewpoints.of(query, look));
    return this.timelines.list(dossierStream(dossier), query, caller);
  }
}
