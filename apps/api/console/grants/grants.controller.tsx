import { phrases } from '#language/phrases.js';
import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { FewProviderNames } from '#projections/list-providers.js';
import { ListGrants } from '#projections/list-grants.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../http/viewpoints.js';
import { ConsoleRoute } from '../frame/console-route.js';
import { This, type ThisPage } from '../frame/page.js';
import { pageNumber, queryOf } from '../frame/page-query.js';
import { show } from '../frame/show.js';
import { GrantsView, PAGE_SIZE } from './grants-view.js';

const GrantsQuery = z.object({ scheme: Name.optional(), provider: Name.optional(), page: pageNumber });

/** As many as one may choose from; more are typed. */
const MOST_PROVIDERS = 200;

/** Every grant over the years. */
@ApiExcludeController()
@Controller('grants')
export class GrantPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async grants(@This() page: ThisPage, @Res() reply: FastifyReply): Promise<void> {
    const { scheme, provider, page: number } = await queryOf(page, GrantsQuery);
    const { upTo } = await this.viewpoints.of({ knownAt: page.at.knownAt?.toISOString() });
    const schemes = await this.schemes.at(upTo);
    const providers = await this.queries.execute(new FewProviderNames({ ...page.at, most: MOST_PROVIDERS }));
    const { found, problems, id } = await this.#found(page, { scheme, provider, number }, schemes);
    const choice = { scheme, provider: providers.find((one) => one.id === id)?.slug ?? provider };
    show(reply, page, {
      title: phrases(page.language).console.grants.title,
      place: 'grants',
      status: problems.length > 0 ? 404 : 200,
      children: <GrantsView {...{ page, choice, schemes, providers, problems, found, number }} />,
    });
  }

  /** A provider or scheme that is not on record is told beside its field, so that another can be chosen. */
  async #found({ at }: ThisPage, { scheme, provider, number }: Asked, schemes: Schemes) {
    try {
      if (scheme !== undefined) schemeOf(scheme, schemes);
      const id = provider === undefined ? undefined : await this.providers.of(provider, 'provider');
      const list = new ListGrants({ ...at, scheme, provider: id, limit: PAGE_SIZE, page: number });
      return { id, found: await this.queries.execute(list), problems: [] };
    } catch (error) {
      if (error instanceof Refusal) return { found: undefined, problems: error.problems };
      throw error;
    }
  }
}

interface Asked {
  scheme: string | undefined;
  provider: string | undefined;
  /** Of the page, from 1. */
  number: number;
}
