import { Controller, Get, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { filterFields, QueryFilters } from '../ledger/filter-query.js';
import { after } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { streamedExample } from './changes.controller.js';
import { ChangeStreams } from './change-streams.js';
import { changeFrame, positionFrame } from './server-sent-events.js';

const EVENT_STREAM = 'text/event-stream';

const StreamQuery = z.strictObject({
  after: after.unwrap().optional().describe('Position of the last known event; default: only new events.'),
  ...filterFields,
});

@ApiTags('changes')
@Controller('v1/events/stream')
export class EventsStreamController {
  constructor(
    private readonly filters: QueryFilters,
    private readonly streams: ChangeStreams,
  ) {}

  @Get()
  @Route({
    summary: 'Stream changes as server-sent events',
    description: [
      'All events after a position that match the filter, then new events as they are recorded, in ledger order. The `id` of each message is its position, as in `Jalon-Position`. To resume after a lost connection, send the last id as `Last-Event-ID`, as `EventSource` does automatically: nothing is missed or repeated.',
      'Messages: `change`, with a Change; `position` `{ position }`, at the start and after events that the filter excluded; `reset` `{ reason, position, head }`, if the id is `not-a-position` or `beyond-head`, or if the ledger was reset to an earlier position (`ledger-reset`): discard what you read after `position`; the stream continues from there. A comment is sent at least every 15 seconds. A client that reads nothing for 30 seconds is disconnected.',
    ].join('\n\n'),
    needs: 'public-read',
    produces: EVENT_STREAM,
    example: positionFrame('30', 30) + changeFrame('31', JSON.stringify(streamedExample)),
    heeds: ['Last-Event-ID'],
    problems: ['not-found'],
  })
  async streamEvents(
    @Query({ schema: StreamQuery }) query: z.output<typeof StreamQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const filter = await this.filters.of(query);
    const body = await this.streams.open(request, reply, { after: query.after, filter });
    return new StreamableFile(body, { type: `${EVENT_STREAM}; charset=utf-8` });
  }
}
