import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { KeyHolder } from '#access/api-keys.js';
import { NewProviderEvent } from '#domain/event/provider-events.js';
import { providerStream } from '#domain/event/ledger-event.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { RecordProviderEvent } from '#providers/record-provider-event.js';
import { Caller } from '../auth/needs.js';
import { timelineColumns } from '../csv/event-columns.js';
import { Answer } from '../http/answer.js';
import { Preconditions, RecordedAnswer, Write, type WriteRequest } from '../http/write-request.js';
import { NameInPath } from '../http/query-fields.js';
import { TimelineAnswer, timelineExample, TimelineQuery, Timelines } from '../http/timelines.js';
import { Route } from '../openapi/route.js';

@ApiTags('providers')
@Controller('v1')
export class ProviderEventsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly ids: ProviderIds,
    private readonly preconditions: Preconditions,
    private readonly timelines: Timelines,
  ) {}

  @Post('providers/:id/events')
  @Route({
    summary: 'Record an event on a provider',
    needs: 'record',
    status: 201,
    answers: RecordedAnswer,
    example: { id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f', position: 62, version: 3 },
    heeds: ['Idempotency-Key', 'If-Match'],
    problems: [
      'invalid-body',
      'unknown-provider',
      'unknown-event',
      'name-unusable',
      'amendment-invalid',
      'already-retracted',
      'stale-version',
      'conflict',
      'id-reused',
    ],
  })
  async recordProviderEvent(
    @Param('id', { schema: NameInPath }) idOrSlug: string,
    @Body({ schema: NewProviderEvent }) event: NewProviderEvent,
    @Write() { context, expected }: WriteRequest,
  ) {
    const id = await this.ids.of(idOrSlug);
    const precondition = await this.preconditions.expected(providerStream(id), expected);
    const { replayed, ...body } = await this.commands.execute(
      new RecordProviderEvent(id, event, { ...context, ...precondition }),
    );
    return new Answer(body, { position: body.position, replayed });
  }

  @Get(['providers/:id/events', 'providers/:id/events.csv'])
  @Route({
    summary: 'List the events of a provider',
    description: 'Every event as it was recorded, in the order of recording, and its content with corrections applied.',
    needs: 'public-read',
    answers: TimelineAnswer,
    example: timelineExample,
    csv: {
      name: 'timeline-provider-{id}',
      rows: 'The timeline of a provider',
      columns: timelineColumns,
      pinned: 'ledger',
    },
    problems: ['unknown-provider'],
  })
  async listProviderEvents(
    @Param('id', { schema: NameInPath }) idOrSlug: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: KeyHolder | undefined,
  ) {
    return this.timelines.page(providerStream(await this.ids.of(idOrSlug)), query, caller === undefined);
  }
}
