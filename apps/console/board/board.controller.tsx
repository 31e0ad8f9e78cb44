import { followDone } from '../frame/page-head.js';
import { Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ownerReference, type Principal } from '#access/principal.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { rulesOfLabel } from '#projections/facets.js';
import { SavedViews } from '#views/saved-views.js';
import { ViewServices } from '../../api/views/view-services.js';
import type { GrantView } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import { phrases } from '#language/phrases.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { type BoardFilter, type BoardLine, BoardLists, type BoardPage } from '#projections/list-board.js';
import { GrantLists } from '#projections/list-grants.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Column, fields, sendCsv, pinnedAt } from '../../api/csv/csv.js';
import { Exports } from '../../api/http/download.js';
import { ListPosition, Viewpoints } from '../../api/http/reading.js';
import { acknowledgeDone, DeadlineAnswers } from '../deadlines/deadline-answers.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import { Problems } from '../frame/controls.js';
import { Empty, Menu, Pager } from '../frame/table.js';
import { linkTo, DoneNote } from '../frame/display.js';
import { type PointInTime, Exchange, addressOf, may, queryOf, Page } from '../frame/page.js';
import { BoardToolbar, type BoardChoice, boardWith, BoardQuery, isNarrowed, type NamedView } from './board-filter.js';
import { GrantChart, GrantList } from './board-grants.js';
import { BoardEmpty, BoardList, type ListProps } from './board-list.js';

@Pages()
export class BoardPages {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly boards: BoardLists,
    private readonly kept: KeptQueries,
    private readonly providers: ProviderIds,
    private readonly views: SavedViews,
    private readonly services: ViewServices,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly answers: DeadlineAnswers,
    private readonly lists: ListPosition,
    private readonly events: EventStore<LedgerEvent>,
    private readonly exports: Exports,
  ) {}

  @ConsoleGet('dossiers', 'public-read')
  async board(@Page() page: Page): Promise<PageAnswer> {
    const { page: number, seen: _, ...asked } = await queryOf(page, BoardQuery);
    const schemes = await this.#schemesAt(page);
    const { found, problems, provider } = await this.#found({ page, asked, number, schemes });
    const keys = asked.show ? [] : found.lines.flatMap(({ next }) => next?.key ?? []);
    const [unanswered, views, grants] = await Promise.all([
      this.answers.unanswered(page, keys),
      this.#viewsFor(page),
      asked.show ? this.#grantsOf(page, found.lines) : NO_GRANTS,
    ]);
    const slugs = asked.scheme === undefined ? found.schemes : [asked.scheme];
    const shown = slugs.flatMap((slug) => schemes.get(slug) ?? []);
    const { providers } = found;
    const choice = { ...asked, provider: providers.find(({ id }) => id === provider)?.slug ?? asked.provider };
    return {
      title: phrases(page.language).console.terms.dossiers,
      menuEntry: 'dossiers',
      status: problems.length > 0 ? 404 : 200,
      isFailed: problems.length > 0,
      actions: problems.length === 0 ? <Found {...{ page, choice, found }} /> : undefined,
      children: (
        <>
          <DoneNote page={page} words={{ ...followDone(page), ...acknowledgeDone(page) }} />
          <BoardToolbar {...{ page, choice, schemes, shown, providers, views, problems, found }} />
          <div class="board-found">
            {problems.length === 0 ? (
              <Shown {...{ page, choice, schemes, found, number, unanswered, grants }} />
            ) : (
              unknown(page, problems)
            )}
          </div>
        </>
      ),
    };
  }

  /** The grants had a page of their own, which some views and links still lead to. */
  @ConsoleGet('grants', 'public-read')
  grants(@Page() page: Page): PageAnswer {
    const query = new URLSearchParams([...page.query, ['show', 'chart'], ['years', '10']]);
    return { redirect: `/dossiers?${query.toString()}` };
  }

  async #schemesAt({ at: { asOf, knownAt }, look }: Page): Promise<Schemes> {
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() }, look);
    return this.schemes.at(upTo, look);
  }

  /** An unknown provider or scheme is reported beside its field, with the choices of the whole board. */
  async #found({ page, asked, number, schemes }: { page: Page; asked: BoardChoice; number: number; schemes: Schemes }) {
    const { asOf, knownAt } = page.at;
    const boardBy = (filter: BoardFilter): Promise<BoardPage> => {
      const list = {
        ...filter,
        asOf,
        knownAt,
        sort: asked.sort,
        isReversed: asked.reverse ?? false,
        limit: sizeOf(asked),
        page: number,
      };
      return this.kept.of(page.look, { of: 'board', list }, async (look) => {
        look?.followedTo(boardCheckpoint.name);
        return this.boards.page(list);
      });
    };
    try {
      const filter = await this.#filterOf(asked, schemes, page);
      return { found: await boardBy(filter), problems: [], provider: filter.provider };
    } catch (error) {
      if (error instanceof Refusal) return { found: await boardBy({}), problems: error.problems };
      throw error;
    }
  }

  #grantsOf({ at: { asOf, knownAt }, look: asked }: Page, lines: readonly BoardLine[]) {
    const dossiers = lines.map(({ id, scheme }) => ({ id, scheme }));
    return this.kept.of(asked, { of: 'grants', asOf, knownAt, dossiers }, async (look) => {
      look?.followedTo(boardCheckpoint.name);
      return this.grantLists.of(dossiers, { asOf, knownAt });
    });
  }

  async #filterOf(
    { provider, view, status: statuses, label, sort: _, reverse: __, show: ___, years: ____, ...choice }: BoardChoice,
    schemes: Schemes,
    { at, caller }: Page,
  ): Promise<BoardFilter> {
    if (choice.scheme !== undefined) schemeOf(choice.scheme, schemes);
    const id = provider === undefined ? undefined : await this.providers.of(provider, 'provider');
    const labelled = label === undefined ? undefined : rulesOfLabel(schemes, label, at.asOf);
    return { ...choice, provider: id, dossiers: await this.#dossiersOf(view, at, caller), statuses, labelled };
  }

  async #dossiersOf(view: string | undefined, { asOf, knownAt }: PointInTime, caller: Principal | undefined) {
    if (view === undefined) return undefined;
    const found = await this.views.get({ slug: view }, caller && ownerReference(caller));
    return [...(await this.services.dossiersOf([found], { asOf, knownAt })).keys()];
  }

  /** The views by whose services the board can be filtered. */
  async #viewsFor({ caller, look }: Page): Promise<NamedView[]> {
    const reader = caller && ownerReference(caller);
    if (reader === undefined) return [];
    return this.kept.of(look, { of: 'views', reader }, async (own) => {
      own?.revisionOf('views');
      return this.views.withServices(reader);
    });
  }

  @ConsoleGet('board.csv', 'public-read')
  async file(
    @Exchange() { page, request }: Exchange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { seen, page: _, ...asked } = await queryOf(page, BoardQuery);
    const { asOf, knownAt: askedAt } = page.at;
    const followed = await this.lists.position(page.look ?? (await this.events.look()), seen);
    const { position, knownAt } = await pinnedAt(this.events, followed, askedAt?.toISOString());
    const filter = await this.#filterOf(asked, await this.schemes.at(position), page);
    const point = {
      asOf,
      knownAt: new Date(knownAt),
      sort: asked.sort,
      isReversed: asked.reverse ?? false,
      limit: LINES,
    };
    await this.exports.note(request, `jalon-board-${asOf}.csv`);
    const file = await sendCsv(
      reply,
      { name: `board-${asOf}`, columns: boardColumns, position },
      async (number: number = 1) => {
        const { lines: items, total } = await this.boards.page({ ...filter, ...point, page: number });
        return { items, next: number * LINES < total ? number + 1 : undefined };
      },
    );
    reply.header('Vary', 'Cookie');
    return file;
  }
}

