import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { addDays, earlier } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import type { Look } from '#event-store/ledger-head.js';
import { boardCheckpoint } from '#projections/board-projection.js';
import { type ListedDeadline, ListDeadlines } from '#projections/list-deadlines.js';
import { type Difference, type DifferencesAsked, ListDifferences } from '#projections/list-differences.js';
import {
  GrantLists,
  type ListedTarget,
  type MonthOfEnds,
  TARGET_OUTCOMES,
  type TargetOutcome,
} from '#projections/list-grants.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Unanswered, acknowledgeDone, AcknowledgeButton } from '../deadlines/deadline-answers.js';
import { type PageContext, lastInstantOf, addressOf } from '../frame/page.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { dossierTitle } from '#language/describe-standing.js';
import { writtenDate, capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { whenDue } from '#subscriptions/messages/mail/reminder-letter.js';
import { nameOfDeadline } from '../deadlines/agenda.controller.js';
import { Section, DoneNote } from '../frame/display.js';
import { DueMark, Figures, type Tone, toneOfDays } from '../frame/marks.js';
import { Table } from '../frame/table.js';

const SHOWN = 15;

interface ProviderSlips {
  provider: ProviderRef;
  counts: Record<TargetOutcome, number>;
  total: number;
  /** In days, of the targets whose date has come; absent if there is none. */
  median: number | undefined;
}

function SlipsSection({ page, targets }: { page: PageContext; targets: readonly ListedTarget[] }) {
  const words = phrases(page.language).console.overview.slips;
  const { columns } = words;
  const slips = slipsByProvider(targets);
  const counted = [{ number: columns.targets }, ...TARGET_OUTCOMES.map((outcome) => ({ number: columns[outcome] }))];
  return (
    <Section id="slips" title={words.title}>
      <p class="soft">{words.intro}</p>
      <Table
        caption={words.caption}
        columns={[columns.provider, ...counted, { number: columns.median }]}
        rows={slips.slice(0, SHOWN).map((one) => slipRowOf({ page, slips: one }))}
        empty={words.none}
      />
      {slips.length > SHOWN ? <p class="soft">{words.more(slips.length - SHOWN)}</p> : null}
      {slips.length === 0 ? null : (
        <p>
          <a href={addressOf(page, '/overview/targets')}>{words.all}</a>
        </p>
      )}
    </Section>
  );
}

function slipRowOf({ page, slips: { provider, counts, total, median } }: { page: PageContext; slips: ProviderSlips }) {
  const words = phrases(page.language).console.overview.slips;
  const { columns } = words;
  const list = (outcome?: TargetOutcome) => addressOf(page, '/overview/targets', { provider: provider.slug, outcome });
  return [
    <a href={addressOf(page, `/providers/${encodeURIComponent(provider.slug)}`)}>{provider.name}</a>,
    <Figure href={list()} name={`${columns.targets}, ${provider.name}`} count={total} />,
    ...TARGET_OUTCOMES.map((outcome) => (
      <Figure href={list(outcome)} name={`${columns[outcome]}, ${provider.name}`} count={counts[outcome]} />
    )),
    median === undefined ? '–' : words.days(Math.round(median)),
  ];
}

/** Longest median delay first. */
function slipsByProvider(targets: readonly ListedTarget[]): ProviderSlips[] {
  const byProvider = new Map<string, ListedTarget[]>();
  for (const target of targets) {
    const { id } = target.dossier.provider;
    byProvider.set(id, [...(byProvider.get(id) ?? []), target]);
  }
  const slips = [...byProvider.values()].flatMap((its): ProviderSlips[] => {
    const provider = its[0]?.dossier.provider;
    if (!provider) return [];
    const count = (asked: TargetOutcome): number => its.filter(({ outcome }) => outcome === asked).length;
    const counts = { onTime: count('onTime'), late: count('late'), overdue: count('overdue'), ahead: count('ahead') };
    const past = its.filter(({ outcome }) => outcome !== 'ahead').map(({ slipDays }) => slipDays);
    return [{ provider, counts, total: its.length, median: medianOf(past) }];
  });
  return slips.sort(
    (a, b) => (b.median ?? -1) - (a.median ?? -1) || b.total - a.total || (a.provider.name < b.provider.name ? -1 : 1),
  );
}

/** Of an even number, the mean of the two in the middle; of none, `undefined`. */
function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  const above = sorted[Math.floor(sorted.length / 2)];
  return below === undefined || above === undefined ? undefined : (below + above) / 2;
}

interface Props {
  page: PageContext;
  data: OverviewData;
}

export function OverviewView({ page, data }: Props) {
  const words = phrases(page.language).console.overview;
  return (
    <>
      <DoneNote page={page} words={acknowledgeDone(page)} />
      <p>{words.intro}</p>
      <TasksSection page={page} tasks={data.tasks} schemes={data.schemes} />
      <ChangesSection page={page} data={data} />
      <EndsSection page={page} months={data.months} />
      <SlipsSection page={page} targets={data.targets} />
    </>
  );
}

