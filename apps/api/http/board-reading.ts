import { Injectable } from '@nestjs/common';
import { board } from '#board/board.js';
import { LedgerDatabase } from '#database/connection.js';
import { followedTo, waitUntilSeen } from '#event-store/seen.js';
import { Rejection } from '../problem/rejection.js';

const LONGEST_WAIT_MS = 2_000;

/** How far the lists have followed the ledger. */
@Injectable()
export class BoardReading {
  constructor(private readonly db: LedgerDatabase) {}

  /**
   * To be called before a list is read: what is read then reflects at least the position answered here.
   *
   * @param seen waits for this position, so that a client sees what it wrote
   * @throws Rejection not-seen-yet
   */
  async position(seen?: number): Promise<number> {
    if (seen !== undefined && !(await waitUntilSeen(this.db, board, seen, LONGEST_WAIT_MS)))
      throw new Rejection('not-seen-yet', `The list has not followed the ledger up to ${seen} yet.`, [], {
        'Retry-After': '1',
      });
    return followedTo(this.db, board);
  }
}
