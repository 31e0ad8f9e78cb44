import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { KeyHolder } from '#access/api-keys.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ListChanges } from '#ledger/list-changes.js';
import { Caller } from '../auth/caller.js';
import { changeAnswerOf } from '../changes/change-answer.js';
import { Answer } from '../http/answer.js';
import { after, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { changeColumns as columns } from './event-columns.js';

const WholeQuery = z.strictObject({ after, knownAt: viewpoint.knownAt });

@ApiTags('changes')
@Controller('v1/events.csv')
export class EventsCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({ rows: 'Everything on record after a position', columns })
  async csv(
    @Query({ schema: WholeQuery }) query: z.output<typeof WholeQuery>,
    @Caller() caller: KeyHolder | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { upTo: position = await this.events.head() } = await this.viewpoints.of(query);
    const page = async (cursor = String(query.after)) => {
      const found = await this.queries.execute(new ListChanges(Number(cursor), PAGE.limit));
      const items = found.filter((change) => change.position <= position);
      const last = items.at(-1)?.position;
      const next = items.length === PAGE.limit && last !== undefined && { next: { cursor: String(last) } };
      return new Answer(
        { items: items.map((change) => changeAnswerOf(change, caller === undefined)) },
        { position, ...next },
      );
    };
    return this.files.send(reply, { name: 'events', columns, position, page });
  }
}
