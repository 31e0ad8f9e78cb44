import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { ApiKeys, hashOf, type KeyHolder, withIncluded } from './api-keys.js';

const HOUR_MS = 3_600_000;
/** After so long without a request a session is over, and in any case when it is so old. */
const IDLE_MS = 12 * HOUR_MS;
const OLDEST_MS = 7 * 24 * HOUR_MS;

/**
 * Who is signed in to the console. A session stands for an API key: it holds what the key holds, and ends with it at the
 * next request. The token is in a cookie and nowhere else; the database has its hash.
 */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  /** @returns the token of a new session; nothing for a key that is unknown or was revoked */
  async begin(key: string): Promise<string | undefined> {
    const holder = await this.keys.verify(key);
    if (!holder) return undefined;
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    await this.db.deleteFrom('console_session').where(this.#isOver(now)).execute();
    await this.db
      .insertInto('console_session')
      .values({ hash: hashOf(token), api_key: holder.id, created_at: now, seen_at: now })
      .execute();
    return token;
  }

  /** Whose session it is; nothing when it is over, or its key was revoked. */
  async holderOf(token: string): Promise<KeyHolder | undefined> {
    const now = this.clock.now();
    const hash = hashOf(token);
    const row = await this.db
      .selectFrom('console_session')
      .innerJoin('api_key', 'api_key.id', 'console_session.api_key')
      .select(['api_key.id', 'name', 'scopes', 'seen_at'])
      .where('console_session.hash', '=', hash)
      .where('revoked_at', 'is', null)
      .where((is) => is.not(this.#isOver(now)))
      .executeTakeFirst();
    if (!row) return undefined;
    if (now.getTime() - row.seen_at.getTime() > 60_000)
      await this.db.updateTable('console_session').set({ seen_at: now }).where('hash', '=', hash).execute();
    return { id: row.id, name: row.name, scopes: withIncluded(row.scopes) };
  }

  async end(token: string): Promise<void> {
    await this.db.deleteFrom('console_session').where('hash', '=', hashOf(token)).execute();
  }

  #isOver(now: Date) {
    const idle = new Date(now.getTime() - IDLE_MS);
    const old = new Date(now.getTime() - OLDEST_MS);
    return sql<boolean>`(seen_at < ${idle} or console_session.created_at < ${old})`;
  }
}
