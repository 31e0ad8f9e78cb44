import { randomUUID } from 'node:crypto';
import { Body, Get, Param, Post } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { ListAssignments } from '#deadlines/people/assignees.js';
import { CommentText, ListComments } from '#deadlines/people/comments.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import { Line } from '#domain/text/text.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { uuidOf } from '#event-store/encoding.js';
import { capitalized } from '#language/format.js';
import { phrases } from '#language/phrases.js';
import { titleOf } from '#notifications/mail/reminder-letter.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type DeadlineRef, DeadlineWork } from '../../deadline-work/deadline-work.js';
import { Viewpoints } from '../../http/reading.js';
import { IdInPath } from '../../auth/caller-scope.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { callerOf, may, Page, type PageContext, problemsUnder, queryOf } from '../frame/page.js';
import { DeadlineWorkView } from './deadline-work-view.js';

const Asked = z.object({ key: Line.default('') });
const Comment = z.object({ text: CommentText });

/** A deadline with its comments and assignee, as of today: what people agree on now is no part of the history. */
@Pages('dossiers/:id/deadline')
export class DeadlineWorkPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly work: DeadlineWork,
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get()
  @ConsoleRoute('read')
  async look(@Page() page: PageContext, @Param('id', { schema: IdInPath }) dossier: string): Promise<Answer> {
    const { key } = await queryOf(page, Asked);
    return this.#show(page, { dossier, deadline: key });
  }

  @Post('assign')
  @ConsoleRoute('record')
  async assign(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) dossier: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const ref = { dossier, deadline: form.get('key') ?? '' };
    const account = form.get('account') || null;
    const was = form.get('was');
    try {
      await this.work.assign(ref, account, callerOf(page), was === null ? undefined : was || null);
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return this.#show(page, ref, { wished: account ?? '', problems: [] });
      if (!(error instanceof Refusal) || error.code !== 'assignee-unfit') throw error;
      return this.#show(page, ref, { problems: error.problems });
    }
    return { redirect: addressOfDeadline(ref, account === null ? 'released' : 'assigned') };
  }

  @Post('comment')
  @ConsoleRoute('record')
  async comment(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) dossier: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const ref = { dossier, deadline: form.get('key') ?? '' };
    const text = (form.get('text') ?? '').replaceAll('\r\n', '\n').trim();
    const problems = await problemsUnder(Comment, { text });
    if (problems.length > 0) return this.#show(page, ref, { text, problems });
    const caller = callerOf(page);
    const id = uuidOf('deadline comment', caller.id, form.get('idempotencyKey') ?? randomUUID());
    try {
      await this.work.comment(ref, text, caller, id);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'limit-reached') throw error;
      return this.#show(page, ref, { text, problems: error.problems });
    }
    return { redirect: `${addressOfDeadline(ref, 'commented')}#comments` };
  }

  @Post('delete')
  @ConsoleRoute('record')
  async remove(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) dossier: string,
    @Body() form: URLSearchParams,
  ): Promise<Answer> {
    const id = z.guid().safeParse(form.get('comment')).data;
    if (id !== undefined) await this.work.remove(id.toLowerCase(), callerOf(page));
    return { redirect: `${addressOfDeadline({ dossier, deadline: form.get('key') ?? '' }, 'deleted')}#comments` };
  }

  async #show(
    page: PageContext,
    ref: DeadlineRef,
    wrong: { text?: string; wished?: string; problems: readonly Problem[] } = { problems: [] },
  ): Promise<Answer> {
    const deadline = await this.work.deadlineOf(ref);
    const dossier = await this.queries.execute(new GetDossier(ref.dossier, await this.viewpoints.of({})));
    const [assignment] = await this.queries.execute(new ListAssignments({ deadlines: [ref.deadline] }));
    const comments = await this.queries.execute(new ListComments(ref.dossier, ref.deadline));
    const people = may(page, 'record') ? await this.work.assignable() : [];
    const schemes = await this.schemes.at();
    const { language } = page;
    const title = [
      capitalized(phrases(language).mail.reminders.kind[deadline.kind]),
      ...titleOf(deadline, language),
    ].join(', ');
    const data = { ref, deadline, dossier, schemes, assignment, comments, people, idempotencyKey: randomUUID() };
    return {
      title,
      menuEntry: 'deadlines',
      timeless: true,
      status: wrong.wished === undefined ? (wrong.problems.length > 0 ? 422 : 200) : 409,
      children: <DeadlineWorkView {...{ page, ...data, ...wrong }} />,
    };
  }
}

/** @param done names what was done */
export function addressOfDeadline({ dossier, deadline }: DeadlineRef, done?: string): string {
  const query = new URLSearchParams({ key: deadline, ...(done !== undefined && { done }) });
  return `/dossiers/${dossier}/deadline?${query.toString()}`;
}
