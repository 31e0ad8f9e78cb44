import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Name } from '#domain/text/text.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type FoundKind, Search, SEARCH_KINDS, type SearchKind } from '#projections/search/search.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext, queryOf } from '../frame/page.js';
import { SearchForm } from '../frame/search-dialog.js';
import { placeOf, SearchResults } from './search-results.js';

const Asked = z.object({ q: Name.optional(), kind: z.enum(SEARCH_KINDS).optional(), go: z.literal('1').optional() });

/** Results of each kind; of the only kind shown; as one types. */
const FEW = 6;
const MANY = 100;
const AT_ONCE = 4;

@Pages()
export class SearchPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** `go`, as the dialog sends it, leads straight to an only result. */
  @Get('search')
  @ConsoleRoute('public-read')
  async search(@Page() page: PageContext): Promise<Answer> {
    const { q = '', kind, go } = await queryOf(page, Asked);
    const kinds = await this.#found(page, q, { kind, limit: kind ? MANY : FEW });
    const [only] = kinds.length === 1 && kinds[0]?.total === 1 ? kinds[0].found : [];
    if (go && only && !('similar' in only && only.similar)) return { redirect: placeOf(page, only) };
    const { title } = phrases(page.language).console.search;
    const schemes = await this.schemes.at();
    const children = (
      <>
        <SearchForm page={page} query={q} />
        <SearchResults {...{ page, query: q, kind, kinds, schemes }} />
      </>
    );
    return {
      title: q === '' ? title : title + colon(page.language) + q,
      menuEntry: 'search',
      timeless: true,
      children,
    };
  }

  /** For the dialog, as one types. */
  @Get('search/suggestions')
  @ConsoleRoute('public-read')
  async suggest(@Page() page: PageContext): Promise<Answer> {
    const { q = '' } = await queryOf(page, Asked);
    const kinds = await this.#found(page, q, { limit: AT_ONCE });
    const schemes = await this.schemes.at();
    return { fragment: <SearchResults {...{ page, query: q, kinds, schemes }} /> };
  }

  async #found(
    page: PageContext,
    q: string,
    asked: { kind?: SearchKind | undefined; limit: number },
  ): Promise<FoundKind[]> {
    if (q === '') return [];
    return this.queries.execute(new Search({ ...asked, text: q, asOf: page.at.asOf }));
  }
}
