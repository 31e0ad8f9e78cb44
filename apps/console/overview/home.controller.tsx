import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addDays, daysBetween, DaySchema, earlier } from '#domain/date/day.js';
import { IN_FORCE, IN_PROGRESS, type Status } from '#domain/dossier/status.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import type { Look } from '#event-store/ledger-head.js';
import { dossierTitle, stagePhrase } from '#language/describe-standing.js';
import { capitalized, shortDate, writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { BoardLists } from '#projections/list-board.js';
import { DeadlineLists, type ListedDeadline } from '#projections/list-deadlines.js';
import { type Difference, DifferenceLists, type DifferencesAsked } from '#projections/list-differences.js';
import { GrantLists, type MonthOfEnds } from '#projections/list-grants.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { page as pageFields } from '../../api/http/query-fields.js';
import { Viewpoints } from '../../api/http/reading.js';
import { dossierName, nothingYet } from '../board/board-list.js';
import { BoardQuery } from '../board/board-filter.js';
import { nameOfDeadline } from '../deadlines/agenda.controller.js';
import { acknowledgeDone, acknowledgeButton, DeadlineAnswers } from '../deadlines/deadline-answers.js';
import { type PageAnswer, ConsoleGet, Pages } from '../frame/console-route.js';
import {
  linkTo,
  ClaimMark,
  DoneNote,
  Section,
  DueMark,
  Figures,
  StatusMark,
  type Tone,
  toneOfDays,
  toneOfDeadline,
} from '../frame/display.js';
import { Exchange, addressOf, lastInstantOf, Page, pageNumber, type Query, queryOf } from '../frame/page.js';
import { CursorPager, Pager, Table, Empty, Switch } from '../frame/table.js';
import { YEAR_S, cookieIn, setCookie } from '../session/session-cookie.js';

const WEEK = 7;

const MOST_CHANGES = 500;

const LIST_SIZE = 50;

const rowsOfPage = (all: readonly Difference[], number: number) =>
  all.slice((number - 1) * LIST_SIZE, number * LIST_SIZE);

const CHANGE_KINDS = ['status', 'appeared', 'gone', 'other'] as const;

interface Changes {
  items: Difference[];
  isCut: boolean;
}

function changeKindOf({ change, fields }: Difference): (typeof CHANGE_KINDS)[number] {
  if (change !== 'changed') return change;
  return fields.includes('status') ? 'status' : 'other';
}

/** What a list says of a change: before and after, what of it, and the latest event that explains it, or the passing of time. */
function changeOf(page: Page, one: Difference, schemes: Schemes) {
  const { language } = page;
  const words = phrases(language).console.overview.changes;
  const scheme = schemes.get(one.scheme);
  const side = (shown: Difference['before']) =>
    shown === null ? (
      '–'
    ) : (
      <>
        <StatusMark status={shown.status} confirmed={shown.confirmed} {...{ scheme, language }} />
        {shown.stage && one.fields.includes('stage') ? `, ${stagePhrase(shown.stage, scheme, language)}` : null}
      </>
    );
  const fields =
    one.change === 'changed'
      ? capitalized(one.fields.map((field) => words.fields[field]).join(', '))
      : words.kinds[one.change];
  const cause = one.because.at(-1);
  const more = one.because.length - 1 + one.more;
  return {
    name: linkTo(page, `/dossiers/${one.id}`, dossierTitle(one, schemes, language)),
    before: side(one.before),
    after: side(one.after),
    fields,
    what: changeKindOf(one) === 'other' ? fields : side(one.after ?? one.before),
    why: cause ? (
      <>
        {linkTo(page, `/dossiers/${one.id}`, capitalized(phrases(language).events.types[cause.type].name), {
          event: cause.id,
        })}
        {cause.occurred === null ? null : `, ${shortDate(cause.occurred, language)}`}
        {more > 0 ? <span class="soft small"> {phrases(language).console.terms.more(more)}</span> : null}
      </>
    ) : (
      <span class="soft">{capitalized(words.time)}</span>
    ),
  };
}

function changesTable(page: Page, some: readonly Difference[], schemes: Schemes, empty: string) {
  const { all, columns } = phrases(page.language).console.overview.changes;
  const { terms } = phrases(page.language).console;
  return (
    <Table
      isMain
      isList
      label={all}
      columns={[{ name: terms.dossier }, terms.before, { first: terms.after }, columns.fields, terms.reason]}
      rows={some.map((one) => {
        const { name, before, after, fields, why } = changeOf(page, one, schemes);
        return [name, before, after, fields, why];
      })}
      empty={empty}
    />
  );
}

const MONTHS = 18;
const NEAR_DAYS = 90;
const MOST_COUNTED = 200;
const DATES_SHOWN = 10;
/** Of those, dates that have passed and may still be met, or were missed: the last. */
const PASSED_SHOWN = 3;
const CHANGES_SHOWN = 8;

@Pages()
export class HomePages {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly board: BoardLists,
    private readonly deadlines: DeadlineLists,
    private readonly differences: DifferenceLists,
    private readonly catalogue: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly answers: DeadlineAnswers,
    private readonly kept: KeptQueries,
  ) {}

  /** The board was here before; its addresses go on leading to it. */
  @ConsoleGet('', 'public-read')
  async home(@Exchange() { page, request, reply }: Exchange): Promise<PageAnswer> {
    if ([...page.query.keys()].some((name) => name in BoardQuery.shape && name !== 'seen'))
      return { redirect: `/dossiers?${page.query.toString()}` };
    const data = await this.loaded(page, daysSinceLooked(page, request, reply));
    const { title } = phrases(page.language).console.overview;
    return { title, menuEntry: 'home', children: <Home page={page} data={data} /> };
  }

  @ConsoleGet('overview', 'public-read')
  overview(@Page() page: Page): PageAnswer {
    return { redirect: page.query.size > 0 ? `/?${page.query.toString()}` : '/' };
  }

  /** Targets that were announced, with what came of them, are deadlines and stand on the dossiers. */
  @ConsoleGet('overview/targets', 'public-read')
  targets(@Page() page: Page): PageAnswer {
    return { redirect: addressOf(page, '/deadlines', { state: 'missed', kind: 'target' }) };
  }

  @ConsoleGet('overview/changes', 'public-read')
  async changes(@Page() page: Page): Promise<PageAnswer> {
    const { kind, days, page: number, year, cursor } = await queryOf(page, ChangesQuery);
    if (year !== undefined) return this.#changesIn(page, year, cursor);
    const ofKind = (all: readonly Difference[]) =>
      kind === undefined ? all : all.filter((one) => changeKindOf(one) === kind);
    const { items, isCut } = await this.#changes(page, days, (all) => rowsOfPage(ofKind(all), number));
    const schemes = await this.#schemes(page);
    const words = phrases(page.language).console.overview.changes;
    const some = ofKind(items);
    const chosen = days === WEEK ? undefined : days;
    return {
      title: words.since(writtenDate(addDays(page.at.asOf, -days), page.language)),
      menuEntry: 'home',
      children: (
        <>
          <Switch
            class="chips"
            label={phrases(page.language).console.terms.change}
            ways={[undefined, ...CHANGE_KINDS].map((one) => ({
              href: addressOf(page, '/overview/changes', { kind: one, days: chosen }),
              label: one === undefined ? words.all : words.kinds[one],
              isHere: one === kind,
            }))}
          />
          {isCut ? <p class="note">{words.many(MOST_CHANGES)}</p> : null}
          {changesTable(page, rowsOfPage(some, number), schemes, kind === undefined ? words.none : words.noneOfKind)}
          <Pager page={page} number={number} size={LIST_SIZE} total={some.length} />
        </>
      ),
    };
  }

  /** What happened in a year, by all that is known. */
  async #changesIn(page: Page, year: number, cursor: string | undefined): Promise<PageAnswer> {
    const { asOf, knownAt } = page.at;
    const from = { asOf: `${year - 1}-12-31`, knownAt };
    const to = { asOf: earlier(`${year}-12-31`, asOf), knownAt };
    const { items, next } = await this.differences.page({ from, to, limit: LIST_SIZE, cursor });
    const { inYear, none } = phrases(page.language).console.overview.changes;
    return {
      title: inYear(String(year)),
      menuEntry: 'home',
      children: (
        <>
          {changesTable(page, items, await this.#schemes(page), none)}
          <CursorPager page={page} cursor="cursor" next={next} />
        </>
      ),
    };
  }

  async loaded(page: Page, days: number) {
    const { at, today, look: asked } = page;
    const read = await this.kept.of(asked, { of: 'home', at, today, days }, (look) => this.#read(page, days, look));
    const keys = read.dates.map(({ key }) => key);
    return { ...read, days, unanswered: await this.answers.unanswered(page, keys) };
  }

  async #read(page: Page, days: number, look: Look | undefined) {
    look?.followedTo(boardCheckpoint.name);
    const { asOf, knownAt } = page.at;
    const at = { asOf, knownAt };
    const near = { ...at, state: 'open', within: NEAR_DAYS, limit: MOST_COUNTED } as const;
    const [schemes, months, changes, board, missed, ending, late, next] = await Promise.all([
      this.#schemes(page, look),
      this.grantLists.endsPerMonth({ ...at, months: MONTHS }),
      this.#changes(page, days, () => []),
      this.board.page({ ...at, sort: 'urgency', limit: 1, page: 1 }),
      this.deadlines.page({ ...near, state: 'missed' }),
      this.deadlines.page({ ...near, kind: 'grant-end' }),
      this.deadlines.page({ ...near, within: 0 }),
      this.deadlines.page({ ...at, from: asOf, to: addDays(asOf, 3_650), limit: 5 * DATES_SHOWN }),
    ]);
    const past = [...missed.items, ...late.items].filter(({ daysLeft }) => daysLeft < 0);
    const passed = past.sort((a, b) => a.daysLeft - b.daysLeft).slice(-PASSED_SHOWN);
    const open = next.items.filter(({ state }) => state === 'open');
    const dates = [...passed, ...open.slice(0, DATES_SHOWN - passed.length)];
    return { schemes, months, changes, board, missed, ending, dates };
  }

  async #schemes({ at }: Page, look?: Look): Promise<Schemes> {
    const { upTo } = await this.viewpoints.of({ asOf: at.asOf, knownAt: at.knownAt?.toISOString() }, look);
    return this.catalogue.at(upTo, look);
  }

  /**
   * Since so many days before, as was known then: what happened since, and what became known.
   *
   * @param explained those that are shown with their causes
   */
  async #changes({ at, today, zone }: Page, days: number, explained: DifferencesAsked['explained']): Promise<Changes> {
    const { asOf, knownAt, knownOn } = at;
    const before = addDays(earlier(knownOn ?? today, today), -days);
    const from = { asOf: addDays(asOf, -days), knownAt: lastInstantOf(before, zone) };
    const asked = { from, to: { asOf, knownAt }, limit: MOST_CHANGES, explained };
    const { items, next } = await this.differences.page(asked);
    return { items, isCut: next !== null };
  }
}

