import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { KeyHolder } from '#access/api-keys.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ListChanges } from '#ledger/list-changes.js';
import { Caller } from '../auth/caller.js';
import { Answer } from '../http/answer.js';
import { after, limit } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { changeAnswerOf, ChangesAnswer, changesExample } from './change-answer.js';

const ChangesQuery = z.strictObject({ after, ...limit });

@ApiTags('changes')
@Controller('v1/events')
export class ChangesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get()
  @Route({
    summary: 'The change feed',
    description:
      'Everything on record after a position, in the one order of the ledger, without gaps. Ask again with the position of the last item: nothing is ever missed, and nothing comes before what was read already.',
    needs: 'public-read',
    answers: ChangesAnswer,
    example: changesExample,
  })
  async list(
    @Query({ schema: ChangesQuery }) query: z.output<typeof ChangesQuery>,
    @Caller() caller: KeyHolder | undefined,
  ) {
    const head = await this.events.head();
    const found = await this.queries.execute(new ListChanges(query.after, query.limit + 1));
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1)?.position;
    const more = found.length > shown.length && last !== undefined;
    return new Answer(
      { items: shown.map((change) => changeAnswerOf(change, caller === undefined)) },
      more ? { position: last, next: { after: String(last) } } : { position: Math.max(head, last ?? 0) },
    );
  }
}
