import type { Schemes } from '#domain/scheme/catalogue.js';
import { dossierTitle } from '#language/describe-standing.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { whenDue } from '#notifications/mail/reminder-letter.js';
import { nameOfDeadline } from '../deadlines/agenda-lines.js';
import { addressOfDeadline } from '../deadline-work/deadline-work.controller.js';
import { AcknowledgeButton } from '../deadlines/unanswered.js';
import { DateText, MaybeLink, Section, Table } from '../frame/display.js';
import { addressOf, may, nameOfActor, type PageContext } from '../frame/page.js';
import { DAYS_OF_TASKS, MOST_TASKS, type Task, type Tasks } from './overview-data.js';
import { Figure } from './figure.js';

const SHOWN = 10;

interface Props {
  page: PageContext;
  tasks: Tasks;
  schemes: Schemes;
}

/** Deadlines that are missed or soon due, by who takes care of them; names are for readers that are signed in. */
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
  const words = phrases(page.language).console.overview.tasks;
  const { columns } = words;
  const people = may(page, 'read') && page.caller ? assigneesOf(page, tasks) : [];
  const rows = [
    ...people.map(({ account, name }) => ({ name, of: (task: Task) => task.assignee === account, assignee: account })),
    ...(people.length === 0
      ? []
      : [{ name: words.nobody, of: (task: Task) => task.assignee === undefined, assignee: 'none' }]),
    { name: words.total, of: () => true, assignee: undefined },
  ];
  return (
    <Table
      label={words.caption}
      columns={[columns.assignee, { number: columns.missed }, { number: columns.due }]}
      class="figures"
    >
      {rows.map(({ name, of, assignee }) => (
        <tr key={assignee ?? 'all'}>
          <th scope="row">{name}</th>
          {(['missed', 'due'] as const).map((kind) => {
            const count = tasks[kind].filter(of).length;
            const query = kind === 'missed' ? { state: 'missed' } : { state: 'open', within: DAYS_OF_TASKS };
            return (
              <td key={kind} class="number" data-label={columns[kind]}>
                <Figure
                  href={addressOf(page, '/deadlines', { ...query, assignee })}
                  name={`${columns[kind]}, ${name}`}
                  count={tasks.isCut[kind] && count === MOST_TASKS ? words.atLeast(count) : count}
                />
              </td>
            );
          })}
        </tr>
      ))}
    </Table>
  );
}

function assigneesOf(page: PageContext, { missed, due }: Tasks): { account: string; name: string }[] {
  const accounts = new Set([...missed, ...due].flatMap(({ assignee }) => assignee ?? []));
  return [...accounts]
    .map((account) => ({ account, name: nameOfActor(page, `account:${account}`) }))
    .sort((a, b) => a.name.localeCompare(b.name, page.language));
}

function TaskTable({ page, tasks, schemes }: { page: PageContext; tasks: readonly Task[]; schemes: Schemes }) {
  const { language } = page;
  const words = phrases(language).console.overview.tasks;
  const { list } = words;
  const isSignedIn = page.caller !== undefined && may(page, 'read');
  const hasUnanswered = tasks.some(({ isUnanswered }) => isUnanswered);
  const headings = [
    ...[list.due, list.what, list.dossier],
    ...(isSignedIn ? [list.assignee] : []),
    ...(hasUnanswered ? [{ act: list.act }] : []),
  ];
  return (
    <Table label={words.next} columns={headings}>
      {tasks.map(({ deadline, assignee, isUnanswered }) => {
        const { key, due, dossier } = deadline;
        const name = capitalized(nameOfDeadline(deadline, language));
        const href = isSignedIn ? addressOfDeadline({ dossier: dossier.id, deadline: key }) : undefined;
        return (
          <tr key={`${key} ${dossier.id}`}>
            <th scope="row">
              <DateText page={page} date={due} />
              <div class="small soft">{whenDue(deadline, language)}</div>
            </th>
            <td data-label={list.what}>
              <MaybeLink href={href}>{name}</MaybeLink>
            </td>
            <td data-label={list.dossier}>
              <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{dossierTitle(dossier, schemes, language)}</a>
            </td>
            {isSignedIn ? (
              <td data-label={list.assignee}>
                {assignee === undefined ? words.nobody : nameOfActor(page, `account:${assignee}`)}
              </td>
            ) : null}
            {hasUnanswered ? (
              <td data-label={list.act} class="no-print">
                {isUnanswered ? (
                  <AcknowledgeButton page={page} deadline={key} name={`${name}, ${dossier.provider.name}`} />
                ) : null}
              </td>
            ) : null}
          </tr>
        );
      })}
    </Table>
  );
}
