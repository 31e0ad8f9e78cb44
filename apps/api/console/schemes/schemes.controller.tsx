import { phrases } from '#language/phrases.js';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SchemeStatistics } from '#projections/scheme-statistics.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { schemeViews } from '#domain/scheme/scheme-view.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { NameInPath } from '../../http/query-fields.js';
import { Viewpoints } from '../../http/viewpoints.js';
import { ConsoleRoute } from '../frame/console-route.js';
import { NotYet } from '../frame/not-yet.js';
import { This, type ThisPage } from '../frame/page.js';
import { show } from '../frame/show.js';
import { OneScheme } from './scheme-view.js';
import { SchemeList } from './scheme-list.js';

/** Open dossiers on the page of a scheme; the board has all. */
const MOST_OPEN = 25;

/** What the schemes are. They change by what is published, not by the day: only `knownOn` matters to them. */
@ApiExcludeController()
@Controller('schemes')
export class SchemePages {
  constructor(
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async list(@This() page: ThisPage, @Res() reply: FastifyReply): Promise<void> {
    const schemes = schemeViews(await this.#history(page));
    const { title } = phrases(page.language).console.schemes;
    show(reply, page, { title, place: 'schemes', children: <SchemeList page={page} schemes={schemes} /> });
  }

  @Get(':slug')
  @ConsoleRoute('public-read')
  async one(
    @This() page: ThisPage,
    @Param('slug', { schema: NameInPath }) slug: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const history = await this.#history(page);
    const scheme = schemeViews(history).find((view) => view.slug === slug);
    if (!scheme) return this.#notYet(page, slug, reply);
    const found = await this.queries.execute(new SchemeStatistics({ ...page.at, scheme: slug, limit: MOST_OPEN }));
    show(reply, page, {
      title: scheme.name[page.language],
      place: 'schemes',
      children: <OneScheme {...{ page, scheme, history, found }} />,
    });
  }

  /** @throws Refusal unknown-scheme: not published since either */
  async #notYet(page: ThisPage, slug: string, reply: FastifyReply): Promise<void> {
    const later = await this.schemes.history();
    const scheme = schemeOf(slug, await this.schemes.at());
    const since = later.find((publication) => publication.scheme.slug === slug)?.recordedAt;
    show(reply, page, {
      title: scheme.name[page.language],
      place: 'schemes',
      status: 404,
      children: since && <NotYet page={page} since={since} />,
    });
  }

  async #history({ at }: ThisPage) {
    const { upTo } = await this.viewpoints.of({ knownAt: at.knownAt?.toISOString() });
    return this.schemes.history(upTo);
  }
}
