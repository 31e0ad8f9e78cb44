import { phrases } from '#language/phrases.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import { Choice, Failed, Field, Hidden } from '../frame/controls.js';
import { DoneNote } from '../frame/display.js';
import { addressOf, may, type PageContext, currentUrlWith } from '../frame/page.js';
import { Group, groupsOf, type LineProps, rowsOf } from './agenda-lines.js';
import { problemText, reminderScope, snoozeId } from './answer-form.js';
import {
  AGENDA_STATES,
  type AgendaChoice,
  type FilterContext,
  DeadlineFilterFields,
  DeadlineViews,
} from './deadline-filters.js';
import { moveId, moveProblem } from './move-form.js';
import { snoozableIn } from './reminder-summary.js';

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
