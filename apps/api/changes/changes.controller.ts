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
import { Answer } from '../http/answer.js';
import { filterFields, isOpenFilter, QueryFilters } from '../http/filter-query.js';
import { after, limit } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { changeAnswerOf, ChangesAnswer, changesExample, placedAnswerOf } from './change-answer.js';
import { ChosenChanges } from './chosen-changes.js';

const ChangesQuery = z.strictObject({ after, ...limit, ...filterFields });

@ApiTags('changes')
@Controller('v1/events')
export class ChangesController {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly filters: QueryFilters,
    private readonly chosen: ChosenChanges,
  ) {}

  @Get()
  @Route({
    summary: 'The change feed',
    description:
      'Everything on record after a position, in the one order of the ledger, without gaps. Ask again with the `Jalon-Position` of the answer, which is past what a filter held back: nothing is ever missed, and nothing comes before what was read already. With a filter, a page may hold fewer items than asked for, or none, while the Link header names a next one.',
    needs: 'public-read',
    answers: ChangesAnswer,
    example: changesExample,
    problems: ['unknown-provider', 'unknown-dossier', 'unknown-scheme'],
  })
  async list(
    @Query({ schema: ChangesQuery }) query: z.output<typeof ChangesQuery>,
    @Caller() caller: KeyHolder | undefined,
  ) {
    const filter = await this.filters.of(query);
    const open = caller === undefined;
    return isOpenFilter(filter) ? this.#everything(query, open) : this.#chosen(query, filter, open);
  }

  async #everything(query: Range, open: boolean) {
    const head = await this.events.head();
    const found = await this.queries.execute(new ListChanges(query.after, query.limit + 1));
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1)?.position;
    const more = found.length > shown.length && last !== undefined;
    return new Answer(
      { items: shown.map((change) => changeAnswerOf(change, open)) },
      more ? { position: last, next: { after: String(last) } } : { position: Math.max(head, last ?? 0) },
    );
  }

  async #chosen({ after, limit }: Range, filter: Filter, open: boolean) {
    const head = await this.events.head();
    const { items, to } = await this.chosen.page({ after, upTo: head, limit }, filter);
    const next = to < head && { next: { after: String(to) } };
    return new Answer(
      { items: items.map((item) => placedAnswerOf(item, open)) },
      { position: to < head ? to : head, ...next },
    );
  }
}

type Range = Pick<z.output<typeof ChangesQuery>, 'after' | 'limit'>;
