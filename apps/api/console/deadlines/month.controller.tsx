import { phrases } from '#language/phrases.js';
import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ListDeadlines, type ListedDeadline } from '#projections/list-deadlines.js';
import type { Day } from '#domain/date/day.js';
import { precisionOf } from '#domain/date/partial-date.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { because } from '#domain/validation.js';
import { writtenDate } from '#language/format.js';
import { dossierTitle } from '#language/describe-standing.js';
import { Badge } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import { addressOf, queryOf, Page, type PageContext, currentUrlWith } from '../frame/page.js';
import { Hidden } from '../frame/controls.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { nameOfDeadline } from './agenda-lines.js';
import { firstDayOf, isMonth, lastDayOf, type Month, monthAfter, weeksOf } from './month-days.js';
import {
  DeadlineFilters,
  type FilterContext,
  filterFields,
  DeadlineFilterFields,
  DeadlineViews,
} from './deadline-filters.js';

const MonthQuery = z.object({
  month: z
    .string()
    .refine(isMonth, { error: because('month-format') })
    .optional(),
  ...filterFields,
});

/** Limits the page size. */
const SHOWN = 150;

/** Deadlines of a month as a calendar. */
@Pages('deadlines/month')
export class MonthPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly reading: DeadlineFilters,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async month(@Page() page: PageContext): Promise<Answer> {
    const { asOf, knownAt } = page.at;
    const { month = asOf.slice(0, 7), ...asked } = await queryOf(page, MonthQuery);
    const filters = await this.reading.filters(page.at, asked);
    const within = { from: firstDayOf(month), to: lastDayOf(month) };
    const { items, next } = filters.filter
      ? await this.queries.execute(new ListDeadlines({ ...filters.filter, ...within, asOf, knownAt, limit: SHOWN }))
      : { items: [], next: null };
    const cutAt = next === null ? undefined : SHOWN;
    return {
      title: phrases(page.language).console.month.title(writtenDate(month, page.language)),
      menuEntry: 'deadlines',
      status: filters.filter ? 200 : 404,
      children: <MonthView {...{ page, month, filters, items, cutAt }} />,
    };
  }
}

interface MonthViewProps {
  page: PageContext;
  month: Month;
  filters: FilterContext;
  items: readonly ListedDeadline[];
  /** Number of deadlines shown, if there are more. */
  cutAt?: number | undefined;
}

/** Deadlines without an exact day are listed above the calendar. */
function MonthView(props: MonthViewProps) {
  const { page, filters, items, cutAt } = props;
  const t = phrases(page.language).console.month;
  return (
    <>
      <DeadlineViews page={page} choice={filters.choice} />
      <MonthFilter {...props} />
      <MonthPager {...props} />
      {cutAt === undefined ? null : <p class="note warn">{t.cut(cutAt)}</p>}
      {items.length === 0 && filters.filter ? <p class="empty">{t.empty}</p> : null}
      <PeriodDeadlines {...props} />
      <Weeks {...props} />
    </>
  );
}

function MonthFilter({ page, month, filters }: MonthViewProps) {
  const t = phrases(page.language).console.agenda.filter;
  const kept = [...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name));
  return (
    <form class="filters" method="get" action="/deadlines/month" aria-label={t.label}>
      <Hidden fields={[...kept, ['month', month]]} />
      <div class="row">
        <DeadlineFilterFields page={page} filters={filters} />
        <p class="field">
          <button>{t.show}</button>
        </p>
      </div>
    </form>
  );
}

function MonthPager({ page, month }: MonthViewProps) {
  const t = phrases(page.language).console.month;
  const [before, after] = [monthAfter(month, -1), monthAfter(month, 1)];
  const current = page.at.asOf.slice(0, 7);
  return (
    <nav class="pager" aria-label={t.months}>
      {before === undefined ? null : (
        <a rel="prev" href={currentUrlWith(page, { month: before })}>
          {t.previous}
        </a>
      )}
      {month === current ? null : <a href={currentUrlWith(page, { month: undefined })}>{t.thisMonth}</a>}
      {after === undefined ? null : (
        <a rel="next" href={currentUrlWith(page, { month: after })}>
          {t.next}
        </a>
      )}
    </nav>
  );
}

function PeriodDeadlines({ page, items, filters: { schemes } }: MonthViewProps) {
  const t = phrases(page.language).console.month;
  const spans = items.flatMap((item) => {
    const precision = precisionOf(item.due);
    return precision === 'day' ? [] : [{ item, precision }];
  });
  if (spans.length === 0) return null;
  return (
    <>
      <h2>{t.spans}</h2>
      <ul class="month-spans">
        {spans.map(({ item, precision }) => (
          <li key={item.key}>
            <DueItem {...{ page, schemes, item }} /> · <DateText page={page} date={item.due} />{' '}
            <span class="soft small">({t.span[precision]})</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** 6 to 12 January 2020 are a week from Monday to Sunday. */
const weekdays = (language: PageContext['language']) => {
  const format = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', { weekday: 'long', timeZone: 'UTC' });
  return [6, 7, 8, 9, 10, 11, 12].map((day) => format.format(new Date(Date.UTC(2020, 0, day))));
};

function Weeks(props: MonthViewProps) {
  const { page, month } = props;
  const named = weekdays(page.language);
  return (
    <Table
      label={phrases(page.language).console.month.caption(writtenDate(month, page.language))}
      columns={named}
      isWide={false}
      class="month"
    >
      {weeksOf(month).map((week, row) => (
        <tr key={row}>
          {week.map((day, column) =>
            day === null ? (
              <td key={column} class="outside" />
            ) : (
              <DayCell key={day} {...props} day={day} weekday={named[column] ?? ''} />
            ),
          )}
        </tr>
      ))}
    </Table>
  );
}

function DayCell({ page, items, filters: { schemes }, day, weekday }: MonthViewProps & { day: Day; weekday: string }) {
  const due = items.filter((item) => item.due === day);
  const isToday = day === page.today;
  return (
    <td
      class={[due.length === 0 ? 'void' : '', isToday ? 'today' : ''].join(' ').trim() || undefined}
      data-label={`${weekday} ${writtenDate(day, page.language)}`}
    >
      <time dateTime={day} class="month-number">
        {Number(day.slice(-2))}
      </time>
      {isToday ? <span class="soft small"> {phrases(page.language).console.month.today}</span> : null}
      {due.length === 0 ? null : (
        <ul>
          {due.map((item) => (
            <li key={item.key}>
              <DueItem {...{ page, schemes, item }} />
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

/** Dossier, kind, title and state of a deadline. */
function DueItem({ page, schemes, item }: { page: PageContext; schemes: Schemes; item: ListedDeadline }) {
  const { language } = page;
  const { dossier, state } = item;
  return (
    <>
      <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{dossierTitle(dossier, schemes, language)}</a>{' '}
      {nameOfDeadline(item, language)}
      {state === 'open' ? null : (
        <>
          {' '}
          <Badge tone={state === 'missed' ? 'bad' : 'good'}>
            {phrases(language).console.frame.deadline.states[state]}
          </Badge>
        </>
      )}
    </>
  );
}
