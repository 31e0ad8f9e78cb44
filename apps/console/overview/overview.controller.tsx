import { Get } from '@nestjs/common';
import { z } from 'zod';
import { GrantLists, TARGET_OUTCOMES } from '#projections/list-grants.js';
import { Name } from '#domain/text/text.js';
import { phrases } from '#language/phrases.js';
import type { Difference } from '#projections/list-differences.js';
import { ProviderIds } from '#dossiers/provider-ids.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Page, type PageContext, pageNumber, queryOf } from '../frame/page.js';
import { ChangeList } from './change-list.js';
import { CHANGE_KINDS, changeKindOf, Overviews, rowsOfPage } from './overview-data.js';
import { OverviewView } from './overview-view.js';
import { TargetList } from './target-list.js';

const menuEntry = 'overview';
const ChangesQuery = z.object({ kind: z.enum(CHANGE_KINDS).optional(), page: pageNumber });
const TargetsQuery = z.object({
  provider: Name.optional(),
  outcome: z.enum(TARGET_OUTCOMES).optional(),
  page: pageNumber,
});

export type TargetChoice = Omit<z.output<typeof TargetsQuery>, 'page'>;

/** Figures about the whole ledger, and the lists behind those that no other page lists. */
@Pages('overview')
export class OverviewPages {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly overviews: Overviews,
    private readonly providers: ProviderIds,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async overview(@Page() page: PageContext): Promise<Answer> {
    const data = await this.overviews.of(page);
    const { title } = phrases(page.language).console.overview;
    return { title, menuEntry, children: <OverviewView page={page} data={data} /> };
  }

  @Get('changes')
  @ConsoleRoute('public-read')
  async changes(@Page() page: PageContext): Promise<Answer> {
    const { kind, page: number } = await queryOf(page, ChangesQuery);
    const ofKind = (all: readonly Difference[]) =>
      kind === undefined ? all : all.filter((one) => changeKindOf(one) === kind);
    const { items, isCut } = await this.overviews.changes(page, (all) => rowsOfPage(ofKind(all), number));
    const some = ofKind(items);
    const schemes = await this.overviews.schemes(page);
    const { listTitle } = phrases(page.language).console.overview.changes;
    return { title: listTitle, menuEntry, children: <ChangeList {...{ page, kind, some, isCut, number, schemes }} /> };
  }

  @Get('targets')
  @ConsoleRoute('public-read')
  async targets(@Page() page: PageContext): Promise<Answer> {
    const { page: number, ...choice } = await queryOf(page, TargetsQuery);
    const { asOf, knownAt } = page.at;
    const provider = await this.providers.ofFilter(choice.provider);
    const { targets, isCut } = await this.grantLists.targets({ asOf, knownAt, provider });
    const some = targets.filter(({ outcome }) => choice.outcome === undefined || outcome === choice.outcome);
    const schemes = await this.overviews.schemes(page);
    const { listTitle } = phrases(page.language).console.overview.slips;
    return {
      title: listTitle,
      menuEntry,
      children: <TargetList {...{ page, choice, some, isCut, number, schemes }} />,
    };
  }
}
