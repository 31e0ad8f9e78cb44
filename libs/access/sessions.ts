import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { ApiKeys, hashOf, ignoreOutage } from './api-keys.js';
import { type Principal, principalOf } from './principal.js';

const HOUR_MS = 3_600_000;
/** A session expires after this time without a request, and after a week in any case. */
const IDLE_MS = 12 * HOUR_MS;
const MAX_AGE_MS = 7 * 24 * HOUR_MS;

/**
 * Sessions of the console. A session has the scopes of its API key and ends at the first request after the key was revoked.
 * The token is only in a cookie; the database stores its hash.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * The key is checked again as the session is stored: no session begins with a key that was revoked or replaced meanwhile.
   *
   * @returns the token of a new session; `undefined` for an unknown or revoked key
   */
  async begin(key: string): Promise<string | undefined> {
    const holder = await this.keys.verify(key);
    if (!holder) return undefined;
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await this.db.ledger.deleteFrom('console_session').where(this.#hasExpired(now)).execute();
    const { numAffectedRows } = await sql`
      insert into console_session (hash, api_key, created_at, seen_at)
      select ${hashOf(token)}, id, ${now}, ${now} from api_key where hash = ${hashOf(key)} and revoked_at is null
      for key share
    `.execute(this.db.ledger);
    return numAffectedRows === 1n ? token : undefined;
  }

  /** Who is signed in; `undefined` if the session has expired, the key was revoked or the account disabled. */
  async holderOf(token: string): Promise<Principal | undefined> {
    const now = this.clock.now();
    const hash = hashOf(token);
    const row = await this.db.ledger
      .selectFrom('console_session')
      .leftJoin('api_key', 'api_key.id', 'console_session.api_key')
      .leftJoin('account', (join) =>
        join.on('account.id', '=', (of) => of.fn.coalesce('console_session.account', 'api_key.account')),
      )
      .select(['seen_at', 'api_key.id as key', 'api_key.name', 'scopes', 'revoked_at'])
      .select(['account.id as account', 'account.name as person', 'role', 'disabled_at'])
      .where('console_session.hash', '=', hash)
      .where((is) => is.not(this.#hasExpired(now)))
      .executeTakeFirst();
    const principal = row && principalOf(row);
    if (!principal) return undefined;
    if (now.getTime() - row.seen_at.getTime() > 60_000)
      await this.db.ledger
        .updateTable('console_session')
        .set({ seen_at: now })
        .where('hash', '=', hash)
        .execute()
        .catch(ignoreOutage);
    return principal;
  }

  async end(token: string): Promise<void> {
    await this.db.ledger.deleteFrom('console_session').where('hash', '=', hashOf(token)).execute();
  }

  #hasExpired(now: Date) {
    const idle = new Date(now.getTime() - IDLE_MS);
    const old = new Date(now.getTime() - MAX_AGE_MS);
    return sql<boolean>`(seen_at < ${idle} or console_session.created_at < ${old})`;
  }
}
