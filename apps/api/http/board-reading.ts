import { Injectable } from '@nestjs/common';
import { board } from '#projections/status-projection.js';
import { LedgerDatabase } from '#database/connection.js';
import { followedTo, waitUntilSeen } from '#event-store/checkpoint.js';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../problem/rejection.js';

const LONGEST_WAIT_MS = 2_000;

interface Followed {
  name: string;
  version: number;
}

/** How far the lists have followed the ledger. */
@Injectable()
export class BoardReading {
  constructor(private readonly db: LedgerDatabase) {}

  /**
   * To be called before a list is read: what is read then reflects at least the position answered here.
   *
   * @param seen waits for this position, so that a client sees what it wrote
   * @param besides what the list is made of besides the board itself
   * @throws Rejection not-seen-yet
   */
  async position(seen?: number, ...besides: Followed[]): Promise<number> {
    const positions: number[] = [];
    for (const followed of [board, ...besides]) {
      if (seen !== undefined && !(await waitUntilSeen(this.db, followed, seen, LONGEST_WAIT_MS)))
        throw new Rejection('not-seen-yet', reason('list-behind', { position: seen }), [], {
          'Retry-After': '1',
        });
      positions.push(await followedTo(this.db, followed));
    }
    return Math.min(...positions);
  }
}
