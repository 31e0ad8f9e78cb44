import { hash as hashed, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Look } from '#event-store/ledger-head.js';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import type { Database } from '#database/tables.js';
import { refuse } from '#domain/refusal.js';
import { BadSettings } from '#settings/settings.js';
import { type Principal, principalOf, type Scope } from './principal.js';

export interface ListedKey {
  id: string;
  name: string;
  scopes: Scope[];
  /** Whose key it is; null: a key for a program. */
  account: string | null;
  createdAt: Date;
  /** To the minute; null while unused. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

interface NewKey {
  name: string;
  scopes: readonly Scope[];
  account?: string | undefined;
}

interface Verified {
  holder: Principal;
  /** Of keys and accounts, before it was read. */
  stamp: string;
}

const CACHE_SIZE = 1_000;
/** The use of a key is noted to the minute. */
const NOTED_MS = 60_000;

/**
 * API keys. Only their hashes are stored; `create` returns the key itself once. Revoked keys stay listed, since events name
 * them as their actor.
 */
@Injectable()
export class ApiKeys {
  readonly #verified = new LRUCache<string, Verified>({ max: CACHE_SIZE, ttl: NOTED_MS });

  constructor(private readonly db: LedgerDatabase) {}

  /** @param account whose key it is; absent: nobody's, for a program that acts in its own name */
  async create({ name, scopes, account }: NewKey): Promise<ListedKey & { key: string }> {
    const { id, key } = newKey();
    const row = await this.db.ledger
      .insertInto('api_key')
      .values({ id, name, scopes: [...new Set(scopes)], hash: hashOf(key), account: account ?? null })
      .returning(listed)
      .executeTakeFirstOrThrow();
    return { ...row, key };
  }

  /**
   * The holder of a key; `undefined` if it is unknown or revoked. Compares in constant time.
   *
   * @param look as of which it may be; absent: now
   */
  async verify(key: string, look?: Look): Promise<Principal | undefined> {
    const known = look && this.verified(key, look);
    if (known) return known;
    const hash = hashOf(key);
    const rows = await this.db.ledger
      .selectFrom('api_key')
      .leftJoin('account', 'account.id', 'api_key.account')
      .select(['api_key.id as key', 'api_key.name', 'scopes', 'hash', 'revoked_at'])
      .select(['account.id as account', 'account.name as person', 'role', 'disabled_at'])
      .where('api_key.id', 'in', [idIn(key) ?? ADMIN_KEY_ID, ADMIN_KEY_ID])
      .execute();
    const row = rows.find((candidate) => timingSafeEqual(candidate.hash, hash));
    const holder = row && principalOf(row);
    if (!holder) return undefined;
    if (look) this.#verified.set(nameOf(key), { holder, stamp: look.stampOf('access') });
    await this.#noteUse(holder.id).catch(ignoreOutage); // a key is valid on a read-only server, too
    return holder;
  }

  /** The same, if it is known without asking. */
  verified(key: string, look: Look): Principal | undefined {
    const known = this.#verified.get(nameOf(key));
    return known?.stamp === look.stampOf('access') ? known.holder : undefined;
  }

  /** Newest first, revoked ones included. @param account whose keys; absent: all */
  async list(account?: string): Promise<ListedKey[]> {
    return this.db.ledger
      .selectFrom('api_key')
      .select(listed)
      .$if(account !== undefined, (keys) => keys.where('account', '=', account ?? ''))
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
  }

  /**
   * Revokes a key. Idempotent.
   *
   * @param account only if it is a key of this account; absent: whosever
   * @throws Refusal not-found
   */
  async revoke(id: string, account?: string): Promise<ListedKey> {
    const row = await this.db.ledger
      .updateTable('api_key')
      .set({ revoked_at: sql`coalesce(revoked_at, now())` })
      .where('id', '=', id)
      .$if(account !== undefined, (keys) => keys.where('account', '=', account ?? ''))
      .returning(listed)
      .executeTakeFirst();
    if (!row) throw refuse('not-found', 'id', 'key-not-found', { id });
    return row;
  }

