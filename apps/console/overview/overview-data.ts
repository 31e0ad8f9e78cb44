import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { GrantLists, type MonthOfEnds, type ListedTarget } from '#projections/list-grants.js';
import { addDays, earlier } from '#domain/date/day.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { type ListedDeadline, ListDeadlines } from '#projections/list-deadlines.js';
import { type Difference, type DifferencesAsked, ListDifferences } from '#projections/list-differences.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../api/http/reading.js';
import { Unanswered } from '../deadlines/unanswered.js';
import { lastInstantOf, type PageContext } from '../frame/page.js';

const MONTHS = 18;
/** Changes and tasks that are counted. */
export const MOST_CHANGES = 500;
const MOST_TASKS = 200;
export const DAYS_OF_CHANGES = 7;
export const DAYS_OF_TASKS = 30;
/** Rows of a page of changes or targets. */
export const LIST_SIZE = 50;

export const rowsOfPage = <T>(all: readonly T[], number: number): T[] =>
  all.slice((number - 1) * LIST_SIZE, number * LIST_SIZE);

export const CHANGE_KINDS = ['status', 'appeared', 'gone', 'other'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export function changeKindOf({ change, fields }: Difference): ChangeKind {
  if (change !== 'changed') return change;
  return fields.includes('status') ? 'status' : 'other';
}

export interface Task {
  deadline: ListedDeadline;
  /** Whether its reminders wait for the reader. */
  isUnanswered: boolean;
}

export interface Tasks {
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

export interface Changes {
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
  ) {}

  async of(page: PageContext): Promise<OverviewData> {
    const { asOf, knownAt } = page.at;
    const schemes = await this.schemes(page);
    const [months, changes, { targets }, tasks] = await Promise.all([
      this.grantLists.endsPerMonth({ asOf, knownAt, months: MONTHS }),
      this.changes(page, () => []),
      this.grantLists.targets({ asOf, knownAt }),
      this.#tasks(page),
    ]);
    return { schemes, months, changes, targets, tasks };
  }

  async schemes({ at }: PageContext): Promise<Schemes> {
    const { upTo } = await this.viewpoints.of({ asOf: at.asOf, knownAt: at.knownAt?.toISOString() });
    return this.catalogue.at(upTo);
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

  async #tasks(page: PageContext): Promise<Tasks> {
    const { asOf, knownAt } = page.at;
    const about = { asOf, knownAt, within: DAYS_OF_TASKS, limit: MOST_TASKS };
    const missed = await this.queries.execute(new ListDeadlines({ ...about, state: 'missed' }));
    const due = await this.queries.execute(new ListDeadlines({ ...about, state: 'open' }));
    const keys = [...missed.items, ...due.items].map(({ key }) => key);
    const unanswered = await this.unanswered.among(page, keys);
    const taskOf = (deadline: ListedDeadline): Task => ({ deadline, isUnanswered: unanswered.has(deadline.key) });
    return {
      missed: missed.items.map(taskOf),
      due: due.items.map(taskOf),
      isCut: { missed: missed.next !== null, due: due.next !== null },
    };
  }
}
