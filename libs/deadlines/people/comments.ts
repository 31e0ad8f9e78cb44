import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { DeadlineCommentTable } from '#database/tables/work.js';
import { refuse } from '#domain/refusal.js';
import { Prose } from '#domain/text/text.js';

/** What somebody wrote about a deadline: plain text. */
export interface DeadlineComment {
  id: string;
  dossier: string;
  /** The key of the deadline. */
  deadline: string;
  /** An actor. */
  author: string;
  /** `null` once it is deleted. */
  text: string | null;
  createdAt: Date;
  deletedAt: Date | null;
}

const LONGEST_COMMENT = 4_000;
export const CommentText = Prose.max(LONGEST_COMMENT);
export type CommentText = z.infer<typeof CommentText>;

const MOST_COMMENTS = 500;

const commentOf = (row: Selectable<DeadlineCommentTable>): DeadlineComment => ({
  id: row.id,
  dossier: row.dossier,
  deadline: row.deadline,
  author: row.author,
  text: row.body,
  createdAt: row.created_at,
  deletedAt: row.deleted_at,
});

/** Comments on a deadline. The caller has checked that it exists. */
export class CommentOnDeadline extends Command<DeadlineComment> {
  constructor(
    readonly asked: { dossier: string; deadline: string; text: CommentText },
    /** `id`: chosen by the caller, so that the same form sent twice makes one comment. */
    readonly by: { author: string; id?: string | undefined },
  ) {
    super();
  }
}

@CommandHandler(CommentOnDeadline)
export class CommentOnDeadlineHandler implements ICommandHandler<CommentOnDeadline> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @throws Refusal limit-reached */
  async execute({ asked, by }: CommentOnDeadline): Promise<DeadlineComment> {
    const { dossier, deadline, text } = asked;
    const { count } = await this.db
      .selectFrom('deadline_comment')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('dossier', '=', dossier)
      .where('deadline', '=', deadline)
      .executeTakeFirstOrThrow();
    if (count >= MOST_COMMENTS) throw refuse('limit-reached', 'text', 'most-comments', { most: MOST_COMMENTS });
    const id = by.id ?? randomUUID();
    const row = await this.db
      .insertInto('deadline_comment')
      .values({ id, dossier, deadline, author: by.author, body: text, created_at: this.clock.now() })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ id }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return commentOf(row);
  }
}

/** The comments on a deadline, oldest first, deleted ones without their text. */
export class ListComments extends Query<DeadlineComment[]> {
  constructor(
    readonly dossier: string,
    readonly deadline: string,
  ) {
    super();
  }
}

@QueryHandler(ListComments)
export class ListCommentsHandler implements IQueryHandler<ListComments> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ dossier, deadline }: ListComments): Promise<DeadlineComment[]> {
    const rows = await this.db
      .selectFrom('deadline_comment')
      .selectAll()
      .where('dossier', '=', dossier)
      .where('deadline', '=', deadline)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(commentOf);
  }
}

/** How many comments deadlines have that are not deleted, by their keys; those without any are absent. */
export class CountComments extends Query<ReadonlyMap<string, number>> {
  constructor(readonly deadlines: readonly string[]) {
    super();
  }
}

@QueryHandler(CountComments)
export class CountCommentsHandler implements IQueryHandler<CountComments> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ deadlines }: CountComments): Promise<ReadonlyMap<string, number>> {
    if (deadlines.length === 0) return new Map();
    const rows = await this.db
      .selectFrom('deadline_comment')
      .select(['deadline', sql<number>`count(*)::int`.as('count')])
      .where('deadline', 'in', [...deadlines])
      .where('deleted_at', 'is', null)
      .groupBy('deadline')
      .execute();
    return new Map(rows.map(({ deadline, count }) => [deadline, count]));
  }
}

/** Erases the text of a comment. */
export class DeleteComment extends Command<DeadlineComment> {
  constructor(
    readonly id: string,
    /** Whether the caller may delete what an actor wrote. */
    readonly mayDelete: (author: string) => boolean,
  ) {
    super();
  }
}

@CommandHandler(DeleteComment)
export class DeleteCommentHandler implements ICommandHandler<DeleteComment> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Idempotent. That there was a comment, by whom and when, remains. @throws Refusal unknown-comment, not-author */
  async execute({ id, mayDelete }: DeleteComment): Promise<DeadlineComment> {
    const row = await this.db.selectFrom('deadline_comment').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) throw refuse('unknown-comment', 'id', 'comment-not-found', { comment: id });
    if (!mayDelete(row.author)) throw refuse('not-author', 'id', 'comment-of-another');
    const deleted = await this.db
      .updateTable('deadline_comment')
      .set({ body: null, deleted_at: this.clock.now() })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    return commentOf(deleted ?? row);
  }
}
