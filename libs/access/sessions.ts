import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Look } from '#event-store/ledger-head.js';
import { endSessions } from './accounts.js';
import { ApiKeys, hashOf, ignoreOutage } from './api-keys.js';
import { actorOf, type Principal, principalOf } from './principal.js';

const HOUR_MS = 3_600_000;
/** A session expires after this time without a request, and after a week in any case. */
const IDLE_MS = 12 * HOUR_MS;
const MAX_AGE_MS = 7 * 24 * HOUR_MS;

/** Where a session is used from, for its holder. */
export interface Client {
  /** `User-Agent`. */
  browser?: string | undefined;
  network?: string;
}

export interface ListedSession {
  id: string;
  browser: string | null;
  network: string | null;
  createdAt: Date;
  /** To the minute. */
  seenAt: Date;
  /** Name of the key with which it began, instead of a password. */
  key: string | null;
  isCurrent: boolean;
}

const LONGEST_BROWSER = 300;

/** That a session is used is noted to the minute. */
const NOTED_MS = 60_000;

interface Known {
  holder: Principal;
  /** Of keys, accounts and sessions, before it was read. */
  stamp: string;
  readAt: number;
  /** Until its use is noted again, or it is too old. */
  until: number;
}

/**
 * Sessions of the console. A session has the scopes of its account or API key, and ends at the first request after the account
 * was disabled or the key revoked. Every sign-in makes a new token, which is only in a cookie; the database stores its hash.
 */
@Injectable()
export class Sessions {
  readonly #known = new LRUCache<string, Known>({ max: 1_000 });

  constructor(
    private readonly db: LedgerDatabase,
    private readonly keys: ApiKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * For a person who has proved who they are.
   *
   * @returns the token of a new session; `undefined` if the account was disabled meanwhile
   */
  async begin(account: string, client: Client = {}): Promise<string | undefined> {
    return this.#begin(client, sql`null, id from account where id = ${account} and disabled_at is null`);
  }

  /**
   * The key is checked again as the session is stored: no session begins with a key that was revoked or replaced meanwhile.
   *
   * @returns the token of a new session; `undefined` for an unknown or revoked key
   */
  async beginWithKey(key: string, client: Client = {}): Promise<string | undefined> {
    if (!(await this.keys.verify(key))) return undefined;
    return this.#begin(client, sql`id, null::uuid from api_key where hash = ${hashOf(key)} and revoked_at is null`);
  }

  async #begin({ browser, network }: Client, holder: ReturnType<typeof sql>): Promise<string | undefined> {
    const token = randomBytes(32).toString('base64url');
    const now = this.clock.now();
    const shown = browser?.toWellFormed().replaceAll('\0', '').slice(0, LONGEST_BROWSER).toWellFormed() ?? null;
    await this.db.ledger.deleteFrom('console_session').where(this.#hasExpired(now)).execute();
    const { numAffectedRows } = await sql`
      insert into console_session (hash, created_at, seen_at, browser, network, api_key, account)
      select ${hashOf(token)}, ${now}, ${now}, ${shown}, ${network ?? null}, ${holder}
      for key share
    `.execute(this.db.ledger);
    return numAffectedRows === 1n ? token : undefined;
  }

  /**
   * Who is signed in; `undefined` if the session has expired, the key was revoked or the account disabled.
   *
   * @param look as of which it may be; absent: now
   */
  async holderOf(token: string, look?: Look): Promise<Principal | undefined> {
    const now = this.clock.now();
    const hash = hashOf(token);
    const stamp = look?.stampOf('access');
    const known = this.#known.get(hash.toString('base64'));
    const isIn = (from: number, until: number): boolean => from <= now.getTime() && now.getTime() < until;
    if (known?.stamp === stamp && known && isIn(known.readAt, known.until)) return known.holder;
    const row = await this.db.ledger
      .selectFrom('console_session')
      .leftJoin('api_key', 'api_key.id', 'console_session.api_key')
      .leftJoin('account', (join) =>
        join.on('account.id', '=', (of) => of.fn.coalesce('console_session.account', 'api_key.account')),
      )
      .select(['seen_at', 'console_session.created_at', 'api_key.id as key', 'api_key.name', 'scopes', 'revoked_at'])
      .select(['account.id as account', 'account.name as person', 'role', 'disabled_at'])
      .where('console_session.hash', '=', hash)
      .where((is) => is.not(this.#hasExpired(now)))
      .executeTakeFirst();
    const principal = row && principalOf(row);
    if (!principal) return undefined;
    const until = Math.min(now.getTime() + NOTED_MS, row.created_at.getTime() + MAX_AGE_MS);
    if (stamp) this.#known.set(hash.toString('base64'), { holder: principal, stamp, readAt: now.getTime(), until });
    if (now.getTime() - row.seen_at.getTime() > NOTED_MS)
      await this.db.ledger
        .updateTable('console_session')
        .set({ seen_at: now })
        .where('hash', '=', hash)
        .execute()
        .catch(ignoreOutage);
    return principal;
  }

  /** The actor of a session, for what is noted about it. */
  async actorOf(token: string): Promise<string | undefined> {
    const holder = await this.holderOf(token);
    return holder && actorOf(holder);
  }

  /** Of an account and of its keys, last used first. @param current the token of the session that asks */
  async list(account: string, current?: string): Promise<ListedSession[]> {
    return this.db.ledger
      .selectFrom('console_session')
      .leftJoin('api_key', 'api_key.id', 'console_session.api_key')
      .select(['console_session.id', 'browser', 'network', 'console_session.created_at as createdAt'])
      .select(['seen_at as seenAt', 'api_key.name as key'])
      .select(sql<boolean>`console_session.hash = ${hashOf(current ?? '')}`.as('isCurrent'))
      .where((of) => of(of.fn.coalesce('console_session.account', 'api_key.account'), '=', account))
      .where((is) => is.not(this.#hasExpired(this.clock.now())))
      .orderBy('seen_at', 'desc')
      .orderBy('console_session.id')
      .execute();
  }

  async end(token: string): Promise<void> {
    await this.db.ledger.deleteFrom('console_session').where('hash', '=', hashOf(token)).execute();
  }

  /** Ends one of the sessions of an account. @returns false if it has none with this id */
  async endOne(account: string, id: string): Promise<boolean> {
    const listed = await this.list(account);
    if (!listed.some((session) => session.id === id)) return false;
    await this.db.ledger.deleteFrom('console_session').where('id', '=', id).execute();
    return true;
  }

  /** @param except the token of the session that goes on */
  async endAll(account: string, except?: string): Promise<void> {
    await endSessions(this.db.ledger, account, except === undefined ? undefined : hashOf(except));
  }

  #hasExpired(now: Date) {
    const idle = new Date(now.getTime() - IDLE_MS);
    const old = new Date(now.getTime() - MAX_AGE_MS);
    return sql<boolean>`(seen_at < ${idle} or console_session.created_at < ${old})`;
  }
}
