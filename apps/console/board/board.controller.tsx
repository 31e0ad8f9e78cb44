import { Get, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GrantView, ProviderRef } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { EventStore } from '#event-store/event-store.js';
import { phrases } from '#language/phrases.js';
import { type BoardPage, ListBoard, type BoardLine } from '#projections/list-board.js';
import { DossierLists } from '#projections/list-dossiers.js';
import { GrantLists } from '#projections/list-grants.js';
import { ProviderLists } from '#projections/list-providers.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Column, fields, sendCsv } from '../../api/csv/csv.js';
import { pinnedAt } from '../../api/csv/lists.js';
import { Exports } from '../../api/http/download.js';
import { ListPosition, Viewpoints } from '../../api/http/reading.js';
import { acknowledgeDone, Unanswered } from '../deadlines/deadline-answers.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Problems } from '../frame/controls.js';
import { Menu } from '../frame/toolbar.js';
import { DoneNote } from '../frame/display.js';
import { Pager } from '../frame/table.js';
import { followDone } from '../frame/page-head.js';
import { addressOf, may, type PageContext, type PointInTime, queryOf, Page } from '../frame/page.js';
import {
  BoardToolbar,
  type BoardChoice,
  boardWith,
  BoardChoices,
  BoardQuery,
  isNarrowed,
  sorting,
} from './board-filter.js';
import { GrantChart, GrantList } from './board-grants.js';
import { BoardEmpty, BoardList, type ListProps } from './board-list.js';

@Pages()
export class BoardPages {
  constructor(
    private readonly providerLists: ProviderLists,
    private readonly dossierLists: DossierLists,
    private readonly grantLists: GrantLists,
    private readonly queries: QueryBus,
    private readonly choices: BoardChoices,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
    private readonly unanswered: Unanswered,
  ) {}

  @Get('dossiers')
  @ConsoleRoute('public-read')
  async board(@Page() page: PageContext): Promise<PageAnswer> {
    const { page: number, seen, ...asked } = await queryOf(page, BoardQuery);
    if (seen !== undefined) await this.lists.position(seen);
    const schemes = await this.#schemesAt(page.at);
    const providers = await this.providerLists.names({ ...page.at, most: MOST_PROVIDERS });
    const { found, problems, filter } = await this.#found({ page, asked, number, schemes });
    const lines = found?.lines ?? [];
    const keys = asked.show ? [] : lines.flatMap(({ next }) => next?.key ?? []);
    const unanswered = await this.unanswered.among(page, keys);
    const grants = asked.show ? await this.grantLists.of(lines, page.at) : NO_GRANTS;
    const shown = await this.#schemesShown(asked, schemes);
    const views = await this.choices.viewsFor(page);
    const choice = { ...asked, provider: slugOf(filter?.provider, providers) ?? asked.provider };
    return {
      title: phrases(page.language).console.board.title,
      menuEntry: 'dossiers',
      status: problems.length > 0 ? 404 : 200,
      isFailed: problems.length > 0,
      actions: found && <Found {...{ page, choice, found }} />,
      children: (
        <>
          <DoneNote page={page} words={{ ...followDone(page), ...acknowledgeDone(page) }} />
          <BoardToolbar {...{ page, choice, schemes, shown, providers, views, problems, found }} />
          <div class="board-found">
            {found ? (
              <Shown {...{ page, choice, schemes, found, number, unanswered, grants }} />
            ) : (
              <Problems {...{ page, problems }} labels={labelsOf(page)} />
            )}
          </div>
        </>
      ),
    };
  }

  /** The grants had a page of their own, which some views and links still lead to. */
  @Get('grants')
  @ConsoleRoute('public-read')
  grants(@Page() page: PageContext): PageAnswer {
    const query = new URLSearchParams([...page.query, ['show', 'chart'], ['years', '10']]);
    return { redirect: `/dossiers?${query.toString()}` };
  }

  async #schemesAt({ asOf, knownAt }: PointInTime): Promise<Schemes> {
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    return this.schemes.at(upTo);
  }

  async #schemesShown({ scheme }: BoardChoice, schemes: Schemes): Promise<Scheme[]> {
    const slugs = scheme === undefined ? await this.dossierLists.schemes() : [scheme];
    return slugs.flatMap((slug) => schemes.get(slug) ?? []);
  }

  /** An unknown provider or scheme is reported beside its field. */
  async #found({ page, asked, number, schemes }: Asked) {
    try {
      const { asOf, knownAt } = page.at;
      const filter = await this.choices.filterOf(asked, schemes, page);
      const list = new ListBoard({ ...filter, asOf, knownAt, ...sorting(asked), limit: sizeOf(asked), page: number });
      return { filter, found: await this.queries.execute(list), problems: [] };
    } catch (error) {
      if (error instanceof Refusal) return { filter: undefined, found: undefined, problems: error.problems };
      throw error;
    }
  }
}

@Pages()
export class BoardCsv {
  constructor(
    private readonly queries: QueryBus,
    private readonly choices: BoardChoices,
    private readonly schemes: SchemeCatalogue,
    private readonly lists: ListPosition,
    private readonly events: EventStore<LedgerEvent>,
    private readonly exports: Exports,
  ) {}

