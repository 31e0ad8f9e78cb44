import type { Schemes } from '#domain/scheme/catalogue.js';
import { dossierTitle } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { colon } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { nameOfDeadline } from '../deadlines/agenda-lines.js';
import { AcknowledgeButton } from '../deadlines/unanswered.js';
import { DateText, Section, Table } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { DAYS_OF_TASKS, type Task, type Tasks } from './overview-data.js';
import { Figure } from './figure.js';

const SHOWN = 10;

interface Props {
  page: PageContext;
  tasks: Tasks;
  schemes: Schemes;
}

/** Deadlines that are missed or soon due, the most urgent first. */
export function TasksSection({ page, tasks, schemes }: Props) {
  const words = phrases(page.language).console.overview.tasks;
  const all = [...tasks.missed, ...tasks.due];
  return (
    <Section id="tasks" title={words.title}>
      <p class="soft">{words.intro}</p>
      {all.length === 0 ? (
        <p class="empty">{words.none}</p>
      ) : (
        <>
          <TaskCounts page={page} tasks={tasks} />
          <h3>{words.next}</h3>
          <TaskTable {...{ page, schemes }} tasks={all.slice(0, SHOWN)} />
        </>
      )}
    </Section>
  );
}

function TaskCounts({ page, tasks }: { page: PageContext; tasks: Tasks }) {
  const { columns, atLeast } = phrases(page.language).console.overview.tasks;
  const count = (kind: 'missed' | 'due', query: Record<string, string | number>) => (
    <li>
      {columns[kind]}
      {colon(page.language)}
      <Figure
        href={addressOf(page, '/deadlines', query)}
        name={columns[kind]}
        count={tasks.isCut[kind] ? atLeast(tasks[kind].length) : tasks[kind].length}
      />
    </li>
  );
  return (
    <ul>
      {count('missed', { state: 'missed' })}
      {count('due', { state: 'open', within: DAYS_OF_TASKS })}
    </ul>
  );
}

function TaskTable({ page, tasks, schemes }: { page: PageContext; tasks: readonly Task[]; schemes: Schemes }) {
  const { language } = page;
  const words = phrases(language).console.overview.tasks;
  const { list } = words;
  const hasUnanswered = tasks.some(({ isUnanswered }) => isUnanswered);
  const headings = [...[list.due, list.what, list.dossier], ...(hasUnanswered ? [{ act: list.act }] : [])];
  return (
    <Table
      label={words.next}
      columns={headings}
      rows={tasks.map(({ deadline, isUnanswered }) => {
        const { key, due, dossier } = deadline;
        const name = capitalized(nameOfDeadline(deadline, language));
        return [
          <>
            <DateText page={page} date={due} />
            <div class="small soft">{whenDue(deadline, language)}</div>
          </>,
          name,
          <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{dossierTitle(dossier, schemes, language)}</a>,
          ...(hasUnanswered
            ? [
                isUnanswered ? (
                  <AcknowledgeButton page={page} deadline={key} name={`${name}, ${dossier.provider.name}`} />
                ) : null,
              ]
            : []),
        ];
      })}
    />
  );
}
