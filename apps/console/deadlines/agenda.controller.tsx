import { randomUUID } from 'node:crypto';
import { Get, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AnswerableReminders, type AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { addDays, addMonths } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { schemeName } from '#language/describe-standing.js';
import { writtenDate, capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { ListDeadlines, type ListedDeadline } from '#projections/list-deadlines.js';
import { titleOf, whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { ownerOf, scopeOf } from '../../api/auth/caller.js';
import { DoneNote, DateText } from '../frame/display.js';
import { Badge, type Tone } from '../frame/marks.js';
import { Table } from '../frame/table.js';
import { type PageAnswer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { Failed } from '../frame/controls.js';
import { select, type FieldData } from '../frame/fields.js';
import { Toolbar } from '../frame/toolbar.js';
import { Sent, callerOf, may, queryOf, Page, type PageContext, currentUrlWith, addressOf } from '../frame/page.js';
import { localPathDone } from '../session/session-cookie.js';
import {
  problemText,
  reminderScope,
  snoozeId,
  moveId,
  moveProblem,
  DeadlineAnswers,
  type WrongAnswer,
  snoozableIn,
  deadlineActions,
  ReminderAnswer,
  FixedDate,
  MoveForm,
} from './deadline-answers.js';
import {
  type AgendaChoice,
  AgendaQuery,
  DeadlineFilters,
  type FilterContext,
  AGENDA_STATES,
  deadlineFields,
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
  ) {}

  @Get()
  @ConsoleRoute('public-read')
  async agenda(@Page() page: PageContext): Promise<PageAnswer> {
    return this.#show(page);
  }

  /** Posts to the agenda URL to keep its filter. */
  @Post()
  @ConsoleRoute('record')
  async answer(@Page() page: PageContext, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    const answered = await this.answers.take(form, callerOf(page), page);
    if ('wrong' in answered) return this.#show(page, answered.wrong);
    const { done } = answered;
    return { redirect: currentUrlWith(page, { done, ...('seen' in answered && { seen: answered.seen }) }) };
  }

  /** From a page that lists deadlines among other things, to which it returns. Idempotent. */
  @Post('acknowledge')
  @ConsoleRoute('record')
  async acknowledge(@Page() page: PageContext, @Sent() form: URLSearchParams): Promise<PageAnswer> {
    form.set('answer', 'acknowledge');
    const answered = await this.answers.take(form, callerOf(page), page);
    return { redirect: localPathDone(form.get('to'), 'done' in answered ? answered.done : 'busy') };
  }

  async #show(page: PageContext, wrong?: WrongAnswer): Promise<PageAnswer> {
    const asked = await queryOf(page, AgendaQuery);
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
      <div class="deadline-views">
        <DeadlineViews page={page} choice={filters.choice} />
      </div>
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
        <Group {...props} title={title} rows={its} />
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
      {t.own} <a href={addressOf(page, '/dossiers')}>{t.ownBoard}</a>.{' '}
      {reminders ? t.answers[reminderScope(page)] : t.readOnly}
    </p>
  );
}

const PERIODS: readonly number[] = [30, 90, 180, 365, 1095];

function AgendaFilter({ page, asked, filters }: { page: PageContext; asked: AgendaChoice; filters: FilterContext }) {
  const t = phrases(page.language).console.agenda.filter;
  return (
    <Toolbar
      page={page}
      action="/deadlines"
      label={t.label}
      kept={['asOf', 'knownOn', 'month']}
      live=".top, .deadline-views, .agenda-found"
      go={t.show}
      problems={filters.problems}
      fields={[...(asked.month === undefined ? periodFields(page, asked) : []), ...deadlineFields(page, filters)]}
    />
  );
}

function periodFields({ language }: PageContext, asked: AgendaChoice): FieldData[] {
  const t = phrases(language).console.agenda.filter;
  const periods = [...new Set([...PERIODS, asked.within])].sort((a, b) => a - b);
  return [
    select(
      'state',
      t.state,
      asked.state,
      AGENDA_STATES.map((value) => ({ value, label: t.states[value] })),
    ),
    select(
      'within',
      t.within,
      String(asked.within),
      periods.map((days) => ({ value: String(days), label: t.days(days) })),
    ),
  ];
}

interface LineProps {
  page: PageContext;
  schemes: Schemes;
  /** Reminders by deadline key; absent if not visible. */
  reminders: ReadonlyMap<string, readonly AnswerableReminder[]> | undefined;
  /** For the forms of the page: one of each is recorded at most once. */
  idempotencyKey: string;
  wrong?: WrongAnswer | undefined;
}

/** A deadline, or several that a reader could not tell apart, such as a target that two sources announced. */
interface AgendaRow {
  deadline: ListedDeadline;
  keys: string[];
}

/** Deadlines set by hand have a key of their own, which tells them apart. */
export function rowsOf(items: readonly ListedDeadline[]): AgendaRow[] {
  const rows = new Map<string, AgendaRow>();
  for (const deadline of items) {
    const { key, kind, due, lapses, state, title, dossier, dependsOn, referential } = deadline;
    const own = kind === 'officer-set' ? key : null;
    const shown = JSON.stringify([own, kind, due, lapses, state, title, dossier.id, dependsOn, referential]);
    const row = rows.get(shown);
    if (row) row.keys.push(key);
    else rows.set(shown, { deadline, keys: [key] });
  }
  return [...rows.values()];
}

/** Groups by month of the due date; deadlines due any day, and late ones that can still be met, come first. */
function groupsOf(rows: readonly AgendaRow[], language: Language): { title: string; rows: AgendaRow[] }[] {
  const groups = new Map<string, AgendaRow[]>();
  for (const row of rows) {
    const { state, daysLeft, due } = row.deadline;
    const title =
      state === 'open' && daysLeft <= 0
        ? phrases(language).console.agenda.now
        : capitalized(writtenDate(earliest(due).slice(0, 7), language));
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].map(([title, its]) => ({ title, rows: its }));
}

function Group({ title, rows, ...props }: LineProps & { title: string; rows: readonly AgendaRow[] }) {
  const { page, reminders } = props;
  const t = phrases(page.language).console.agenda;
  const headings = [
    ...[t.due, { name: t.what }, t.dossier, t.standard, t.left],
    ...(reminders ? [{ act: t.reminders }] : []),
    ...(may(page, 'record') ? [{ act: t.act }] : []),
  ];
  return (
    <>
      <h2>{title}</h2>
      <Table
        label={title}
        columns={headings}
        class="deadline-lines"
        rows={rows.map((row) => agendaLineOf({ ...props, row }))}
      />
    </>
  );
}

/** Kind and title; of a dependency, the service whose grant ends. */
export function nameOfDeadline(deadline: ListedDeadline, language: Language): string {
  const { kind, dependency } = deadline;
  const named = [phrases(language).mail.reminders.kind[kind], ...titleOf(deadline, language)].join(', ');
  return dependency ? `${named} (${serviceOf(dependency)})` : named;
}

const serviceOf = ({ provider, service }: Pick<ListedDeadline['dossier'], 'provider' | 'service'>): string =>
  service === null ? provider.name : `${provider.name}, ${service.name}`;

const TONES: Record<ListedDeadline['state'], Tone> = { open: 'plain', missed: 'bad', met: 'good', cancelled: 'plain' };

function agendaLineOf({ page, schemes, row, ...forms }: LineProps & { row: AgendaRow }) {
  const { language } = page;
  const t = phrases(language).console.agenda;
  const { deadline, keys } = row;
  const { dossier, due, lapses, state, referential } = deadline;
  const { reminders } = forms;
  const name = capitalized(nameOfDeadline(deadline, language));
  return [
    <>
      <DateText page={page} date={due} />
      {lapses === null ? null : (
        <span class="soft small">
          {' '}
          ({t.lapses} <DateText page={page} date={lapses} />)
        </span>
      )}
    </>,
    <>
      {name}{' '}
      {state === 'open' ? null : (
        <Badge tone={TONES[state]}>{phrases(language).console.frame.deadline.states[state]}</Badge>
      )}
      {keys.length > 1 ? <span class="soft small"> {t.announced(keys.length)}</span> : null}
    </>,
    <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{serviceOf(dossier)}</a>,
    [schemeName(dossier.scheme, schemes, language), referential ?? ''].join(' '),
    isSettled(state) ? null : whenDue(deadline, language),
    ...(reminders
      ? [
          isSettled(state) ? null : (
            <ReminderAnswer
              {...{ page, deadline, keys, name, wrong: forms.wrong }}
              reminders={keys.flatMap((key) => reminders.get(key) ?? [])}
            />
          ),
        ]
      : []),
    ...(may(page, 'record') ? [<Acts {...{ page, deadline, name, ...forms }} />] : []),
  ];
}

interface ActsProps extends Omit<LineProps, 'schemes'> {
  deadline: ListedDeadline;
  name: string;
}

function Acts({ page, deadline, name, idempotencyKey, wrong }: ActsProps) {
  const { acts } = phrases(page.language).console.frame.deadline;
  const { dossier, state } = deadline;
  const unseen = <span class="unseen">{` (${name}, ${dossier.provider.name})`}</span>;
  const actions = isSettled(state) ? [] : deadlineActions(deadline, dossier.id);
  const isMoved = actions.some(({ act }) => act === 'move') && page.at.isNow;
  return (
    <>
      <span class="actions">
        {actions
          .filter(({ act }) => act !== 'move' || !isMoved)
          .map(({ act, path, query }) => (
            <a href={addressOf(page, path, query)}>
              {acts[act]}
              {unseen}
            </a>
          ))}
        <a href={addressOf(page, `/dossiers/${dossier.id}/record/DeadlineSet`)}>
          {phrases(page.language).console.agenda.set}
          {unseen}
        </a>
      </span>
      {isMoved ? <MoveForm {...{ page, deadline, unseen, idempotencyKey, wrong }} /> : null}
      {page.at.isNow && !isSettled(state) ? <FixedDate {...{ page, deadline, unseen }} /> : null}
    </>
  );
}
