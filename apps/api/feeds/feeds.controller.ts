import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { markIn, pageOf } from '#board/page.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { CreateFeed } from '#feeds/create-feed.js';
import { type FeedReach, ListFeeds } from '#feeds/list-feeds.js';
import { RevokeFeed } from '#feeds/revoke-feed.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter } from '#subscriptions/assert-filter.js';
import { Answer } from '../http/answer.js';
import { listAnswer } from '../http/list-answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { Maker, Reaching } from '../subscriptions/reach.js';
import { IdInPath } from '../subscriptions/subscription-paths.js';
import { FeedAnswer, feedAnswerOf, feedExample, NewFeedAnswer, newFeedExample, NewFeedSchema } from './feed-answer.js';
import { feedUrl, webcalUrl } from './feed-urls.js';

const ListQuery = z.strictObject(page('instant', 'uuid'));

@ApiTags('feeds')
@Controller('v1/feeds')
export class FeedsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Route({
    summary: 'Make an address at which a feed is read without a key',
    description:
      'For programs that cannot send one, such as calendars. The address is in this answer and nowhere else; whoever has it reads the feed, until it is revoked.',
    needs: 'record',
    status: 201,
    answers: NewFeedAnswer,
    example: newFeedExample,
    problems: ['invalid-body', 'unknown-provider', 'unknown-dossier', 'unknown-scheme'],
  })
  async createFeed(@Body({ schema: NewFeedSchema }) asked: z.output<typeof NewFeedSchema>, @Maker() maker: string) {
    await assertFilter(asked.filter, { events: this.events, schemes: await this.schemes.at() });
    const { feed, token } = await this.commands.execute(new CreateFeed(asked, maker));
    const url = feedUrl(this.settings.PUBLIC_URL, feed.kind, token);
    const body = { ...feedAnswerOf(feed), url, ...(feed.kind === 'calendar' && { webcal: webcalUrl(url) }) };
    return new Answer(body, { position: await this.events.head() });
  }

  @Get()
  @Route({
    summary: 'Feeds with an address of their own, in the order of their making',
    description: 'Those made with this key, revoked ones included; with an admin key, everybody’s.',
    needs: 'record',
    answers: z.strictObject({ items: z.array(FeedAnswer) }).meta({ id: 'Feeds' }),
    example: { items: [feedExample] },
  })
  async listFeeds(
    @Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>,
    @Reaching() reach: FeedReach,
  ) {
    const [createdAt, id] = cursor === undefined ? [] : markIn(cursor);
    const after = createdAt === undefined ? {} : { after: { createdAt: new Date(createdAt), id: String(id) } };
    const found = await this.queries.execute(new ListFeeds(reach, { limit: limit + 1, ...after }));
    const items = pageOf(found, limit, (feed) => [feed.createdAt.toISOString(), feed.id], feedAnswerOf);
    return listAnswer(items, await this.events.head());
  }

  @Delete(':id')
  @HttpCode(204)
  @Route({
    summary: 'Revoke the address of a feed',
    description: 'For good and at once: who asks there is told 410. It stays listed.',
    needs: 'record',
    status: 204,
    problems: ['unknown-feed'],
  })
  async revokeFeed(@Param('id', { schema: IdInPath }) id: string, @Reaching() reach: FeedReach): Promise<void> {
    await this.commands.execute(new RevokeFeed(id, reach));
  }
}
