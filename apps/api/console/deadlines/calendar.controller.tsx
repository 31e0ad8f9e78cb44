import { phrases } from '#language/phrases.js';
import { randomUUID } from 'node:crypto';
import { Body, Get, Inject, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Problem } from '#domain/refusal.js';
import { uuidOf } from '#event-store/encoding.js';
import { CreateFeed, type FeedScope, ListFeeds, RevokeFeed } from '#feeds/feeds.js';
import { Secrets } from '#notifications/secrets.js';
import { NewFeedSchema } from '../../feeds/feeds.controller.js';
import { feedUrl, webcalUrl } from '../../feeds/feed-addresses.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { CallerKey, CallerScope, scopeOf } from '../../auth/caller-scope.js';
import { addressOf, may, problemsUnder, queryOf, Page, type PageContext } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { DeadlineFilters, filterFields, type DeadlineFilter } from './deadline-filters.js';
import { CalendarView, MadeView } from './calendar-view.js';

const CalendarQuery = z.object(filterFields);
const MOST_FEEDS = 200;

/** Calendar subscriptions: the public URL and private ones. */
@Pages('deadlines/calendar')
export class CalendarPages {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly reading: DeadlineFilters,
    private readonly secrets: Secrets,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async look(@Page() page: PageContext): Promise<Answer> {
    return this.#show(page);
  }

  /** Idempotent: sent twice, it creates one URL and shows it again. */
  @Post()
  @ConsoleRoute('record')
  async make(
    @Page() page: PageContext,
    @Body() form: URLSearchParams,
    @CallerKey() owner: string,
    @Res() reply: FastifyReply,
  ): Promise<Answer> {
    const typed = { name: (form.get('name') ?? '').trim(), language: form.get('language') ?? page.language };
    const idempotencyKey = z.uuid().safeParse(form.get('idempotencyKey')).data ?? randomUUID();
    const { filter } = await this.reading.filters(page.at, await queryOf(page, CalendarQuery));
    const asked = { kind: 'calendar', ...typed, filter: filterOf(filter) };
    const problems = await problemsUnder(NewFeedSchema, asked);
    if (!filter || problems.length > 0) {
      return this.#show(page, { typed, problems, idempotencyKey });
    }
    const chosen = {
      id: uuidOf('console feed', owner, idempotencyKey),
      token: this.secrets.feedToken(`${owner} ${idempotencyKey}`),
    };
    const { feed, token } = await this.commands.execute(new CreateFeed(NewFeedSchema.parse(asked), owner, chosen));
    const url = feedUrl(this.settings.PUBLIC_URL, feed.kind, token);
    const { title } = phrases(page.language).console.calendar.made;
    const children = <MadeView {...{ page, url, webcal: webcalUrl(url) }} />;
    void reply.header('Cache-Control', 'no-store');
    return { title, menuEntry: 'deadlines', timeless: true, children };
  }

  @Post('revoke')
  @ConsoleRoute('record')
  async revoke(
    @Page() page: PageContext,
    @Body() form: URLSearchParams,
    @CallerScope() scope: FeedScope,
  ): Promise<Answer> {
    const id = z.guid().safeParse(form.get('feed')).data;
    if (id !== undefined) await this.commands.execute(new RevokeFeed(id, scope));
    return { redirect: addressOf(page, '/deadlines/calendar', id === undefined ? {} : { done: 'revoked' }) };
  }

  async #show(
    page: PageContext,
    wrong?: { typed: { name: string; language: string }; problems: readonly Problem[]; idempotencyKey: string },
  ): Promise<Answer> {
    const filters = await this.reading.filters(page.at, await queryOf(page, CalendarQuery));
    const { typed, problems, idempotencyKey = randomUUID() } = wrong ?? {};
    const feeds = await this.#feeds(page);
    const url = this.#openUrl(filters.choice);
    return {
      title: phrases(page.language).console.calendar.title,
      menuEntry: 'deadlines',
      timeless: true,
      status: wrong ? 422 : filters.filter ? 200 : 404,
      children: <CalendarView {...{ page, filters, url, feeds, idempotencyKey, typed, problems }} />,
    };
  }

  async #feeds(page: PageContext) {
    if (!page.caller || !may(page, 'record')) return [];
    const feeds = await this.queries.execute(new ListFeeds(scopeOf(page.caller), { limit: MOST_FEEDS }));
    return feeds.filter(({ kind }) => kind === 'calendar');
  }

  #openUrl({ scheme, provider, kind }: DeadlineFilter): string {
    const url = new URL('/v1/deadlines.ics', this.settings.PUBLIC_URL);
    const query = { schemes: scheme, providers: provider, deadlineKinds: kind };
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    return url.href;
  }
}

const filterOf = ({ scheme, provider, kind }: DeadlineFilter = {}) => ({
  ...(scheme !== undefined && { schemes: [scheme] }),
  ...(provider !== undefined && { providers: [provider] }),
  ...(kind !== undefined && { deadlineKinds: [kind] }),
});
