import { randomUUID } from 'node:crypto';
import { Body, Get, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AnswerableReminders } from '#deadlines/queries/answerable-reminders.js';
import { addDays, addMonths } from '#domain/date/day.js';
import { writtenDate } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { ListDeadlines, type ListedDeadline } from '#projections/list-deadlines.js';
import { agendaCheckpoint } from '#projections/status-projection.js';
import { BoardReading } from '../../api/http/reading.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Choice, Failed, Field, Hidden } from '../frame/controls.js';
import { DoneNote } from '../frame/display.js';
import { callerOf, may, queryOf, Page, type PageContext, currentUrlWith, addressOf } from '../frame/page.js';
import { localPathDone } from '../session/session-cookie.js';
import { Group, groupsOf, type LineProps, rowsOf } from './agenda-lines.js';
import { problemText, reminderScope, snoozeId, moveId, moveProblem } from './answer-form.js';
import { DeadlineAnswers, type WrongAnswer, snoozableIn } from './deadline-answers.js';
import {
  type AgendaChoice,
  AgendaQuery,
  DeadlineFilters,
  type FilterContext,
  AGENDA_STATES,
  DeadlineFilterFields,
  DeadlineViews,
} from './deadline-filters.js';

const OVERDUE_SHOWN = 15;
const SHOWN = 40;

@Pages('deadlines')
export class AgendaPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly reminders: AnswerableReminders,
    private readonly reading: DeadlineFilters,
    private readonly answers: DeadlineAnswers,
    private readonly board: BoardReading,
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async agenda(@Page() page: PageContext): Promise<Answer> {
    return this.#show(page);
  }

  /** Posts to the agenda URL to keep its filter. */
  @Post()
  @ConsoleRoute('record')
  async answer(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    const answered = await this.answers.take(form, callerOf(page), page);
    if ('wrong' in answered) return this.#show(page, answered.wrong);
    const { done } = answered;
    return { redirect: currentUrlWith(page, { done, ...('seen' in answered && { seen: answered.seen }) }) };
  }

  /** From a page that lists deadlines among other things, to which it returns. Idempotent. */
  @Post('acknowledge')
  @ConsoleRoute('record')
  async acknowledge(@Page() page: PageContext, @Body() form: URLSearchParams): Promise<Answer> {
    form.set('answer', 'acknowledge');
    const answered = await this.answers.take(form, callerOf(page), page);
    return { redirect: localPathDone(form.get('to'), 'done' in answered ? answered.done : 'busy') };
  }

  async #show(page: PageContext, wrong?: WrongAnswer): Promise<Answer> {
    const asked = await queryOf(page, AgendaQuery);
    await this.board.position(asked.seen, { besides: [agendaCheckpoint] });
    const filters = await this.reading.filters(page.at, asked);
    const { schemes } = filters;
    const words = phrases(page.language).console.agenda;
    const listed = await this.#listed(page, asked, filters);
    const reminders = await this.#reminders(page, listed);
    return {
      title: asked.month === undefined ? words.title : words.ofMonth(writtenDate(asked.month, page.language)),
      menuEntry: 'deadlines',
      status: wrong ? 422 : filters.filter ? 200 : 404,
      children: (
        <AgendaView {...{ page, asked, filters, schemes, listed, reminders, wrong }} idempotencyKey={randomUUID()} />
      ),
    };
  }

  async #listed(
    page: PageContext,
    { state, within, cursor, month }: AgendaChoice,
    { filter }: FilterContext,
  ): Promise<Listed> {
    if (!filter) return { overdue: { items: [], isCut: false }, items: [], next: null };
    const about = { ...filter, asOf: page.at.asOf, knownAt: page.at.knownAt };
    if (month !== undefined) {
      const from = `${month}-01`;
      const days = { from, to: addDays(addMonths(from, 1), -1) };
      const ofMonth = new ListDeadlines({ ...about, ...days, limit: SHOWN, cursor });
      return { overdue: { items: [], isCut: false }, ...(await this.queries.execute(ofMonth)) };
    }
    const isFirst = state === 'todo' && cursor === undefined;
    const missed = isFirst
      ? await this.queries.execute(new ListDeadlines({ ...about, within, state: 'missed', limit: OVERDUE_SHOWN }))
      : { items: [], next: null };
    const rest = { ...about, within, state: state === 'todo' ? 'open' : state, limit: SHOWN, cursor } as const;
    return {
      overdue: { items: missed.items, isCut: missed.next !== null },
      ...(await this.queries.execute(new ListDeadlines(rest))),
    };
  }

  /** Reminders are only shown as of today. */
  async #reminders(page: PageContext, { overdue, items }: Listed) {
    if (!page.at.isNow || !page.caller || !may(page, 'record')) return undefined;
    const keys = [...overdue.items, ...items].map(({ key }) => key);
    return this.reminders.ofDeadlines(keys, ownerOf(scopeOf(page.caller)));
  }
}

/** Overdue deadlines, if shown first, and the others. */
interface Listed {
  overdue: { items: readonly ListedDeadline[]; isCut: boolean };
  items: readonly ListedDeadline[];
  next: string | null;
}