const PAGE_SIZE = 30;
/** Lines of a picture, which stands for more. */
const CHART_SIZE = 60;
const sizeOf = ({ show }: BoardChoice): number => (show === 'chart' ? CHART_SIZE : PAGE_SIZE);

const NO_GRANTS: ReadonlyMap<string, readonly GrantView[]> = new Map();

/** For a filter with an unknown provider or scheme. */
function unknown(page: Page, problems: readonly Problem[]) {
  const { board: words, terms } = phrases(page.language).console;
  return (
    <>
      <Problems {...{ page, problems }} labels={{ provider: terms.provider, scheme: terms.scheme, slug: words.view }} />
      <Empty text={words.empty.noMatch} links={[[addressOf(page, '/dossiers'), words.reset]]} />
    </>
  );
}

interface FoundProps {
  page: Page;
  choice: BoardChoice;
  found: BoardPage;
}

/** How many there are, beside the title, with what may be done with all of them. */
function Found({ page, choice, found: { total, all } }: FoundProps) {
  const { board: words, terms } = phrases(page.language).console;
  if (all === 0) return null;
  return (
    <>
      {isNarrowed(choice) ? linkTo(page, '/dossiers', words.reset, { show: choice.show, years: choice.years }) : null}
      <span class="soft" role="status">
        {words.found(total)}
      </span>
      <Menu
        page={page}
        items={[
          [boardWith(page, choice, {}, '/board.csv'), terms.csv],
          may(page, 'record') ? ['/providers/new', terms.registerProvider] : null,
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
