import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { Act, Details } from './acts.js';

/** Something that somebody did besides recording. */
export interface Activity {
  /** As of events (`actorOf`), or `SOMEBODY`. */
  actor: string;
  act: Act;
  /** What it was done to: a stream (`dossier-<id>`, `scheme-<slug>`), or `account:<id>`, `key:<id>` and the like. */
  about?: string;
  details?: Details;
}

/**
 * Notes who did what. Who recorded, corrected and retracted is in the ledger and is not noted again. Rows are removed after
 * `JALON_RETENTION_DAYS`.
 */
@Injectable()
export class Activities {
  constructor(private readonly db: LedgerDatabase) {}

  /**
   * The time is that of the ledger's clock, so that both make one list.
   *
   * @param within the transaction of the change itself, so that neither exists without the other
   */
  async note({ actor, act, about, details = {} }: Activity, within: Kysely<Database> = this.db.ledger): Promise<void> {
    await sql`
      insert into activity (at, actor, act, about, details)
      select clock_timestamp() + clock_offset, ${actor}, ${act}, ${about ?? null}, ${JSON.stringify(details)}::jsonb
      from ledger_head
    `.execute(within);
  }
}

/** Of what is not in the ledger. @returns how many rows */
export async function deleteOldActivity(db: LedgerDatabase, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from activity where ordinal in (select ordinal from activity where at < ${before} order by at limit 1000)
  `.execute(db);
  return Number(numAffectedRows);
}
