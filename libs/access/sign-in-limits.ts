import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { hashOf } from './api-keys.js';

const MINUTE_MS = 60_000;

/** How many attempts may fail, and within which time. */
const LIMITS = {
  /** Sign-ins with one address, from browsers in which its holder has not signed in before. */
  address: { most: 10, minutes: 15 },
  /** Sign-ins from one network, from such browsers. */
  network: { most: 30, minutes: 15 },
  /** Sign-ins from a browser in which the holder has signed in before. */
  browser: { most: 20, minutes: 15 },
  /** Wrong codes for one account: by guessing, somebody who has the password would need years. */
  code: { most: 10, minutes: 60 },
  /** Requests for mails. */
  'mail-address': { most: 3, minutes: 60 },
  'mail-network': { most: 20, minutes: 60 },
  /** Failed sign-ins of one network that are noted as activity. */
  noted: { most: 20, minutes: 60 },
  /** Sign-ins with an identity provider that one network began and did not complete. */
  start: { most: 60, minutes: 15 },
} as const;

export interface Attempt {
  kind: keyof typeof LIMITS;
  /** Which address, network or browser. */
  of: string;
}

/**
 * Limits guessing. Attempts are counted before they are made, so that no number of concurrent ones exceeds a limit, and
 * forgotten when they succeed. A holder is not locked out by others: a browser that is known has a limit of its own, and a link
 * sent by mail needs none.
 */
@Injectable()
export class SignInLimits {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** @returns when the next attempt may be made; `undefined` if this one may */
  async take(attempts: readonly Attempt[]): Promise<Date | undefined> {
    const now = this.clock.now();
    await this.db.ledger.deleteFrom('sign_in_attempts').where('until', '<=', now).execute();
    let until: Date | undefined;
    for (const attempt of attempts) {
      const { most, minutes } = LIMITS[attempt.kind];
      const row = await this.db.ledger
        .insertInto('sign_in_attempts')
        .values({ key: keyOf(attempt), count: 1, until: new Date(now.getTime() + minutes * MINUTE_MS) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ count: sql`sign_in_attempts.count + 1` }))
        .returning(['count', 'until'])
        .executeTakeFirstOrThrow();
      if (row.count > most && (!until || row.until > until)) until = row.until;
    }
    return until;
  }

  /** The attempts have succeeded. */
  async giveBack(attempts: readonly Attempt[], within: Kysely<Database> = this.db.ledger): Promise<void> {
    if (attempts.length === 0) return;
    await within
      .updateTable('sign_in_attempts')
      .set({ count: sql`greatest(count - 1, 0)` })
      .where('key', 'in', attempts.map(keyOf))
      .execute();
  }
}

const keyOf = ({ kind, of }: Attempt): Buffer => hashOf(`${kind} ${of.toLowerCase()}`);