function ChangesSection({ page, data: { changes } }: Props) {
  const words = phrases(page.language).console.overview.changes;
  const counts = CHANGE_KINDS.map((kind) => ({
    kind,
    count: changes.items.filter((one) => changeKindOf(one) === kind).length,
  })).filter(({ count }) => count > 0);
  const since = addDays(page.at.asOf, -DAYS_OF_CHANGES);
  return (
    <Section id="changes" title={words.title}>
      <p class="soft">{words.since(writtenDate(since, page.language))}</p>
      <Table
        label={words.title}
        columns={[words.kind, { number: words.count }]}
        rows={counts.map(({ kind, count }) => [
          words.kinds[kind],
          <Figure href={addressOf(page, '/overview/changes', { kind })} name={words.kinds[kind]} count={count} />,
        ])}
        empty={words.none}
      />
      {changes.isCut ? <p class="note">{words.many(MOST_CHANGES)}</p> : null}
    </Section>
  );
}

interface EndsSectionProps {
  page: PageContext;
  months: readonly MonthOfEnds[];
}

function EndsSection({ page, months }: EndsSectionProps) {
  const words = phrases(page.language).console.overview.ends;
  const isEmpty = months.every(({ count }) => count === 0);
  return (
    <Section id="ends" title={words.title}>
      {isEmpty ? (
        <p class="empty">{words.none}</p>
      ) : (
        <>
          <EndsPlot page={page} months={months} />
          <Table
            caption={words.caption}
            columns={[words.month, { number: words.count }]}
            rows={months.map(({ month, count }) => {
              const name = writtenDate(month, page.language);
              return [
                name,
                <Figure href={addressOf(page, '/deadlines', { month, kind: 'grant-end' })} name={name} count={count} />,
              ];
            })}
          />
          <p class="soft small">{words.partial}</p>
        </>
      )}
    </Section>
  );
}

const HEIGHT = 160;
const TOP = 24;
const FOOT = 36;

/** Horizontal positions in percent, so that text keeps its size; years are named below their first month. */
function EndsPlot({ page, months }: EndsSectionProps) {
  const words = phrases(page.language).console.overview.ends;
  const most = Math.max(1, ...months.map(({ count }) => count));
  const width = 100 / months.length;
  const bottom = TOP + HEIGHT;
  const at = (share: number): string => `${share.toFixed(2)}%`;
  return (
    <figure class="plot">
      <svg width="100%" height={bottom + FOOT} role="img" aria-labelledby="ends-plot-title ends-plot-how">
        <title id="ends-plot-title">{words.title}</title>
        <desc id="ends-plot-how">{words.how}</desc>
        {months.map(({ month, count }, index) => {
          const height = (count / most) * HEIGHT;
          const middle = at((index + 0.5) * width);
          return (
            <g>
              {count === 0 ? null : (
                <>
                  <rect
                    class="ending"
                    x={at(index * width + width * 0.15)}
                    width={at(width * 0.7)}
                    y={bottom - height}
                    height={height}
                  />
                  <text x={middle} y={bottom - height - 5} text-anchor="middle">
                    {count}
                  </text>
                </>
              )}
              <text class="small" x={middle} y={bottom + 15} text-anchor="middle">
                {Number(month.slice(5))}
              </text>
              {index === 0 || month.endsWith('-01') ? (
                <text class="small" x={at(index * width + width * 0.15)} y={bottom + 31}>
                  {month.slice(0, 4)}
                </text>
              ) : null}
            </g>
          );
        })}
        <line class="axis" x1="0%" x2="100%" y1={bottom} y2={bottom} />
      </svg>
      <figcaption class="soft small">{words.how}</figcaption>
    </figure>
  );
}

const MOST_TASKS_SHOWN = 10;

function TasksSection({ page, tasks, schemes }: { page: PageContext; tasks: Tasks; schemes: Schemes }) {
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
          <TaskTable {...{ page, schemes }} tasks={all.slice(0, MOST_TASKS_SHOWN)} />
        </>
      )}
    </Section>
  );
}

function TaskCounts({ page, tasks }: { page: PageContext; tasks: Tasks }) {
  const { columns, atLeast, title } = phrases(page.language).console.overview.tasks;
  const figure = (kind: 'missed' | 'due', tone: Tone, query: Record<string, string | number>) => ({
    count: tasks.isCut[kind] ? atLeast(tasks[kind].length) : tasks[kind].length,
    label: columns[kind],
    href: addressOf(page, '/deadlines', query),
    tone: tasks[kind].length > 0 ? tone : undefined,
  });
  return (
    <Figures
      label={title}
      figures={[
        figure('missed', 'bad', { state: 'missed' }),
        figure('due', 'warn', { state: 'open', within: DAYS_OF_TASKS }),
      ]}
    />
  );
}

