import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';

/** Drafts are kept for two weeks, and the last ones of each owner. */
const KEPT_DAYS = 14;
const KEPT_OF_OWNER = 50;

/** For how long a page offers to continue with a draft. */
const OFFERED_HOURS = 12;

export interface FormDraft {
  id: string;
  changedAt: Date;
  fields: URLSearchParams;
  /** Whether the form was recorded. */
  isSaved: boolean;
}

/** The input of forms that were not recorded yet, so that leaving a page loses nothing. Only its owner reads a draft. */
@Injectable()
export class FormDrafts {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Keeps the input as it is now; the last call counts. */
  async keep(
    owner: string,
    { id, path, fields }: { id: string; path: string; fields: URLSearchParams },
  ): Promise<void> {
    const now = { path, fields: fields.toString(), changed_at: this.clock.now() };
    await this.db
      .insertInto('form_draft')
      .values({ owner, id, saved: false, ...now })
      .onConflict((conflict) => conflict.columns(['owner', 'id']).doUpdateSet(now))
      .execute();
    await this.#forget(owner);
  }

  /** Once the form is recorded, it is no longer offered; its address still shows it. */
  async settle(owner: string, id: string): Promise<void> {
    await this.db
      .updateTable('form_draft')
      .set({ saved: true })
      .where('owner', '=', owner)
      .where('id', '=', id)
      .execute();
  }

  async find(owner: string, path: string, id: string): Promise<FormDraft | undefined> {
    const row = await this.#of(owner, path).where('id', '=', id).executeTakeFirst();
    return row && draftOf(row);
  }

  /** The latest draft of a page that was not recorded. */
  async unfinished(owner: string, path: string): Promise<FormDraft | undefined> {
    const since = new Date(this.clock.now().getTime() - OFFERED_HOURS * 3_600_000);
    const row = await this.#of(owner, path)
      .where('saved', '=', false)
      .where('changed_at', '>', since)
      .orderBy('changed_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && draftOf(row);
  }

  #of(owner: string, path: string) {
    return this.db
      .selectFrom('form_draft')
      .select(['id', 'fields', 'saved', 'changed_at'])
      .where('owner', '=', owner)
      .where('path', '=', path);
  }

  async #forget(owner: string): Promise<void> {
    const old = new Date(this.clock.now().getTime() - KEPT_DAYS * 24 * 3_600_000);
    await sql`
      delete from form_draft where changed_at < ${old} or owner = ${owner} and id not in (
        select id from form_draft where owner = ${owner} order by changed_at desc limit ${KEPT_OF_OWNER}
      )
    `.execute(this.db);
  }
}

const draftOf = (row: { id: string; fields: string; saved: boolean; changed_at: Date }): FormDraft => ({
  id: row.id,
  isSaved: row.saved,
  changedAt: row.changed_at,
  fields: new URLSearchParams(row.fields),
});

/** All drafts of an owner, for good. Idempotent. */
export async function deleteDraftsOf(db: LedgerDatabase, owner: string): Promise<void> {
  await db.deleteFrom('form_draft').where('owner', '=', owner).execute();
}
