import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ListAssignments } from '#deadlines/people/assignees.js';
import { CountComments } from '#deadlines/people/comments.js';
import { phrases } from '#language/phrases.js';
import type { DeadlinesAsked, ListedDeadline } from '#projections/list-deadlines.js';
import { Choice, Field } from '../frame/controls.js';
import { may, nameOfActor, type PageContext } from '../frame/page.js';
import { addressOfDeadline } from './deadline-work.controller.js';

/** `me`, `none`, or an account. */
export const assigneeField = z.union([z.enum(['me', 'none']), z.uuid()]).optional();
type AssigneeChoice = z.output<typeof assigneeField>;

/** Who takes care of the deadlines of a list, and how many comments they have, by key. */
export interface AgendaWork {
  assignees: ReadonlyMap<string, string>;
  comments: ReadonlyMap<string, number>;
}

/** Assignees and comments for the agenda. Only for readers that are signed in. */
@Injectable()
export class AgendaWorks {
  constructor(private readonly queries: QueryBus) {}

  async of(page: PageContext, deadlines: readonly ListedDeadline[]): Promise<AgendaWork | undefined> {
    if (!isShown(page)) return undefined;
    const keys = deadlines.map(({ key }) => key);
    const assignments = await this.queries.execute(new ListAssignments({ deadlines: keys }));
    return {
      assignees: new Map(assignments.map(({ deadline, account }) => [deadline, account])),
      comments: await this.queries.execute(new CountComments(keys)),
    };
  }

  /** The deadlines to which a choice restricts a list. */
  async keysFor({ caller }: PageContext, choice: AssigneeChoice): Promise<DeadlinesAsked['keys']> {
    if (choice === undefined || !caller) return undefined;
    if (choice === 'none') return { except: await this.#keysOf('everybody') };
    const account = choice === 'me' ? caller.account : choice;
    return { among: account === undefined ? [] : await this.#keysOf({ account }) };
  }

  async #keysOf(asked: { account: string } | 'everybody'): Promise<string[]> {
    return (await this.queries.execute(new ListAssignments(asked))).map(({ deadline }) => deadline);
  }
}

const isShown = (page: PageContext): boolean => page.caller !== undefined && may(page, 'read');

/** Assignee of a deadline, and the link to its comments. */
export function WorkNote({ page, work, deadline }: { page: PageContext; work: AgendaWork; deadline: ListedDeadline }) {
  const words = phrases(page.language).console.deadlineWork;
  const { key, dossier } = deadline;
  const assignee = work.assignees.get(key);
  return (
    <div class="small told">
      {assignee === undefined ? null : <>{nameOfActor(page, `account:${assignee}`)} · </>}
      <a class="no-print" href={addressOfDeadline({ dossier: dossier.id, deadline: key })}>
        {words.open(work.comments.get(key) ?? 0)}
        <span class="unseen"> ({dossier.provider.name})</span>
      </a>
    </div>
  );
}

export function AssigneeFilter({ page, chosen }: { page: PageContext; chosen: AssigneeChoice }) {
  const words = phrases(page.language).console.deadlineWork;
  if (!isShown(page)) return null;
  const options = [
    { value: '', label: words.everybody },
    ...(page.caller?.account === undefined ? [] : [{ value: 'me', label: words.mine }]),
    { value: 'none', label: words.nobody },
    ...(chosen === undefined || chosen === 'me' || chosen === 'none'
      ? []
      : [{ value: chosen, label: nameOfActor(page, `account:${chosen}`) }]),
  ];
  return (
    <Field page={page} name="assignee" label={words.assignee}>
      {(input) => <Choice {...input} chosen={chosen} options={options} />}
    </Field>
  );
}
