import { phrases } from '#language/phrases.js';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ListProviders } from '#projections/list-providers.js';
import { Refusal } from '#domain/refusal.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { BoardReading } from '../../http/board-reading.js';
import { NameInPath, page as pageFields, seen } from '../../http/query-fields.js';
import { Viewpoints } from '../../http/viewpoints.js';
import { ConsoleRoute } from '../frame/console-route.js';
import { NotYet } from '../frame/not-yet.js';
import { This, type ThisPage } from '../frame/page.js';
import { pageNumber, queryOf } from '../frame/page-query.js';
import { goTo, show } from '../frame/show.js';
import { TimelineAsked } from '../frame/timeline-view.js';
import { ProviderList } from './provider-list.js';
import { ProviderReading } from './provider-reading.js';
import { WholeProvider } from './whole-provider.js';

const { cursor } = pageFields('string', 'string');
const ListAsked = z.object({ name: Name.optional(), cursor, ...seen });
const ProviderAsked = TimelineAsked.extend({ story: pageNumber });

/** The providers, and one on one page. */
@ApiExcludeController()
@Controller()
export class ProviderPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly ids: ProviderIds,
    private readonly providers: ProviderReading,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly board: BoardReading,
  ) {}

  @Get('providers')
  @ConsoleRoute('public-read')
  async list(@This() page: ThisPage, @Res() reply: FastifyReply): Promise<void> {
    const { seen: position, ...asked } = await queryOf(page, ListAsked);
    if (position !== undefined) await this.board.position(position);
    const { asOf, knownAt } = page.at;
    const found = await this.queries.execute(new ListProviders({ ...asked, asOf, knownAt, limit: 25 }));
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.schemes.at(upTo);
    const children = <ProviderList {...{ page, found, schemes }} name={asked.name} />;
    show(reply, page, { title: phrases(page.language).console.providers.list.title, place: 'providers', children });
  }

  /** By any name that it goes or went by, if no other does: what others link to leads to where it stands. */
  @Get('providers/:slug')
  @ConsoleRoute('public-read')
  async one(
    @This() page: ThisPage,
    @Param('slug', { schema: NameInPath }) name: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asked = await queryOf(page, ProviderAsked);
    if (asked.seen !== undefined) await this.board.position(asked.seen);
    const { id, slug, foundBy } = await this.ids.find(name);
    if (foundBy !== 'slug') {
      const query = page.query.size > 0 ? `?${page.query.toString()}` : '';
      goTo(reply, `/providers/${encodeURIComponent(slug)}${query}`);
      return;
    }
    try {
      const read = await this.providers.of(id, page.at, asked.story);
      const children = <WholeProvider page={page} read={read} asked={asked} />;
      show(reply, page, { title: read.provider.name, place: 'providers', children });
    } catch (error) {
      const isNotYet = error instanceof Refusal && error.code === 'unknown-provider' && page.at.knownAt !== undefined;
      const first = isNotYet ? await this.providers.first(id) : undefined;
      if (!first) throw error;
      const { title } = phrases(page.language).console.frame.notYet;
      const children = <NotYet page={page} since={first.recordedAt} />;
      show(reply, page, { title, status: 404, place: 'providers', children });
    }
  }
}
