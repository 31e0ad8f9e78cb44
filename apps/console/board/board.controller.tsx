import { Get, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { addYears } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { EventStore } from '#event-store/event-store.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { type BoardFilter, type BoardPage, ListBoard, type BoardLine } from '#projections/list-board.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Column, fields, sendCsv } from '../../api/csv/csv.js';
import { pinnedAt } from '../../api/csv/lists.js';
import { Exports } from '../../api/http/download.js';
import { ListPosition, Viewpoints } from '../../api/http/reading.js';
import { acknowledgeDone, Unanswered } from '../deadlines/deadline-answers.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Problems } from '../frame/controls.js';
import { Empty } from '../frame/toolbar.js';
import { DoneNote } from '../frame/display.js';
import { Pager } from '../frame/table.js';
import { followDone } from '../frame/page-head.js';
import { Sent, addressOf, may, type PageContext, currentUrlWith, queryOf, Page } from '../frame/page.js';
import { cookieIn, setCookie, localPath } from '../session/session-cookie.js';
import {
  BoardCounts,
  BoardFilterForm,
  type FilterProps,
  type BoardChoice,
  boardWith,
  BoardChoices,
  BoardQuery,
  isNarrowed,
  sorting,
} from './board-filter.js';
import { BoardTable } from './board-table.js';

@Pages()
export class BoardPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly kept: KeptQueries,
    private readonly choices: BoardChoices,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly unanswered: Unanswered,
  ) {}

  @Get('dossiers')
  @ConsoleRoute('public-read')
  async board(@Page() page: PageContext, @Req() request: FastifyRequest): Promise<PageAnswer> {
    const { page: number, seen: _, ...asked } = await queryOf(page, BoardQuery);
    const schemes = await this.#schemesAt(page);
    const { found, problems, provider } = await this.#found({ page, asked, number, schemes });
    const keys = found.lines.flatMap(({ next }) => next?.key ?? []);
    const [unanswered, views] = await Promise.all([this.unanswered.among(page, keys), this.choices.viewsFor(page)]);
    const slugs = asked.scheme === undefined ? found.schemes : [asked.scheme];
    const shown = slugs.flatMap((slug) => schemes.get(slug) ?? []);
    const { providers } = found;
    const choice = { ...asked, provider: slugOf(provider, providers) ?? asked.provider };
    return {
      title: phrases(page.language).console.board.title,
      menuEntry: 'dossiers',
      status: problems.length > 0 ? 404 : 200,
      isFailed: problems.length > 0,
      children: (
        <BoardView
          {...{ page, choice, schemes, shown, providers, views, problems, found, number, unanswered }}
          isWelcomed={isWelcomed(request)}
        />
      ),
    };
  }

  @Post('welcome')
  @ConsoleRoute('nothing')
  welcome(@Sent() form: URLSearchParams, @Res() reply: FastifyReply): PageAnswer {
    rememberWelcome(reply);
    return { redirect: localPath(form instanceof URLSearchParams ? form.get('to') : undefined) };
  }

  async #schemesAt({ at: { asOf, knownAt }, look }: PageContext): Promise<Schemes> {
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() }, look);
    return this.schemes.at(upTo, look);
  }

  /** An unknown provider or scheme is reported beside its field, with the choices of the whole board. */
  async #found({ page, asked, number, schemes }: Asked) {
    const { asOf, knownAt } = page.at;
    const boardBy = (filter: BoardFilter): Promise<BoardPage> => {
      const list = { ...filter, asOf, knownAt, ...sorting(asked), limit: PAGE_SIZE, page: number };
      return this.kept.of(page.look, { of: 'board', list }, async (look) => {
        look?.followedTo(boardCheckpoint.name);
        return this.queries.execute(new ListBoard(list));
      });
    };
    try {
      const filter = await this.choices.filterOf(asked, schemes, page);
      return { found: await boardBy(filter), problems: [], provider: filter.provider };
    } catch (error) {
      if (error instanceof Refusal) return { found: await boardBy({}), problems: error.problems };
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

const COOKIE = 'jalon-welcome';

const SEEN = 'seen';

const YEAR_S = 365 * 24 * 3600;

const isWelcomed = (request: FastifyRequest): boolean => cookieIn(request, COOKIE) === SEEN;

function rememberWelcome(reply: FastifyReply): void {
  setCookie(reply, COOKIE, SEEN, ['HttpOnly', `Max-Age=${YEAR_S}`]);
}

function Welcome({ page }: { page: PageContext }) {
  const { title, intro, find, travel, help, dismiss } = phrases(page.language).console.board.welcome;
  return (
    <details class="card board-welcome no-print">
      <summary>{title}</summary>
      <p>{intro}</p>
      <ol>
        <Step {...find} path={addressOf(page, '/providers')} />
        <Step {...travel} path={currentUrlWith(page, { asOf: addYears(page.today, -1) })} />
        <Step {...recording(page)} />
      </ol>
      <form method="post" action="/welcome">
        <input type="hidden" name="to" value={currentUrlWith(page, {})} />
        <a href="/help">{help}</a> <button class="quiet">{dismiss}</button>
      </form>
    </details>
  );
}

const Step = ({ title, text, link, path }: { title: string; text: string; link: string; path?: string }) => (
  <li>
    <strong>{title}</strong> <span class="small">{text}</span> {path === undefined ? null : <a href={path}>{link}</a>}
  </li>
);

function recording(page: PageContext) {
  const { title, signIn, record, signInLink, recordLink } = phrases(page.language).console.board.welcome.record;
  if (may(page, 'record')) return { title, text: record, link: recordLink, path: '/providers/new' };
  if (page.caller) return { title, text: signIn, link: '' };
  return { title, text: signIn, link: signInLink, path: '/sign-in' };
}

function BoardEmpty({
  page,
  choice,
  found: { all, total },
}: {
  page: PageContext;
  choice: BoardChoice;
  found: Pick<BoardPage, 'all' | 'total'>;
}) {
  const { empty, reset } = phrases(page.language).console.board;
  if (total > 0) return <Empty text={empty.noPage} links={[[boardWith(page, choice), empty.firstPage]]} />;
  if (all > 0) return <Empty text={empty.noMatch} links={[[addressOf(page, '/dossiers'), reset]]} />;
  if (page.at.isNow) return <NothingYet page={page} />;
  const [asOf = '', knownOn] = [page.at.asOf, ...(page.at.knownOn === undefined ? [] : [page.at.knownOn])].map((day) =>
    writtenDate(day, page.language),
  );
  const now = currentUrlWith(page, { asOf: undefined, knownOn: undefined });
  return <Empty text={empty.noneBy(asOf, knownOn)} links={[[now, empty.now]]} />;
}

function NothingYet({ page }: { page: PageContext }) {
  const { empty } = phrases(page.language).console.board;
  const links = may(page, 'record')
    ? ([
        ['/import', empty.import],
        ['/providers/new', empty.register],
      ] as const)
    : page.caller
      ? []
      : ([['/sign-in', empty.signIn]] as const);
  return <Empty text={empty.nothing} more={empty.whatToDo} links={links} />;
}

interface Asked {
  page: PageContext;
  asked: BoardChoice;
  number: number;
  schemes: Schemes;
}

const slugOf = (id: string | undefined, providers: readonly ProviderRef[]): string | undefined =>
  providers.find((provider) => provider.id === id)?.slug;

const PAGE_SIZE = 30;

interface ViewProps extends FilterProps {
  found: BoardPage;
  number: number;
  unanswered: ReadonlySet<string>;
  isWelcomed: boolean;
}

function BoardView({ found, number, unanswered, isWelcomed, ...asked }: ViewProps) {
  const { page } = asked;
  return (
    <>
      <DoneNote page={page} words={{ ...followDone(page), ...acknowledgeDone(page) }} />
      {isWelcomed ? null : <Welcome page={page} />}
      <BoardFilterForm {...asked} />
      <div class="board-found">
        {asked.problems.length > 0 ? <Unknown {...asked} /> : <Found {...asked} {...{ found, number, unanswered }} />}
      </div>
    </>
  );
}

/** For a filter with an unknown provider or scheme. */
function Unknown({ page, problems }: Pick<ViewProps, 'page' | 'problems'>) {
  const words = phrases(page.language).console.board;
  return (
    <>
      <Problems {...{ page, problems }} labels={{ provider: words.provider, scheme: words.scheme, slug: words.view }} />
      <p class="empty">
        <a href={addressOf(page, '/dossiers')}>{words.reset}</a>
      </p>
    </>
  );
}

function Found({ found, number, unanswered, page, choice, schemes, shown }: Omit<ViewProps, 'isWelcomed'>) {
  const { lines, total, counts, flags, all } = found;
  const words = phrases(page.language).console.board;
  return (
    <>
      {all === 0 ? null : (
        <>
          <BoardCounts {...{ page, choice, counts, flags, shown }} />
          <p class="found">
            <span role="status">{words.found(total)}</span>
            {isNarrowed(choice) ? (
              <a class="no-print" href={addressOf(page, '/dossiers')}>
                {words.reset}
              </a>
            ) : null}
            <a class="no-print" href={boardWith(page, choice, {}, '/board.csv')}>
              {words.csv}
            </a>
          </p>
        </>
      )}
      {lines.length === 0 ? (
        <BoardEmpty page={page} choice={choice} found={found} />
      ) : (
        <BoardTable {...{ page, choice, lines, schemes, unanswered }} />
      )}
      <Pager page={page} number={number} size={PAGE_SIZE} total={total} />
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
