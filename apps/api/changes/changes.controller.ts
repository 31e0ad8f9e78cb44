import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { KeyHolder } from '#access/api-keys.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { ListChanges } from '#ledger/get-timeline.js';
import type { Filter } from '#subscriptions/filter.js';
import { Caller } from '../auth/caller.js';
import { changeColumns } from '../csv/event-columns.js';
import { Answer } from '../http/answer.js';
import { filterFields, isOpenFilter, QueryFilters } from '../http/filter-query.js';
import { after, limit, viewpoint } from '../http/query-fields.js';
import { Viewpoints } from '../http/viewpoints.js';
import { Route } from '../openapi/route.js';
import { changeAnswerOf, ChangesAnswer, changesExample, placedAnswerOf } from './change-answer.js';
import { ChosenChanges } from './chosen-changes.js';

const ChangesQuery = z.strictObject({ after, knownAt: viewpoint.knownAt, ...limit, ...filterFields });

@ApiTags('changes')
@Controller('v1')
export class ChangesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly filters: QueryFilters,
    private readonly chosen: ChosenChanges,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get(['events', 'events.csv'])
  @Route({
    summary: 'List events',
    description:
      'All events after a position, in ledger order and without gaps. Continue with `after` set to the `Jalon-Position` of the answer, which includes events that the filter excluded: no event is ever missed. With a filter, a page may have fewer items than `limit`, or none, although the Link header gives a next page.',
    needs: 'public-read',
    answers: ChangesAnswer,
    example: changesExample,
    csv: {
      name: 'events',
      rows: 'All events after a position that match the filter',
      columns: changeColumns,
      pinned: 'ledger',
    },
    problems: ['unknown-provider', 'unknown-dossier', 'unknown-scheme'],
  })
  async listEvents(
    @Query({ schema: ChangesQuery }) query: z.output<typeof ChangesQuery>,
    @Caller() caller: KeyHolder | undefined,
  ) {
    const filter = await this.filters.of(query);
    const open = caller === undefined;
    const { upTo = await this.events.head() } = await this.viewpoints.of(query);
    const range = { ...query, upTo };
    return isOpenFilter(filter) ? this.#everything(range, open) : this.#chosen(range, filter, open);
  }

  async #everything(query: Range, open: boolean) {
    const read = await this.queries.execute(new ListChanges(query.after, query.limit + 1));
    const found = query.knownAt === undefined ? read : read.filter(({ position }) => position <= query.upTo);
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1)?.position;
    const more = found.length > shown.length && last !== undefined;
    return new Answer(
      { items: shown.map((change) => changeAnswerOf(change, open)) },
      more ? { position: last, next: { after: String(last) } } : { position: Math.max(query.upTo, last ?? 0) },
    );
  }

  async #chosen({ after, limit, upTo }: Range, filter: Filter, open: boolean) {
    const { items, to } = await this.chosen.page({ after, upTo, limit }, filter);
    const next = to < upTo && { next: { after: String(to) } };
    return new Answer(
      { items: items.map((item) => placedAnswerOf(item, open)) },
      { position: to < upTo ? to : upTo, ...next },
    );
  }
}

type Range = Pick<z.output<typeof ChangesQuery>, 'after' | 'limit' | 'knownAt'> & { upTo: number };