function TaskTable({ page, tasks, schemes }: { page: PageContext; tasks: readonly Task[]; schemes: Schemes }) {
  const { language } = page;
  const words = phrases(language).console.overview.tasks;
  const { list } = words;
  return (
    <Table
      isList
      label={words.next}
      columns={[{ first: list.due }, { name: list.dossier }, list.what, { act: list.act }]}
      rows={tasks.map(({ deadline, isUnanswered }) => {
        const { key, due, dossier, daysLeft } = deadline;
        const name = capitalized(nameOfDeadline(deadline, language));
        return {
          tone: toneOfDays(daysLeft),
          cells: [
            <DueMark page={page} due={due} daysLeft={daysLeft} left={whenDue(deadline, language)} />,
            <a href={addressOf(page, `/dossiers/${dossier.id}`)}>{dossierTitle(dossier, schemes, language)}</a>,
            name,
            isUnanswered ? (
              <AcknowledgeButton page={page} deadline={key} name={`${name}, ${dossier.provider.name}`} />
            ) : null,
          ],
        };
      })}
    />
  );
}

/** A number that leads to what it counts. @param name of the list, for screen readers */
const Figure = ({ href, name, count }: { href: string; name: string; count: number | string }) =>
  count === 0 ? (
    <>0</>
  ) : (
    <a href={href}>
      {count}
      <span class="unseen"> {name}</span>
    </a>
  );

const MONTHS = 18;

/** Changes and tasks that are counted. */
export const MOST_CHANGES = 500;

const MOST_TASKS = 200;

export const DAYS_OF_CHANGES = 7;

const DAYS_OF_TASKS = 30;

export const CHANGE_KINDS = ['status', 'appeared', 'gone', 'other'] as const;

export type ChangeKind = (typeof CHANGE_KINDS)[number];

export function changeKindOf({ change, fields }: Difference): ChangeKind {
  if (change !== 'changed') return change;
  return fields.includes('status') ? 'status' : 'other';
}

interface Task {
  deadline: ListedDeadline;
  /** Whether its reminders wait for the reader. */
  isUnanswered: boolean;
}

interface Tasks {
  missed: Task[];
  due: Task[];
  /** Whether more than are counted exist. */
  isCut: { missed: boolean; due: boolean };
}

export interface OverviewData {
  schemes: Schemes;
  months: MonthOfEnds[];
  changes: Changes;
  targets: ListedTarget[];
  tasks: Tasks;
}

interface Changes {
  items: Difference[];
  /** Whether more than are counted exist. */
  isCut: boolean;
}

/** The figures of the overview and the lists behind them, at one point in time. */
@Injectable()
export class Overviews {
  constructor(
    private readonly grantLists: GrantLists,
    private readonly queries: QueryBus,
    private readonly catalogue: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly unanswered: Unanswered,
    private readonly kept: KeptQueries,
  ) {}

  async of(page: PageContext): Promise<OverviewData> {
    const { missed, due, ...figures } = await this.kept.of(
      page.look,
      { of: 'overview', at: page.at, today: page.today },
      (look) => this.#read(page, look),
    );
    const keys = [...missed.items, ...due.items].map(({ key }) => key);
    const unanswered = await this.unanswered.among(page, keys);
    const taskOf = (deadline: ListedDeadline): Task => ({ deadline, isUnanswered: unanswered.has(deadline.key) });
    const isCut = { missed: missed.next !== null, due: due.next !== null };
    return { ...figures, tasks: { missed: missed.items.map(taskOf), due: due.items.map(taskOf), isCut } };
  }

  async #read(page: PageContext, look: Look | undefined) {
    look?.followedTo(boardCheckpoint.name);
    const { asOf, knownAt } = page.at;
    const about = { asOf, knownAt, within: DAYS_OF_TASKS, limit: MOST_TASKS };
    const [schemes, months, changes, { targets }, missed, due] = await Promise.all([
      this.schemes(page, look),
      this.grantLists.endsPerMonth({ asOf, knownAt, months: MONTHS }),
      this.changes(page, () => []),
      this.grantLists.targets({ asOf, knownAt }),
      this.queries.execute(new ListDeadlines({ ...about, state: 'missed' })),
      this.queries.execute(new ListDeadlines({ ...about, state: 'open' })),
    ]);
    return { schemes, months, changes, targets, missed, due };
  }

  async schemes({ at }: PageContext, look?: Look): Promise<Schemes> {
    const { upTo } = await this.viewpoints.of({ asOf: at.asOf, knownAt: at.knownAt?.toISOString() }, look);
    return this.catalogue.at(upTo, look);
  }

  /**
   * Since a week before, as was known then: what happened since, and what became known.
   *
   * @param explained those that are shown with their causes
   */
  async changes({ at, today, zone }: PageContext, explained: DifferencesAsked['explained']): Promise<Changes> {
    const { asOf, knownAt, knownOn } = at;
    const before = addDays(earlier(knownOn ?? today, today), -DAYS_OF_CHANGES);
    const from = { asOf: addDays(asOf, -DAYS_OF_CHANGES), knownAt: lastInstantOf(before, zone) };
    const asked = { from, to: { asOf, knownAt }, limit: MOST_CHANGES, explained };
    const { items, next } = await this.queries.execute(new ListDifferences(asked));
    return { items, isCut: next !== null };
  }
}
