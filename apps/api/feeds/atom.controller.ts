import { Controller, Get, Headers, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { canonicalJson } from '#event-store/canonical-json.js';
import { uuidOf } from '#event-store/id.js';
import { filterFields, QueryFilters } from '../http/filter-query.js';
import { Route } from '../openapi/route.js';
import { languageIn } from '../pages/language-in.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { ATOM, AtomFeeds } from './atom-feeds.js';
import { feedDocument } from './feed-document.js';
import { languageAsked } from './feed-language.js';
import { beforePosition } from './feed-page.js';

const AtomQuery = z.strictObject({ ...filterFields, language: languageAsked, before: beforePosition });

@ApiTags('feeds')
@Controller('v1/changes.atom')
export class AtomController {
  constructor(
    private readonly feeds: AtomFeeds,
    private readonly filters: QueryFilters,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get()
  @Route({
    summary: 'What is recorded, newest first, as an Atom feed',
    description:
      'RFC 4287, fifty entries; `rel="next"` leads to those before (RFC 5005). An entry has the id of its event, for ever. `deadlineKinds` makes no difference.',
    needs: 'public-read',
    produces: ATOM,
    heeds: ['If-None-Match'],
    problems: ['unknown-provider', 'unknown-dossier', 'unknown-scheme'],
  })
  async getChangesFeed(
    @Query({ schema: AtomQuery }) { language: asked, before, ...query }: z.output<typeof AtomQuery>,
    @Headers('accept-language') accepted: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const filter = await this.filters.of(query);
    const language = asked ?? languageIn(accepted);
    const id = uuidOf('changes.atom', this.settings.PUBLIC_URL, canonicalJson(filter), language);
    return feedDocument(reply, await this.feeds.of(filter, { id, language, path: request.url, before }));
  }
}
