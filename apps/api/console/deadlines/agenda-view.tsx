import { phrases } from '#language/phrases.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { earliest } from '#domain/date/partial-date.js';
import { capitalized, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { dossierTitle } from '#language/describe-standing.js';
import { Badge, type Tone } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { titleOf, whenDue } from '#notifications/mail/reminder-letter.js';
import { AssigneeFilter, type AgendaWork, WorkNote } from '../deadline-work/agenda-work.js';
import { Choice, Field, Hidden } from '../frame/controls.js';
import { deadlineActions } from '../frame/deadline-actions.js';
import { DoneNote } from '../frame/layout.js';
import { addressOf, may, type PageContext, currentUrlWith } from '../frame/page.js';
import {
  AGENDA_STATES,
  type AgendaChoice,
  type FilterContext,
  DeadlineFilterFields,
  DeadlineViews,
} from './deadline-filters.js';
import { Answer, snoozeId, reminderScope, type SnoozeError, problemText, snoozableIn } from './answer-form.js';

/** Overdue deadlines, if shown first, and the others. */
export interface Listed {
  overdue: { items: readonly ListedDeadline[]; isCut: boolean };
  items: readonly ListedDeadline[];
  next: string | null;
}

interface AgendaViewProps extends LineProps {
  asked: AgendaChoice;
  filters: FilterContext;
  listed: Listed;
}

export function AgendaView(props: AgendaViewProps) {
  const { page, asked, filters, listed, reminders, wrong } = props;
  const t = phrases(page.language).console.agenda;
  const { overdue, items, next } = listed;
  const isEmpty = overdue.items.length + items.length === 0;
  return (
    <>
      <DeadlineViews page={page} choice={filters.choice} />
      <DoneNote page={page} words={t.done} />
      {wrong ? (
        <p class="note error" role="alert">
          <a href={`#${snoozeId(wrong.key)}`}>
            {problemText(wrong.code, snoozableIn(reminders?.get(wrong.key) ?? []), page.language)}
          </a>
        </p>
      ) : null}
      <AgendaFilter {...{ page, asked, filters }} />
      {isEmpty && filters.filter ? <Empty {...props} /> : null}
      {overdue.items.length > 0 ? <Group {...props} title={t.overdue} items={overdue.items} /> : null}
      {overdue.isCut ? (
        <p>
          <a href={currentUrlWith(page, { state: 'missed', cursor: undefined })}>{t.allOverdue}</a>
        </p>
      ) : null}
      {groupsOf(items, page.language).map(({ title, items: its }) => (
        <Group key={title} {...props} title={title} items={its} />
      ))}
      <p class="pager">
        {asked.cursor === undefined ? null : <a href={currentUrlWith(page, { cursor: undefined })}>{t.first}</a>}
        {next === null ? null : (
          <a rel="next" href={currentUrlWith(page, { cursor: next })}>
            {t.more}
          </a>
        )}
      </p>
      <Hints {...props} />
    </>
  );
}

function Empty({ page, asked }: AgendaViewProps) {
  const { empty, wider } = phrases(page.language).console.agenda;
  const { state, scheme, provider, kind, assignee } = asked;
  const isOfPeriod = state === 'todo' || state === 'open';
  const isNarrowed = (scheme ?? provider ?? kind ?? assignee) !== undefined;
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

function Group({ title, items, ...props }: AgendaViewProps & { title: string; items: readonly ListedDeadline[] }) {
  const { page, reminders } = props;
  const t = phrases(page.language).console.agenda;
  const headings = [
    ...[t.due, t.what, t.dossier, t.left],
    ...(reminders ? [{ act: t.reminders }] : []),
    ...(may(page, 'record') ? [{ act: t.act }] : []),
  ];
  return (
    <>
      <h2>{title}</h2>
      <Table label={title} columns={headings} class="deadline-lines">
        {items.map((deadline) => (
          <AgendaLine key={`${deadline.key} ${deadline.dossier.id}`} {...props} deadline={deadline} />
        ))}
      </Table>
    </>
  );
}

/** Groups by month of the due date; deadlines due any day come first. */
function groupsOf(items: readonly ListedDeadline[], language: Language): { title: string; items: ListedDeadline[] }[] {
  const groups = new Map<string, ListedDeadline[]>();
  for (const item of items) {
    const isNow = item.state === 'open' && item.daysLeft === 0;
    const title = isNow
      ? phrases(language).console.agenda.now
      : capitalized(writtenDate(earliest(item.due).slice(0, 7), language));
    groups.set(title, [...(groups.get(title) ?? []), item]);
  }
  return [...groups].map(([title, its]) => ({ title, items: its }));
}

const PERIODS: readonly number[] = [30, 90, 180, 365, 1095];

function AgendaFilter({ page, asked, filters }: { page: PageContext; asked: AgendaChoice; filters: FilterContext }) {
  const t = phrases(page.language).console.agenda.filter;
  const periods = [...new Set([...PERIODS, asked.within])].sort((a, b) => a - b);
  return (
    <form class="filters" method="get" action="/deadlines" aria-label={t.label}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
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
        <DeadlineFilterFields page={page} filters={filters} />
        <AssigneeFilter page={page} chosen={asked.assignee} />
        <p class="field">
          <button>{t.show}</button>
        </p>
      </div>
    </form>
  );
}

const TONES: Record<ListedDeadline['state'], Tone> = { open: 'plain', missed: 'bad', met: 'good', cancelled: 'plain' };

interface LineProps {
  page: PageContext;
  schemes: Schemes;
  /** Reminders by deadline key; absent if not visible. */
  reminders: ReadonlyMap<string, readonly AnswerableReminder[]> | undefined;
  wrong?: SnoozeError | undefined;
  /** Absent if not visible. */
  work?: AgendaWork | undefined;
}

function AgendaLine({ page, schemes, reminders, wrong, work, deadline }: LineProps & { deadline: ListedDeadline }) {
  const { language } = page;
  const t = phrases(language).console.agenda;
  const { dossier, kind, due, lapses, state } = deadline;
  const name = capitalized([phrases(language).mail.reminders.kind[kind], ...titleOf(deadline, language)].join(', '));
  return (
    <tr>
      <td data-label={t.due}>
        <DateText page={page} date={due} />
        {lapses === null ? null : (
          <span class="soft small">
            {' '}
            ({t.lapses} <DateText page={page} date={lapses} />)
          </span>
        )}
      </td>
      <th scope="row">
        {name}{' '}
        {state === 'open' ? null : (
          <Badge tone={TONES[state]}>{phrases(language).console.frame.deadline.states[state]}</Badge>
        )}
        {work ? <WorkNote {...{ page, work, deadline }} /> : null}
      </th>
      <td data-label={t.dossier}>
        <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{dossierTitle(dossier, schemes, language)}</a>
      </td>
      <td data-label={t.left}>{isSettled(state) ? null : whenDue(deadline, language)}</td>
      {reminders ? (
        <td data-label={t.reminders} class="no-print">
          {isSettled(state) ? null : (
            <Answer {...{ page, deadline, name, wrong }} reminders={reminders.get(deadline.key) ?? []} />
          )}
        </td>
      ) : null}
      {may(page, 'record') ? (
        <td data-label={t.act} class="no-print">
          <Acts {...{ page, deadline, name }} />
        </td>
      ) : null}
    </tr>
  );
}

interface ActsProps {
  page: PageContext;
  deadline: ListedDeadline;
  name: string;
}

function Acts({ page, deadline, name }: ActsProps) {
  const { acts } = phrases(page.language).console.frame.deadline;
  const { dossier, state } = deadline;
  const unseen = <span class="unseen">{` (${name}, ${dossier.provider.name})`}</span>;
  return (
    <span class="actions">
      {isSettled(state)
        ? null
        : deadlineActions(deadline, dossier.id).map(({ act, path, query }) => (
            <a key={act} href={addressOf(page, path, query)}>
              {acts[act]}
              {unseen}
            </a>
          ))}
      <a href={addressOf(page, `/dossiers/${dossier.id}/record/DeadlineSet`)}>
        {phrases(page.language).console.agenda.set}
        {unseen}
      </a>
    </span>
  );
}
