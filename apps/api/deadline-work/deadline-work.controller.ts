import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ActorNames, type NamesOfActors } from '#access/actor-names.js';
import type { Principal } from '#access/principal.js';
import { type Assignment, ListAssignments } from '#deadlines/people/assignees.js';
import { CommentText, type DeadlineComment, ListComments } from '#deadlines/people/comments.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Line } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { Answer } from '../http/answer.js';
import { Write, type WriteRequest } from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { IdInPath } from '../auth/caller-scope.js';
import { Holder } from '../views/view-scope.js';
import { DeadlineWork } from './deadline-work.js';

const key = Line.describe('The key of a deadline of the dossier, as `GET /v1/deadlines` lists it.');
const KEY = 'grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f';
const DOSSIER = '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11';
const ACCOUNT = '6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35';

const CommentAnswer = z
  .strictObject({
    id: z.uuid(),
    dossier: z.uuid(),
    key: z.string(),
    author: z.string().describe('`account:<id>`, with ` key:<id>` if by a key of the account, or `key:<id>`.'),
    authorName: z.string().nullable().describe('`null`: the account was erased.'),
    text: z.string().nullable().describe('Plain text; `null` once deleted.'),
    createdAt: z.iso.datetime(),
    deletedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'DeadlineComment' });

const commentExample: z.input<typeof CommentAnswer> = {
  id: '2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e',
  dossier: DOSSIER,
  key: KEY,
  author: `account:${ACCOUNT}`,
  authorName: 'Anne Martin',
  text: 'The provider announced the renewal audit for January.',
  createdAt: '2026-11-25T08:00:00.000Z',
  deletedAt: null,
};

const NewComment = z
  .strictObject({ key, text: CommentText })
  .meta({ id: 'NewDeadlineComment', example: { key: KEY, text: commentExample.text } });

const NewAssignee = z
  .strictObject({ key, account: z.uuid().nullable().describe('`null`: nobody.') })
  .meta({ id: 'NewDeadlineAssignee', example: { key: KEY, account: ACCOUNT } });

const AssigneeAnswer = z
  .strictObject({
    dossier: z.uuid(),
    key: z.string(),
    account: z.uuid(),
    name: z.string().nullable().describe('`null`: the account was erased.'),
    assignedAt: z.iso.datetime(),
  })
  .meta({ id: 'DeadlineAssignee' });

const assigneeExample: z.input<typeof AssigneeAnswer> = {
  ...{ dossier: DOSSIER, key: KEY, account: ACCOUNT },
  name: 'Anne Martin',
  assignedAt: '2026-11-25T08:00:00.000Z',
};

const commentAnswer = (comment: DeadlineComment, names: NamesOfActors): z.input<typeof CommentAnswer> => ({
  id: comment.id,
  dossier: comment.dossier,
  key: comment.deadline,
  author: comment.author,
  authorName: names.of(comment.author) ?? null,
  text: comment.text,
  createdAt: comment.createdAt.toISOString(),
  deletedAt: comment.deletedAt?.toISOString() ?? null,
});

const assigneeAnswer = (one: Assignment, names: NamesOfActors): z.input<typeof AssigneeAnswer> => ({
  dossier: one.dossier,
  key: one.deadline,
  account: one.account,
  name: names.of(`account:${one.account}`) ?? null,
  assignedAt: one.assignedAt.toISOString(),
});

const CommentsQuery = z.strictObject({ key });
const AssigneesQuery = z.strictObject({ account: z.uuid().describe('Whose deadlines.') });
const ofDeadline = ['unknown-dossier', 'no-such-deadline'] as const;

@ApiTags('deadlines')
@Controller('v1')
export class DeadlineWorkController {
  constructor(
    private readonly queries: QueryBus,
    private readonly work: DeadlineWork,
    private readonly names: ActorNames,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get('dossiers/:id/deadline-comments')
  @Route({
    summary: 'List the comments on a deadline, oldest first',
    description: 'Comments of the people who work on the deadline. They are not part of the ledger and can be deleted.',
    needs: 'read',
    etag: 'content',
    answers: z.strictObject({ items: z.array(CommentAnswer) }).meta({ id: 'DeadlineComments' }),
    example: { items: [commentExample] },
  })
  async listComments(
    @Param('id', { schema: IdInPath }) dossier: string,
    @Query({ schema: CommentsQuery }) query: z.output<typeof CommentsQuery>,
  ) {
    const names = await this.names.current();
    const comments = await this.queries.execute(new ListComments(dossier, query.key));
    return this.#answer({ items: comments.map((comment) => commentAnswer(comment, names)) });
  }

  @Post('dossiers/:id/deadline-comments')
  @Route({
    summary: 'Comment on a deadline',
    description: 'Plain text, up to 4,000 characters; up to 500 comments on a deadline. Kept outside the ledger.',
    needs: 'record',
    status: 201,
    answers: CommentAnswer,
    example: commentExample,
    heeds: ['Idempotency-Key'],
    problems: ['invalid-body', ...ofDeadline, 'limit-reached'],
  })
  async createComment(
    @Param('id', { schema: IdInPath }) dossier: string,
    @Body({ schema: NewComment }) asked: z.output<typeof NewComment>,
    @Holder() caller: Principal,
    @Write() { context: { id } }: WriteRequest,
  ) {
    const comment = await this.work.comment({ dossier, deadline: asked.key }, asked.text, caller, id);
    return this.#answer(commentAnswer(comment, await this.names.current()));
  }

  @Delete('deadline-comments/:id')
  @HttpCode(204)
  @Route({
    summary: 'Delete a comment on a deadline',
    description:
      'Your own; with scope `admin`, any. Its text is erased; that there was a comment, by whom and when, remains.',
    needs: 'record',
    status: 204,
    problems: ['unknown-comment', 'not-author'],
  })
  async deleteComment(@Param('id', { schema: IdInPath }) id: string, @Holder() caller: Principal): Promise<void> {
    await this.work.remove(id, caller);
  }

  @Put('dossiers/:id/deadline-assignee')
  @Route({
    summary: 'Assign a deadline',
    description: 'To an account of role officer or above; reminders name it.',
    needs: 'record',
    status: 204,
    problems: ['invalid-body', ...ofDeadline, 'assignee-unfit'],
  })
  @HttpCode(204)
  async assignDeadline(
    @Param('id', { schema: IdInPath }) dossier: string,
    @Body({ schema: NewAssignee }) asked: z.output<typeof NewAssignee>,
    @Holder() caller: Principal,
  ): Promise<void> {
    await this.work.assign({ dossier, deadline: asked.key }, asked.account, caller);
  }

  @Get('deadline-assignees')
  @Route({
    summary: 'List the deadlines that an account takes care of',
    description: 'The latest assignments first, at most 2,000.',
    needs: 'read',
    etag: 'content',
    answers: z.strictObject({ items: z.array(AssigneeAnswer) }).meta({ id: 'DeadlineAssignees' }),
    example: { items: [assigneeExample] },
  })
  async listAssignees(@Query({ schema: AssigneesQuery }) { account }: z.output<typeof AssigneesQuery>) {
    const names = await this.names.current();
    const found = await this.queries.execute(new ListAssignments({ account }));
    return this.#answer({ items: found.map((one) => assigneeAnswer(one, names)) });
  }

  #answer = async <T>(body: T): Promise<Answer<T>> => new Answer(body, { position: await this.events.head() });
}
