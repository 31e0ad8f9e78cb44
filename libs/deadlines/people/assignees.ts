import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Kysely, type Selectable, sql } from 'kysely';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DeadlineAssigneeTable } from '#database/tables/work.js';

/** Who takes care of a deadline. */
export interface Assignment {
  dossier: string;
  /** The key of the deadline. */
  deadline: string;
  /** The account. */
  account: string;
  /** An actor. */
  assignedBy: string;
  assignedAt: Date;
}

/** Makes an account take care of a deadline, instead of any other; `null`: nobody. The caller has checked both. */
export class AssignDeadline extends Command<void> {
  constructor(
    readonly asked: { dossier: string; deadline: string; account: string | null },
    /** An actor. */
    readonly by: string,
    /** Who took care of it, as whoever assigns it has seen it; absent: whoever it is. */
    readonly seen?: string | null,
  ) {
    super();
  }
}

@CommandHandler(AssignDeadline)
export class AssignDeadlineHandler implements ICommandHandler<AssignDeadline> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Idempotent. @throws ChangedMeanwhile */
  async execute({ asked: { dossier, deadline, account }, by, seen }: AssignDeadline): Promise<void> {
    await this.db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('jalon assignee'), hashtext(${deadline}))`.execute(tx);
      const ofDeadline = { dossier, deadline };
      const held = await tx
        .selectFrom('deadline_assignee')
        .select('account')
        .where((is) => is.and(ofDeadline))
        .executeTakeFirst();
      const was = held?.account ?? null;
      if (seen !== undefined && was !== seen && was !== account) throw new ChangedMeanwhile();
      if (account === null) {
        await tx
          .deleteFrom('deadline_assignee')
          .where((is) => is.and(ofDeadline))
          .execute();
        return;
      }
      const set = { account, assigned_by: by, assigned_at: this.clock.now() };
      await tx
        .insertInto('deadline_assignee')
        .values({ ...ofDeadline, ...set })
        .onConflict((conflict) => conflict.columns(['dossier', 'deadline']).doUpdateSet(set))
        .execute();
    });
  }
}

/** Who takes care of these deadlines, of which deadlines an account does, or of which anybody does. */
export class ListAssignments extends Query<Assignment[]> {
  constructor(readonly asked: { deadlines: readonly string[] } | { account: string } | 'everybody') {
    super();
  }
}

const MOST = 2_000;

@QueryHandler(ListAssignments)
export class ListAssignmentsHandler implements IQueryHandler<ListAssignments> {
  constructor(private readonly db: LedgerDatabase) {}

  /** Latest first, at most 2,000. */
  async execute({ asked }: ListAssignments): Promise<Assignment[]> {
    const all = this.db.selectFrom('deadline_assignee').selectAll().orderBy('assigned_at', 'desc').limit(MOST);
    if (asked === 'everybody') return assignmentsOf(await all.execute());
    if ('account' in asked) return assignmentsOf(await all.where('account', '=', asked.account).execute());
    return assignmentsTo(this.db, asked.deadlines);
  }
}

/** Who takes care of these deadlines, latest first. */
export async function assignmentsTo(db: Kysely<Database>, deadlines: readonly string[]): Promise<Assignment[]> {
  if (deadlines.length === 0) return [];
  const rows = await db
    .selectFrom('deadline_assignee')
    .selectAll()
    .where('deadline', 'in', [...deadlines])
    .orderBy('assigned_at', 'desc')
    .limit(MOST)
    .execute();
  return assignmentsOf(rows);
}

const assignmentsOf = (rows: readonly Selectable<DeadlineAssigneeTable>[]): Assignment[] =>
  rows.map(({ assigned_by: assignedBy, assigned_at: assignedAt, ...row }) => ({ ...row, assignedBy, assignedAt }));