interface AgendaViewProps extends LineProps {
  asked: AgendaChoice;
  filters: FilterContext;
  listed: Listed;
}

function AgendaView(props: AgendaViewProps) {
  const { page, asked, filters } = props;
  return (
    <>
      <DeadlineViews page={page} choice={filters.choice} />
      <DoneNote page={page} words={phrases(page.language).console.agenda.done} />
      <Wrong {...props} />
      <AgendaFilter {...{ page, asked, filters }} />
      <div class="agenda-found">
        <Found {...props} />
      </div>
    </>
  );
}

/** Leads to the input that was wrong. */
function Wrong({ page, reminders, wrong }: AgendaViewProps) {
  if (!wrong) return null;
  const { key, answer, code } = wrong;
  return (
    <Failed>
      {answer === 'move' ? (
        <a href={`#${moveId(key)}`}>{moveProblem(code, page.language)}</a>
      ) : (
        <a href={`#${snoozeId(key)}`}>{problemText(code, snoozableIn(reminders?.get(key) ?? []), page.language)}</a>
      )}
    </Failed>
  );
}

function Found(props: AgendaViewProps) {
  const { page, asked, filters, listed } = props;
  const t = phrases(page.language).console.agenda;
  const { next } = listed;
  const overdue = rowsOf(listed.overdue.items);
  const rows = rowsOf(listed.items);
  const count = overdue.length + rows.length;
  return (
    <>
      {count === 0 && filters.filter ? <Empty {...props} /> : null}
      {count === 0 ? null : (
        <p class="soft">
          <span role="status">{t.shown(count, next !== null || listed.overdue.isCut)}</span>
        </p>
      )}
      {overdue.length > 0 ? <Group {...props} title={t.overdue} rows={overdue} /> : null}
      {listed.overdue.isCut ? (
        <p>
          <a href={currentUrlWith(page, { state: 'missed', cursor: undefined })}>{t.allOverdue}</a>
        </p>
      ) : null}
      {groupsOf(rows, page.language).map(({ title, rows: its }) => (
        <Group key={title} {...props} title={title} rows={its} />
      ))}
      <p class="pager">
        {asked.cursor === undefined ? null : <a href={currentUrlWith(page, { cursor: undefined })}>{t.first}</a>}
        {next === null ? null : (
          <a rel="next" href={currentUrlWith(page, { cursor: next })}>
            {t.more}
          </a>
        )}
        {asked.month === undefined ? null : (
          <a href={currentUrlWith(page, { month: undefined, cursor: undefined })}>{t.everyMonth}</a>
        )}
      </p>
      <Hints {...props} />
    </>
  );
}

function Empty({ page, asked }: AgendaViewProps) {
  const { empty, wider } = phrases(page.language).console.agenda;
  const { state, scheme, provider, kind } = asked;
  const isOfPeriod = state === 'todo' || state === 'open';
  const isNarrowed = (scheme ?? provider ?? kind) !== undefined;
  return (
    <div class="empty">
      <p>{empty[state]}</p>
      {isOfPeriod ? <p>{wider.period}</p> : null}
      {isNarrowed ? <p>{wider.choices}</p> : null}
    </div>
  );
}

function Hints({ page, reminders }: AgendaViewProps) {
  const t = phrases(page.language).console.agenda;
  if (!may(page, 'record')) return null;
  return (
    <p class="soft no-print">
      {t.own} <a href={addressOf(page, '/')}>{t.ownBoard}</a>. {reminders ? t.answers[reminderScope(page)] : t.readOnly}
    </p>
  );
}

const PERIODS: readonly number[] = [30, 90, 180, 365, 1095];

function AgendaFilter({ page, asked, filters }: { page: PageContext; asked: AgendaChoice; filters: FilterContext }) {
  const t = phrases(page.language).console.agenda.filter;
  return (
    <form
      class="filters"
      method="get"
      action="/deadlines"
      aria-label={t.label}
      data-live=".top, .time, .deadline-views, .agenda-found"
    >
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn', 'month'].includes(name))} />
      <div class="row">
        {asked.month === undefined ? <StateAndPeriod page={page} asked={asked} /> : null}
        <DeadlineFilterFields page={page} filters={filters} />
        <p class="field">
          <button>{t.show}</button>
        </p>
      </div>
    </form>
  );
}

function StateAndPeriod({ page, asked }: { page: PageContext; asked: AgendaChoice }) {
  const t = phrases(page.language).console.agenda.filter;
  const periods = [...new Set([...PERIODS, asked.within])].sort((a, b) => a - b);
  return (
    <>
      <Field page={page} name="state" label={t.state}>
        {(input) => (
          <Choice
            {...input}
            chosen={asked.state}
            options={AGENDA_STATES.map((value) => ({ value, label: t.states[value] }))}
          />
        )}
      </Field>
      <Field page={page} name="within" label={t.within}>
        {(input) => (
          <Choice
            {...input}
            chosen={String(asked.within)}
            options={periods.map((days) => ({ value: String(days), label: t.days(days) }))}
          />
        )}
      </Field>
    </>
  );
}