type HomeData = Awaited<ReturnType<HomePages['loaded']>>;

const ChangesQuery = z.object({
  kind: z.enum(CHANGE_KINDS).optional(),
  days: z.coerce.number().int().min(1).max(366).default(WEEK),
  /** Read by a cursor, in place of the last days. */
  year: z.coerce.number().int().min(1900).max(2999).optional(),
  cursor: pageFields('string', 'string', 'uuid').cursor,
  page: pageNumber,
});

const LOOKED = 'jalon-looked';
const MOST_DAYS = 90;

/** Since the reader last looked on an earlier day in this browser, which keeps the last two days; otherwise a week. */
function daysSinceLooked({ caller, today, at }: Page, request: FastifyRequest, reply: FastifyReply): number {
  if (!caller || !at.isNow) return WEEK;
  const [last = '', before = ''] = (cookieIn(request, LOOKED) ?? '').split('_');
  if (last !== today) setCookie(reply, LOOKED, `${today}_${last}`, ['HttpOnly', `Max-Age=${YEAR_S}`]);
  const since = DaySchema.safeParse(last === today ? before : last);
  return since.success ? Math.min(MOST_DAYS, Math.max(1, daysBetween(since.data, today))) : WEEK;
}

function Home({ page, data }: { page: Page; data: HomeData }) {
  const words = phrases(page.language).console.overview;
  return (
    <>
      <DoneNote page={page} words={acknowledgeDone(page)} />
      {page.caller ? (
        waiting(page)
      ) : (
        <p class="lead">
          {words.intro} <a href="/help">{phrases(page.language).console.frame.places.help}</a>
        </p>
      )}
      {data.board.all === 0 && page.at.isNow ? (
        nothingYet(page)
      ) : (
        <>
          {homeFigures(page, data)}
          <Dates page={page} data={data} />
          <div class="halves">
            {changesSince(page, data)}
            <Ends page={page} months={data.months} />
          </div>
        </>
      )}
    </>
  );
}