  /**
   * Makes `JALON_ADMIN_KEY` a key with scope admin. There is one such row: another value replaces the previous one and ends
   * its console sessions. If the value is a key made by `create`, nothing changes. A revoked key remains revoked, also after
   * other values have been set. Idempotent.
   *
   * @returns whether the key can be used; if not, it was revoked
   * @throws BadSettings when the value is another key without scope admin
   */
  async ensureAdmin(key: string): Promise<boolean> {
    const hash = hashOf(key);
    const known = await this.db.ledger
      .selectFrom('api_key')
      .select(['scopes', 'revoked_at'])
      .where('hash', '=', hash)
      .executeTakeFirst();
    if (!known) await this.db.ledger.transaction().execute((tx) => replaceAdminKey(tx, hash));
    else if (!known.scopes.includes('admin'))
      throw new BadSettings(['JALON_ADMIN_KEY is an existing key that lacks scope admin; choose another']);
    return known?.revoked_at == null;
  }

  async #noteUse(id: string): Promise<void> {
    await this.db.ledger
      .updateTable('api_key')
      .set({ last_used_at: sql`now()` })
      .where('id', '=', id)
      .where(sql<boolean>`last_used_at is null or last_used_at < now() - interval '1 minute'`)
      .execute();
  }
}

/** For what is not worth failing a request. */
export function ignoreOutage(error: unknown): void {
  if (outageOf(error) === undefined) throw error;
}

const listed = [
  'id',
  'name',
  'scopes',
  'account',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'revoked_at as revokedAt',
] as const;

/** For the operator. */
export const ADMIN_KEY_REVOKED = 'JALON_ADMIN_KEY was revoked and is ignored: set another value or remove it';

/** The row of `JALON_ADMIN_KEY`. */
const ADMIN_KEY_ID = 'admin';

/** Processes that start at the same time with the same value do this one after the other, the later ones to no effect. */
async function replaceAdminKey(tx: Transaction<Database>, hash: Buffer): Promise<void> {
  const name = 'JALON_ADMIN_KEY';
  const former = await tx
    .selectFrom('api_key')
    .select(['hash', 'created_at', 'revoked_at'])
    .where('id', '=', ADMIN_KEY_ID)
    .forUpdate()
    .executeTakeFirst();
  if (former?.hash.equals(hash)) return;
  await tx
    .insertInto('api_key')
    .values({ id: ADMIN_KEY_ID, name, scopes: ['admin'], hash })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({ hash, revoked_at: null, last_used_at: null, created_at: sql`now()` }),
    )
    .execute();
  await tx.deleteFrom('console_session').where('api_key', '=', ADMIN_KEY_ID).execute();
  if (former?.revoked_at)
    await tx
      .insertInto('api_key')
      .values({ ...former, id: `${ADMIN_KEY_ID}-${former.hash.toString('hex', 0, ID_BYTES)}`, name, scopes: ['admin'] })
      .execute();
}

const ID_BYTES = 6;
const SECRET_BYTES = 32;

/** A new key, `jalon_<id>_<secret>`: the id may be shown and logged, the secret has 256 bits. */
function newKey(): { id: string; key: string } {
  const id = randomBytes(ID_BYTES).toString('hex');
  return { id, key: `jalon_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}` };
}

/** The id in a key; `undefined` for one that `create` did not make, such as `JALON_ADMIN_KEY`. */
const idIn = (key: string): string | undefined => /^jalon_([0-9a-f]{12})_[\w-]{43}$/.exec(key)?.[1];

/** Without salt or stretching: 256 random bits cannot be guessed. */
export const hashOf = (key: string): Buffer => hashed('sha256', key, 'buffer');
const nameOf = (key: string): string => hashed('sha256', key, 'base64');
