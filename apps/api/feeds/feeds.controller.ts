import { Body, Controller, Delete, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { because } from '#domain/validation.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Name } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { Feeds, FEED_KINDS, type FeedScope, type FeedView } from '#feeds/feeds.js';
import { LanguageSchema } from '#language/language.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter, FilterSchema } from '#subscriptions/filter.js';
import { Answer, listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { IdInPath, CallerKey, CallerScope } from '../auth/caller.js';
import { feedUrl, webcalUrl } from './feed-addresses.js';

export const NewFeedSchema = z
  .strictObject({
    kind: z.enum(FEED_KINDS).describe('`calendar`: deadlines, as iCalendar; `atom`: changes.'),
    name: Name.describe('Name displayed to its readers.'),
    filter: FilterSchema.default({ changes: true, deadlines: true }),
    language: LanguageSchema.default('fr'),
  })
  .refine(({ kind, filter }) => kind === 'atom' || filter.deadlines, {
    path: ['filter', 'deadlines'],
    error: because('calendar-without-deadlines'),
  })
  .refine(({ kind, filter }) => kind === 'calendar' || filter.changes, {
    path: ['filter', 'changes'],
    error: because('atom-without-changes'),
  })
  .meta({
    id: 'NewFeed',
    example: { kind: 'calendar', name: 'SecNumCloud', filter: { schemes: ['secnumcloud'] }, language: 'fr' },
  });

const FeedAnswer = z
  .object({
    id: z.uuid(),
    kind: z.enum(FEED_KINDS),
    name: z.string(),
    filter: z.record(z.string(), z.unknown()).describe('The filter as requested.'),
    language: LanguageSchema,
    createdAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Feed' });

const NewFeedAnswer = FeedAnswer.extend({
  url: z.url().describe('Grants access to the feed without a key. Returned once; only a hash of the token is stored.'),
  webcal: z.string().optional().describe('Calendars only: the same address, which opens the calendar application.'),
}).meta({ id: 'CreatedFeed' });

const feedExample = {
  id: '2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e',
  kind: 'calendar',
  name: 'SecNumCloud',
  filter: { schemes: ['secnumcloud'], changes: true, deadlines: true },
  language: 'fr',
  createdAt: '2026-11-25T08:00:00.000Z',
  revokedAt: null,
};

const newFeedExample = {
  ...feedExample,
  url: 'https://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics',
  webcal: 'webcal://jalon.example.org/feeds/mC9dJ0bqk1vQ3n6uXo2yT5eWz8sRfAhLgPiK4tNcVbE.ics',
};

const feedAnswerOf = ({ createdAt, revokedAt, owner: _, ...feed }: FeedView) => ({
  ...feed,
  createdAt: createdAt.toISOString(),
  revokedAt: revokedAt?.toISOString() ?? null,
});

const ListQuery = z.strictObject(page('instant', 'uuid'));

@ApiTags('feeds')
@Controller('v1/admin/feeds')
export class FeedsController {
  constructor(
    private readonly feeds: Feeds,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Route({
    summary: 'Create a private feed address',
    description:
      'For clients that cannot send an API key, such as calendar applications. The address is returned once and grants access to the feed until it is revoked.',
    needs: 'record',
    status: 201,
    answers: NewFeedAnswer,
    example: newFeedExample,
    problems: ['invalid-body', 'not-found'],
  })
  async createFeed(@Body({ schema: NewFeedSchema }) asked: z.output<typeof NewFeedSchema>, @CallerKey() owner: string) {
    await assertFilter(asked.filter, { events: this.events, schemes: this.schemes });
    const { feed, token } = await this.feeds.create(asked, owner);
    const url = feedUrl(this.settings.PUBLIC_URL, feed.kind, token);
    const body = { ...feedAnswerOf(feed), url, ...(feed.kind === 'calendar' && { webcal: webcalUrl(url) }) };
    return new Answer(body, { position: await this.events.head() });
  }

  @Get()
  @Route({
    summary: 'List private feeds in order of creation',
    description: 'Feeds created with this key, including revoked ones; all feeds with an admin key.',
    needs: 'record',
    lists: ['Feeds', FeedAnswer, feedExample],
  })
  async listFeeds(
    @Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>,
    @CallerScope() scope: FeedScope,
  ) {
    const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor);
    const after = createdAt === undefined ? {} : { after: { createdAt: new Date(createdAt), id: String(id) } };
    const found = await this.feeds.list(scope, { limit: limit + 1, ...after });
    const items = pageOf(found, limit, (feed) => [feed.createdAt.toISOString(), feed.id], feedAnswerOf);
    return listAnswer(items, await this.events.head());
  }

  @Delete(':id')
  @Route({
    summary: 'Revoke a private feed address',
    description: 'Permanent and effective immediately: requests to the address return 410. The feed remains listed.',
    needs: 'record',
    status: 204,
    problems: ['not-found'],
  })
  async revokeFeed(@Param('id', { schema: IdInPath }) id: string, @CallerScope() scope: FeedScope): Promise<void> {
    await this.feeds.revoke(id, scope);
  }
}