function waiting(page: Page) {
  const { menus, places } = phrases(page.language).console.frame;
  const { proposals = 0, heldReadings = 0 } = page;
  const all = [
    [proposals, places.approvals, '/approvals'],
    [heldReadings, menus.heldReadings, '/registers'],
  ] as const;
  if (proposals + heldReadings === 0) return null;
  return (
    <p class="note waiting">
      <strong>{menus.waiting(proposals + heldReadings)}</strong>
      {all.map(([count, label, path]) =>
        count === 0 ? null : (
          <a href={addressOf(page, path)}>
            {label} ({count})
          </a>
        ),
      )}
    </p>
  );
}

function homeFigures(page: Page, { board, missed, ending }: HomeData) {
  const { atLeast, figures: words, title } = phrases(page.language).console.overview;
  const having = (statuses: readonly Status[]): number =>
    board.counts.reduce((sum, { status, count }) => sum + (statuses.includes(status) ? count : 0), 0);
  const listed = ({ items, next }: HomeData['missed']) => (next === null ? items.length : atLeast(items.length));
  const figure = (name: keyof typeof words, count: number | string, path: string, query: Query, tone?: Tone) => ({
    count,
    label: words[name],
    href: addressOf(page, path, query),
    tone: count === 0 ? undefined : tone,
  });
  return (
    <Figures
      label={title}
      figures={[
        figure('inForce', having(IN_FORCE), '/dossiers', { status: IN_FORCE.join(',') }, 'good'),
        figure('ending', listed(ending), '/deadlines', { state: 'open', kind: 'grant-end', within: NEAR_DAYS }, 'warn'),
        figure('missed', listed(missed), '/deadlines', { state: 'missed' }, 'bad'),
        figure('unconfirmed', board.flags.unconfirmed, '/dossiers', { confirmed: 'false' }),
        figure('inProgress', having(IN_PROGRESS), '/dossiers', { status: IN_PROGRESS.join(',') }),
      ]}
    />
  );
}

