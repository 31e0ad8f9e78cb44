import { phrases } from '#language/phrases.js';
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { dues } from '#projections/status-projection.js';
import { FewProviderNames } from '#projections/list-providers.js';
import { ListBoard } from '#projections/list-board.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { BoardReading } from '../../http/board-reading.js';
import { Viewpoints } from '../../http/viewpoints.js';
import { ConsoleRoute } from '../frame/console-route.js';
import { type PointInTime, This, type ThisPage } from '../frame/page.js';
import { queryOf } from '../frame/page-query.js';
import { goTo, show } from '../frame/show.js';
import { localPath } from '../session/local-path.js';
import { BoardChoices } from './board-choices.js';
import { type BoardChoice, BoardQuery } from './board-query.js';
import { BoardView, PAGE_SIZE } from './board-view.js';
import { isWelcomed, rememberWelcome } from './welcome.js';

/** As many as one may choose from; more are typed. */
const MOST_PROVIDERS = 100;

/** The board: where every dossier stands. */
@ApiExcludeController()
@Controller()
export class BoardPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly choices: BoardChoices,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly reading: BoardReading,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async board(@This() page: ThisPage, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { page: number, seen, ...asked } = await queryOf(page, BoardQuery);
    if (seen !== undefined) await this.reading.position(seen, dues);
    const schemes = await this.#schemesAt(page.at);
    const providers = await this.queries.execute(new FewProviderNames({ ...page.at, most: MOST_PROVIDERS }));
    const { found, problems, filter } = await this.#found({ page, asked, number, schemes });
    const choice = { ...asked, provider: slugOf(filter?.provider, providers) ?? asked.provider };
    show(reply, page, {
      title: phrases(page.language).console.board.title,
      place: 'board',
      status: problems.length > 0 ? 404 : 200,
      children: (
        <BoardView
          {...{ page, choice, schemes, providers, problems, found, number }}
          isWelcomed={isWelcomed(request)}
        />
      ),
    });
  }

  /** Shows what there is to do first no more. */
  @Post('welcome')
  @ConsoleRoute('nothing')
  welcome(@Body() form: unknown, @Res() reply: FastifyReply): void {
    rememberWelcome(reply);
    goTo(reply, localPath(form instanceof URLSearchParams ? form.get('to') : undefined));
  }

  async #schemesAt({ asOf, knownAt }: PointInTime): Promise<Schemes> {
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    return this.schemes.at(upTo);
  }

  /** A provider or scheme that is not on record is told beside its field, so that another can be chosen. */
  async #found({ page, asked, number, schemes }: Asked) {
    try {
      const filter = await this.choices.filterOf(asked, schemes);
      const { asOf, knownAt } = page.at;
      const list = new ListBoard({ ...filter, asOf, knownAt, sort: asked.sort, limit: PAGE_SIZE, page: number });
      return { filter, found: await this.queries.execute(list), problems: [] };
    } catch (error) {
      if (error instanceof Refusal) return { filter: undefined, found: undefined, problems: error.problems };
      throw error;
    }
  }
}

interface Asked {
  page: ThisPage;
  asked: BoardChoice;
  /** Of the page of lines, from 1. */
  number: number;
  schemes: Schemes;
}

const slugOf = (id: string | undefined, providers: readonly ProviderRef[]): string | undefined =>
  providers.find((provider) => provider.id === id)?.slug;
