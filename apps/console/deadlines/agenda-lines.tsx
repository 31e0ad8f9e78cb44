import { phrases } from '#language/phrases.js';
import type { ListedDeadline } from '#projections/list-deadlines.js';
import type { AnswerableReminder } from '#deadlines/queries/answerable-reminders.js';
import { earliest } from '#domain/date/partial-date.js';
import { capitalized, writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import { schemeName } from '#language/describe-standing.js';
import { isSettled } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { titleOf, whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { Badge, type Tone } from '../frame/badges.js';
import { DateText, Table } from '../frame/display.js';
import { deadlineActions } from '../frame/deadline-actions.js';
import { addressOf, may, type PageContext } from '../frame/page.js';
import { Answer, FixedDate, MoveForm } from './answer-form.js';
import type { WrongAnswer } from './deadline-answers.js';

export interface LineProps {
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
export function groupsOf(rows: readonly AgendaRow[], language: Language): { title: string; rows: AgendaRow[] }[] {
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

export function Group({ title, rows, ...props }: LineProps & { title: string; rows: readonly AgendaRow[] }) {
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
            <Answer
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