function Dates({ page, data: { dates, unanswered } }: { page: Page; data: HomeData }) {
  const { language } = page;
  const { dates: words } = phrases(language).console.overview;
  const { terms } = phrases(language).console;
  const rowOf = (deadline: ListedDeadline) => {
    const { key, dossier } = deadline;
    const name = capitalized(nameOfDeadline(deadline, language));
    return {
      tone: toneOfDeadline(deadline),
      cells: [
        dossierName(page, { ...dossier, service: dossier.service?.name ?? null }),
        <DueMark page={page} deadline={deadline} />,
        <>
          <ClaimMark page={page} deadline={deadline} />
          {name}
        </>,
        unanswered.has(key) ? acknowledgeButton(page, key, `${name}, ${dossier.provider.name}`) : null,
      ],
    };
  };
  return (
    <Section id="dates" title={words.title}>
      <Table
        isList
        label={words.title}
        columns={[{ name: terms.dossier }, { first: terms.due }, terms.deadline, { act: terms.actions }]}
        rows={dates.map(rowOf)}
        empty={<Empty text={words.none} />}
      />
    </Section>
  );
}

function changesSince(page: Page, { changes, schemes, days }: HomeData) {
  const words = phrases(page.language).console.overview.changes;
  const { terms } = phrases(page.language).console;
  const list = (kind?: string): string =>
    addressOf(page, '/overview/changes', { kind, days: days === WEEK ? undefined : days });
  const kinds = CHANGE_KINDS.map((kind) => ({
    kind,
    count: changes.items.filter((one) => changeKindOf(one) === kind).length,
  }));
  const shown = changes.items.slice(0, CHANGES_SHOWN);
  return (
    <Section id="changes" title={words.since(writtenDate(addDays(page.at.asOf, -days), page.language))}>
      <Table
        isList
        label={words.columns.fields}
        columns={[{ name: terms.dossier }, { first: terms.after }]}
        rows={shown.map((one) => [
          dossierName(page, { ...one, service: one.service?.name ?? null }),
          changeOf(page, one, schemes).what,
        ])}
        empty={<Empty text={words.none} />}
      />
      <ul class="chips">
        {kinds.map(({ kind, count }) =>
          count === 0 ? null : (
            <li>
              <a href={list(kind)}>
                {words.kinds[kind]} <strong>{count}</strong>
              </a>
            </li>
          ),
        )}
      </ul>
      {changes.isCut ? <p class="note">{words.many(MOST_CHANGES)}</p> : null}
    </Section>
  );
}

const BAR = 72;

/** A column per month, which leads to its ends. Those of the next months are coloured as their dates are. */
function Ends({ page, months }: { page: Page; months: readonly MonthOfEnds[] }) {
  const { language } = page;
  const { ends: words } = phrases(language).console.overview;
  const most = Math.max(...months.map(({ count }) => count));
  if (most === 0) return <Section id="ends" title={words.title} children={<Empty text={words.none} />} />;
  return (
    <Section id="ends" title={words.title}>
      <ol class="months">
        {months.map(({ month, count }, index) => {
          const height = (count / most) * BAR;
          const tone = toneOfDays(daysBetween(page.at.asOf, `${month}-01`));
          const [short = '', year = ''] = shortDate(month, language).split(' ');
          return (
            <li class={tone === 'plain' ? undefined : tone}>
              <a
                href={addressOf(page, '/deadlines', { month, kind: 'grant-end' })}
                title={words.of(writtenDate(month, language), count)}
              >
                <span class="unseen">{words.of(writtenDate(month, language), count)}</span>
                <span aria-hidden="true">{count === 0 ? '' : count}</span>
                <svg width="100%" height={BAR} aria-hidden="true">
                  <rect x="15%" width="70%" y={BAR - height} height={height} />
                </svg>
                <span aria-hidden="true">{short}</span>
                <span aria-hidden="true">{index === 0 || month.endsWith('-01') ? year : ''}</span>
              </a>
            </li>
          );
        })}
      </ol>
      <p class="soft small">{words.partial}</p>
    </Section>
  );
}
