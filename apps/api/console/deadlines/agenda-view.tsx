import type { ListedDeadline } from '#projections/list-deadlines.js';
import { earliest } from '#domain/date/partial-date.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import type { Language } from '#language/language.js';
import { writtenDate } from '#language/format.js';
import { Columns } from '../frame/display.js';
import { DoneNote } from '../frame/layout.js';
import { addressOf, may, thisPageWith } from '../frame/page.js';
import { AgendaFilter } from './agenda-filter.js';
import { AgendaLine, type LineProps } from './agenda-line.js';
import type { AgendaChoice } from './agenda-query.js';
import { AGENDA_WORDS } from './agenda-words.js';
import { snoozeId, whoseIn } from './answer.js';
import type { Narrowed } from './deadline-reading.js';
import { Views } from './views.js';

/** Deadlines in two parts: what is overdue, where that is asked for first, and the rest. */
export interface Listed {
  overdue: { items: readonly ListedDeadline[]; isCut: boolean };
  items: readonly ListedDeadline[];
  next: string | null;
}

interface AgendaViewProps extends LineProps {
  asked: AgendaChoice;
  narrowed: Narrowed;
  listed: Listed;
}

export function AgendaView(props: AgendaViewProps) {
  const { page, asked, narrowed, listed, wrong } = props;
  const words = AGENDA_WORDS[page.language];
  const { overdue, items, next } = listed;
  const isEmpty = overdue.items.length + items.length === 0;
  return (
    <>
      <Views page={page} choice={narrowed.choice} />
      <DoneNote page={page} words={words.done} />
      {wrong ? (
        <p class="note error" role="alert">
          <a href={`#${snoozeId(wrong.key)}`}>{wrong.reason}</a>
        </p>
      ) : null}
      <AgendaFilter {...{ page, asked, narrowed }} />
      {isEmpty && narrowed.filter ? <Empty {...props} /> : null}
      {overdue.items.length > 0 ? <Group {...props} title={words.overdue} items={overdue.items} /> : null}
      {overdue.isCut ? (
        <p>
          <a href={thisPageWith(page, { state: 'missed', cursor: undefined })}>{words.allOverdue}</a>
        </p>
      ) : null}
      {groupsOf(items, page.language).map(({ title, items: its }) => (
        <Group key={title} {...props} title={title} items={its} />
      ))}
      <p class="pager">
        {asked.cursor === undefined ? null : <a href={thisPageWith(page, { cursor: undefined })}>{words.first}</a>}
        {next === null ? null : (
          <a rel="next" href={thisPageWith(page, { cursor: next })}>
            {words.more}
          </a>
        )}
      </p>
      <Hints {...props} />
    </>
  );
}

function Empty({ page, asked }: AgendaViewProps) {
  const { empty, wider } = AGENDA_WORDS[page.language];
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
  const words = AGENDA_WORDS[page.language];
  if (!may(page, 'record')) return null;
  return (
    <p class="soft">
      {words.own} <a href={addressOf(page, '/')}>{words.ownBoard}</a>.{' '}
      {reminders ? words.answers[whoseIn(page)] : words.readOnly}
    </p>
  );
}

function Group({ title, items, ...props }: AgendaViewProps & { title: string; items: readonly ListedDeadline[] }) {
  const { page, reminders } = props;
  const words = AGENDA_WORDS[page.language];
  const headings = [
    ...[words.due, words.what, words.dossier, words.left],
    ...(reminders ? [words.reminders] : []),
    ...(may(page, 'record') ? [words.act] : []),
  ];
  return (
    <>
      <h2>{title}</h2>
      <table class="lines deadline-lines">
        <caption class="unseen">{title}</caption>
        <Columns names={headings} />
        <tbody>
          {items.map((deadline) => (
            <AgendaLine key={`${deadline.key} ${deadline.dossier.id}`} {...props} deadline={deadline} />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** By the month in which each begins to be due; first what may be due any day. */
function groupsOf(items: readonly ListedDeadline[], language: Language): { title: string; items: ListedDeadline[] }[] {
  const groups = new Map<string, ListedDeadline[]>();
  for (const item of items) {
    const isNow = item.state === 'open' && item.daysLeft === 0;
    const title = isNow
      ? AGENDA_WORDS[language].now
      : capitalized(writtenDate(earliest(item.due).slice(0, 7), language));
    groups.set(title, [...(groups.get(title) ?? []), item]);
  }
  return [...groups].map(([title, its]) => ({ title, items: its }));
}
