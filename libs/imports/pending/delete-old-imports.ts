import { type Kysely, sql } from 'kysely';
import type { Database } from '#database/tables.js';
import { KEPT_MS } from './pending-view.js';

/** Deletes files that are shown no more, unless one is being recorded. An index makes it cheap when there is nothing to do. */
export async function deleteOldImports(db: Kysely<Database>, now: Date): Promise<void> {
  const old = new Date(now.getTime() - KEPT_MS);
  await sql`
    delete from pending_import where created_at < ${old} and (state <> 'running' or began_at < ${old})
  `.execute(db);
}
