import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { People, type Person } from '#access/people.js';
import { actorIn, actorOf, type Principal } from '#access/principal.js';
import { AssignDeadline } from '#deadlines/people/assignees.js';
import { CommentOnDeadline, type DeadlineComment, DeleteComment } from '#deadlines/people/comments.js';
import { DeadlinesOfDossier, type DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import { refuse } from '#domain/refusal.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { Viewpoints } from '../http/reading.js';

/** A deadline of a dossier, by its key. */
export interface DeadlineRef {
  dossier: string;
  deadline: string;
}

/** Assigns deadlines and comments on them, once it is sure that deadline and account exist. */
@Injectable()
export class DeadlineWork {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly people: People,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** As of today. @throws Refusal unknown-dossier, no-such-deadline */
  async deadlineOf({ dossier, deadline: key }: DeadlineRef): Promise<DossierDeadline> {
    await this.queries.execute(new GetDossier(dossier, await this.viewpoints.of({})));
    const deadlines = await this.queries.execute(new DeadlinesOfDossier(dossier, this.viewpoints.today()));
    const found = deadlines.find((deadline) => deadline.key === key);
    if (!found) throw refuse('no-such-deadline', 'key', 'deadline-not-found', { key });
    return found;
  }

  /** Who may be assigned, by name. */
  assignable = (): Promise<Person[]> => this.people.withRole('officer');

  /**
   * @param seen who took care of it, as the caller has seen it; absent: whoever it is
   * @throws Refusal unknown-dossier, no-such-deadline, assignee-unfit; ChangedMeanwhile
   */
  async assign(
    ref: DeadlineRef,
    account: string | null,
    caller: Principal,
    seen?: string | null,
  ): Promise<Person | undefined> {
    await this.deadlineOf(ref);
    const person = account === null ? undefined : (await this.assignable()).find(({ id }) => id === account);
    if (account !== null && !person) throw refuse('assignee-unfit', 'account', 'assignee-unfit', { account });
    await this.commands.execute(new AssignDeadline({ ...ref, account }, actorOf(caller), seen));
    return person;
  }

  /**
   * @param id chosen by the caller, so that a repeated request makes one comment
   * @throws Refusal unknown-dossier, no-such-deadline, limit-reached
   */
  async comment(ref: DeadlineRef, text: string, caller: Principal, id?: string): Promise<DeadlineComment> {
    await this.deadlineOf(ref);
    return this.commands.execute(new CommentOnDeadline({ ...ref, text }, { author: actorOf(caller), id }));
  }

  /** @throws Refusal unknown-comment, not-author */
  remove = (id: string, caller: Principal): Promise<DeadlineComment> =>
    this.commands.execute(new DeleteComment(id, (author) => mayDelete(author, caller)));
}

/** One's own comments, also those written with another key of the same account; with `admin`, all. */
export function mayDelete(author: string, caller: Principal): boolean {
  if (caller.scopes.has('admin')) return true;
  const { account } = actorIn(author);
  return account === undefined ? author === actorOf(caller) : account === caller.account;
}