  @Get('board.csv')
  @ConsoleRoute('public-read')
  async file(
    @Page() page: PageContext,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { seen, page: _, ...asked } = await queryOf(page, BoardQuery);
    const { asOf, knownAt: askedAt } = page.at;
    const followed = await this.lists.position(seen);
    const { position, knownAt } = await pinnedAt(this.events, followed, askedAt?.toISOString());
    const filter = await this.choices.filterOf(asked, await this.schemes.at(position), page);
    const point = { asOf, knownAt: new Date(knownAt), ...sorting(asked), limit: LINES };
    await this.exports.note(request, `jalon-board-${asOf}.csv`);
    const file = await sendCsv(
      reply,
      { name: `board-${asOf}`, columns: boardColumns, position },
      async (number: number = 1) => {
        const { lines: items, total } = await this.queries.execute(
          new ListBoard({ ...filter, ...point, page: number }),
        );
        return { items, next: number * LINES < total ? number + 1 : undefined };
      },
    );
    reply.header('Vary', 'Cookie');
    return file;
  }
}

/** Beyond this, the provider filter is a text input. */
const MOST_PROVIDERS = 100;

interface Asked {
  page: PageContext;
  asked: BoardChoice;
  number: number;
  schemes: Schemes;
}

const slugOf = (id: string | undefined, providers: readonly ProviderRef[]): string | undefined =>
  providers.find((provider) => provider.id === id)?.slug;

const PAGE_SIZE = 30;
/** Lines of a picture, which stands for more. */
const CHART_SIZE = 60;
const sizeOf = ({ show }: BoardChoice): number => (show === 'chart' ? CHART_SIZE : PAGE_SIZE);

const NO_GRANTS: ReadonlyMap<string, readonly GrantView[]> = new Map();

function labelsOf({ language }: PageContext) {
  const words = phrases(language).console.board;
  return { provider: words.provider, scheme: words.scheme, slug: words.view };
}

interface FoundProps {
  page: PageContext;
  choice: BoardChoice;
  found: BoardPage;
}

/** How many there are, beside the title, with what may be done with all of them. */
function Found({ page, choice, found: { total, all } }: FoundProps) {
  const words = phrases(page.language).console.board;
  if (all === 0) return null;
  return (
    <>
      {isNarrowed(choice) ? (
        <a href={addressOf(page, '/dossiers', { show: choice.show, years: choice.years })}>{words.reset}</a>
      ) : null}
      <span class="soft" role="status">
        {words.found(total)}
      </span>
      <Menu
        page={page}
        items={[
          [boardWith(page, choice, {}, '/board.csv'), words.csv],
          may(page, 'record') ? ['/providers/new', words.empty.register] : null,
        ]}
      />
    </>
  );
}

interface ShownProps extends FoundProps, Pick<ListProps, 'schemes' | 'unanswered'> {
  number: number;
  grants: ReadonlyMap<string, readonly GrantView[]>;
}

function Shown({ found: { lines, all, total }, number, unanswered, grants, ...rest }: ShownProps) {
  const { page, choice } = rest;
  if (lines.length === 0) return <BoardEmpty {...{ page, choice, all, total }} />;
  return (
    <>
      {choice.show === undefined ? <BoardList {...rest} {...{ lines, unanswered }} /> : null}
      {choice.show === 'grants' ? <GrantList {...rest} {...{ lines, grants }} /> : null}
      {choice.show === 'chart' ? <GrantChart {...rest} {...{ lines, grants }} /> : null}
      <Pager page={page} number={number} size={sizeOf(choice)} total={total} />
    </>
  );
}

/** Rows per query: each query scans the whole board. */
const LINES = 2_000;

/** Columns of `board.csv`, documented in docs/console.md. */
export const boardColumns: readonly Column<BoardLine>[] = [
  { name: 'dossier', description: 'id', of: (line) => line.id },
  { name: 'provider', description: 'slug', of: (line) => line.provider.slug },
  { name: 'provider_name', of: (line) => line.provider.name },
  { name: 'service', of: (line) => line.service },
  ...fields('scheme', 'status', 'confirmed', 'expiring', 'stale'),
  { name: 'overdue', description: 'number of missed deadlines', of: (line) => line.overdue },
  { name: 'milestone', description: 'furthest reached', of: (line) => line.stage?.milestone },
  { name: 'milestone_occurred', of: (line) => line.stage?.occurred },
  { name: 'milestone_confirmed', of: (line) => line.stage?.confirmed },
  { name: 'grant_end', description: 'soonest end of a grant in force', of: (line) => line.grantEnd },
  { name: 'deadline_kind', description: 'next deadline', of: (line) => line.next?.kind },
  { name: 'deadline_due', of: (line) => line.next?.due },
  { name: 'deadline_lapses', of: (line) => line.next?.lapses },
  { name: 'deadline_title', of: (line) => line.next?.title },
  { name: 'days_left', description: 'negative after the deadline', of: (line) => line.next?.daysLeft },
  { name: 'news', description: 'type of the latest event', of: (line) => line.news?.type },
  { name: 'news_occurred', of: (line) => line.news?.occurred },
  {
    name: 'granted_from',
    description: 'first day of a grant that is decided and not yet valid',
    of: (line) => line.grantedFrom,
  },
];
