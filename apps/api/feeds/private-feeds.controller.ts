import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#domain/refusal.js';
import type { FeedView } from '#feeds/feed-view.js';
import { OpenFeed } from '#feeds/open-feed.js';
import type { Filter } from '#subscriptions/filter.js';
import { RateLimits } from '../auth/rate-limits.js';
import { NameInPath } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { ATOM, AtomFeeds } from './atom-feeds.js';
import { CALENDAR, Calendars } from './calendars.js';
import { feedDocument } from './feed-document.js';
import { beforePosition } from './feed-page.js';
import { PRIVATE_FEEDS } from './feed-urls.js';

/** Programs add parameters of their own, to be sure that no cache answers. */
const PageQuery = z.object({ before: beforePosition });

const keyless = {
  needs: 'nothing',
  heeds: ['If-None-Match'],
  problems: ['unknown-feed', 'feed-revoked', 'too-many-requests', 'unavailable'],
} as const;

/** Feeds at addresses that are secrets: whoever has one needs no key. Guessing is counted like wrong keys. */
@ApiTags('feeds')
@Controller(PRIVATE_FEEDS)
export class PrivateFeedsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly calendars: Calendars,
    private readonly atoms: AtomFeeds,
    private readonly limits: RateLimits,
  ) {}

  @Get(':token.ics')
  @Route({ ...keyless, summary: 'The calendar of a private address, without a key', produces: CALENDAR })
  async getPrivateCalendar(
    @Param('token', { schema: NameInPath }) token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { filter, name, language } = await this.#opened(token, 'calendar', request);
    return feedDocument(reply, {
      ...(await this.calendars.of(filter as Filter, { name, language })),
      isPrivate: true,
    });
  }

  @Get(':token.atom')
  @Route({ ...keyless, summary: 'The Atom feed of a private address, without a key', produces: ATOM })
  async getPrivateAtomFeed(
    @Param('token', { schema: NameInPath }) token: string,
    @Query({ schema: PageQuery }) { before }: z.output<typeof PageQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { id, filter, name, language } = await this.#opened(token, 'atom', request);
    const asked = { id, title: name, language, path: request.url, before };
    return feedDocument(reply, { ...(await this.atoms.of(filter as Filter, asked)), isPrivate: true });
  }

  /** @throws Refusal unknown-feed, feed-revoked; Rejection too-many-requests */
  async #opened(token: string, kind: FeedView['kind'], request: FastifyRequest): Promise<FeedView> {
    try {
      const feed = await this.queries.execute(new OpenFeed(token, kind));
      await this.limits.countPublicRead(request);
      return feed;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unknown-feed') await this.limits.countRefusedKey(request);
      throw error;
    }
  }
}
