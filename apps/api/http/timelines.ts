import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { markIn, pageOf } from '#projections/page.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { GetTimeline } from '#ledger/get-timeline.js';
import { listAnswer } from './list-answer.js';
import { page, viewpoint } from './query-fields.js';
import { entryAnswerOf } from './timeline-answer.js';

export const TimelineQuery = z.strictObject({ knownAt: viewpoint.knownAt, ...page('number') });
export type TimelineQuery = z.output<typeof TimelineQuery>;

/** The timeline of a provider or a dossier: everything recorded on it in the order of recording. */
@Injectable()
export class Timelines {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** @param open read without a key */
  async page(stream: string, { knownAt, limit, cursor }: TimelineQuery, open: boolean) {
    const position = await this.events.head();
    const upTo = knownAt === undefined ? undefined : await this.events.positionAt(new Date(knownAt));
    const entries = await this.queries.execute(new GetTimeline(stream, upTo));
    const since = cursor === undefined ? 0 : Number(markIn(cursor)[0]);
    const rest = entries.filter((entry) => entry.version > since).slice(0, limit + 1);
    const { items, next } = pageOf(
      rest,
      limit,
      (entry) => [entry.version],
      (entry) => entryAnswerOf(entry, open),
    );
    return listAnswer({ items, next }, position);
  }
}
