import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import type { KeyHolder } from '#access/api-keys.js';
import { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { RecordDossierEvent } from '#dossiers/record-dossier-event.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { Caller } from '../auth/needs.js';
import { timelineColumns } from '../csv/event-columns.js';
import { Answer } from '../http/answer.js';
import { Preconditions, RecordedAnswer, Write, type WriteRequest } from '../http/write-request.js';
import { NameInPath, yesOrNo } from '../http/query-fields.js';
import { TimelineAnswer, timelineExample, TimelineQuery, Timelines } from '../http/timelines.js';
import { Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { EventPreviews, PreviewAnswer, previewExample } from '../reminders/event-preview.js';
import { CallerScope } from '../subscriptions/caller-scope.js';

const RecordQuery = z.strictObject({
  dryRun: yesOrNo('Returns who would be notified, and when; nothing is recorded.'),
});

const RecordedOnDossierAnswer = RecordedAnswer.extend({ status: Status }).meta({ id: 'RecordedOnDossier' });

@ApiTags('dossiers')
@Controller('v1')
export class DossierEventsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly viewpoints: Viewpoints,
    private readonly preconditions: Preconditions,
    private readonly timelines: Timelines,
    private readonly previews: EventPreviews,
  ) {}

  @Post('dossiers/:id/events')
  @Route({
    summary: 'Record an event on a dossier',
    description:
      'Returns the resulting status as of today. With `dryRun=true` nothing is recorded: the answer is 200 with the recipients who would be notified, and when (`RehearsedOnDossier`); invalid events are refused as they are without it.',
    needs: 'record',
    status: 201,
    answers: RecordedOnDossierAnswer,
    example: { id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f', position: 62, version: 7, status: 'in-progress' },
    heeds: ['Idempotency-Key', 'If-Match'],
    problems: [
      'invalid-body',
      'unknown-dossier',
      'unknown-provider',
      'unknown-milestone',
      'unknown-duty',
      'unknown-event',
      'unknown-deadline',
      'deadline-exists',
      'depends-on-itself',
      'no-such-dependency',
      'transfer-to-holder',
      'amendment-invalid',
      'already-retracted',
      'stale-version',
      'conflict',
      'id-reused',
    ],
  })
  @ApiResponse({ status: 200, description: 'Dry run.', standardSchema: PreviewAnswer, example: previewExample })
  async recordDossierEvent(
    @Param('id', { schema: NameInPath }) id: string,
    @Query({ schema: RecordQuery }) { dryRun = false }: z.output<typeof RecordQuery>,
    @Body({ schema: NewDossierEvent }) event: NewDossierEvent,
    @Write() { context, expected }: WriteRequest,
    @CallerScope() scope: SubscriptionScope,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const dossier = id.toLowerCase();
    const precondition = await this.preconditions.expected(dossierStream(dossier), expected);
    if (dryRun) {
      reply.status(200);
      return this.previews.of(dossier, event, { today: this.viewpoints.today(), ...precondition, scope });
    }
    const { replayed, ...body } = await this.commands.execute(
      new RecordDossierEvent(dossier, event, this.viewpoints.today(), { ...context, ...precondition }),
    );
    return new Answer(body, { position: body.position, replayed });
  }

  @Get(['dossiers/:id/events', 'dossiers/:id/events.csv'])
  @Route({
    summary: 'List the events of a dossier',
    description: 'Every event as it was recorded, in the order of recording, and its content with corrections applied.',
    needs: 'public-read',
    answers: TimelineAnswer,
    example: timelineExample,
    csv: {
      name: 'timeline-dossier-{id}',
      rows: 'The timeline of a dossier',
      columns: timelineColumns,
      pinned: 'ledger',
    },
    problems: ['unknown-dossier'],
  })
  async listDossierEvents(
    @Param('id', { schema: NameInPath }) id: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: KeyHolder | undefined,
  ) {
    const dossier = id.toLowerCase();
    await this.queries.execute(new GetDossier(dossier, await this.viewpoints.of(query)));
    return this.timelines.page(dossierStream(dossier), query, caller === undefined);
  }
}
