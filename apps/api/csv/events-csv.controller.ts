import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { KeyHolder } from '#access/api-keys.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ListChanges } from '#ledger/get-timeline.js';
import type { Filter } from '#subscriptions/filter.js';
import { Caller } from '../auth/caller.js';
import { changeAnswerOf } from '../changes/change-answer.js';
import { ChosenChanges } from '../changes/chosen-changes.js';
import { Answer } from '../http/answer.js';
import { filterFields, isOpenFilter, QueryFilters } from '../http/filter-query.js';
import { after, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { CsvFiles, PAGE } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { changeColumns as columns } from './event-columns.js';

const WholeQuery = z.strictObject({ after, knownAt: viewpoint.knownAt, ...filterFields });

@ApiTags('changes')
@Controller('v1/events.csv')
export class EventsCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly filters: QueryFilters,
    private readonly chosen: ChosenChanges,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @CsvRoute({
    rows: 'Everything on record after a position that passes the filter',
    columns,
    problems: ['unknown-provider', 'unknown-dossier', 'unknown-scheme'],
  })
  async csv(
    @Query({ schema: WholeQuery }) query: z.output<typeof WholeQuery>,
    @Caller() caller: KeyHolder | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { upTo: position = await this.events.head() } = await this.viewpoints.of(query);
    const filter = await this.filters.of(query);
    const page = async (cursor = String(query.after)) => {
      const { items, to } = await this.#page(Number(cursor), position, filter);
      return new Answer(
        { items: items.map((change) => changeAnswerOf(change, caller === undefined)) },
        { position, ...(to < position && { next: { cursor: String(to) } }) },
      );
    };
    return this.files.send(reply, { name: 'events', columns, position, page });
  }

  async #page(after: number, upTo: number, filter: Filter) {
    if (!isOpenFilter(filter)) {
      const { items, to } = await this.chosen.page({ after, upTo, limit: PAGE.limit }, filter);
      return { items: items.map(({ recorded }) => recorded), to };
    }
    const items = await this.queries.execute(new ListChanges(after, PAGE.limit));
    return { items: items.filter(({ position }) => position <= upTo), to: items.at(-1)?.position ?? upTo };
  }
}
