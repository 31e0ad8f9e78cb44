import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { boardCheckpoint } from './board-projection.js';

/** How many events the lists have followed, of how many. */
export interface ListsBehind {
  followed: number;
  events: number;
}

/** So many are followed within a second or two: nothing to tell readers of. */
const FEW = 1_000;

/** How far the lists are, if they are far behind the ledger: after a large reading, import or restore. */
@Injectable()
export class ListsProgress {
  constructor(private readonly db: LedgerDatabase) {}

  async behind(): Promise<ListsBehind | undefined> {
    const { rows } = await sql<ListsBehind>`
      select position as events,
        (select coalesce(min(position), 0) from checkpoint where name = ${boardCheckpoint.name}) as followed
      from ledger_head
    `.execute(this.db);
    return rows[0] && rows[0].events - rows[0].followed > FEW ? rows[0] : undefined;
  }
}
