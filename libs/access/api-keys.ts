import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { refuse } from '#domain/refusal.js';
import { BadSettings } from '#settings/read-settings.js';

/** What a key may do. Each scope includes the ones before it: whoever may record may read. */
export const scopes = ['read', 'record', 'admin'] as const;
export const ScopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof ScopeSchema>;

/** The scopes asked for and all that they include. */
export function withIncluded(asked: readonly Scope[]): ReadonlySet<Scope> {
  const highest = Math.max(-1, ...asked.map((scope) => scopes.indexOf(scope)));
  return new Set(scopes.slice(0, highest + 1));
}

export interface KeyHolder {
  id: string;
  name: string;
  /** With all that they include: `record` holds `read` too. */
  scopes: ReadonlySet<Scope>;
}

export interface ListedKey {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  /** To the minute; null while unused. */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** How long a process goes on taking a key that another process has revoked. */
const TRUST_MS = 5_000;
const MOST_REMEMBERED = 1_000;

/**
 * The keys that REST takes. Only hashes are kept: the key itself is in the answer of `create` and nowhere else. A
 * revoked key stays listed, since the ledger's events name it as their actor.
 */
@Injectable()
export class ApiKeys {
  readonly #trusted = new Map<string, { holder: KeyHolder; until: number }>();

  constructor(private readonly db: LedgerDatabase) {}

  async create({ name, scopes }: { name: string; scopes: readonly Scope[] }): Promise<ListedKey & { key: string }> {
    const { id, key } = newKey();
    const row = await this.db
      .insertInto('api_key')
      .values({ id, name, scopes: [...new Set(scopes)], hash: hashOf(key) })
      .returning(listed)
      .executeTakeFirstOrThrow();
    return { ...row, key };
  }

  /** Whose key it is; nothing for an unknown or revoked one. Takes equally long wherever a wrong key differs. */
  async verify(key: string): Promise<KeyHolder | undefined> {
    const hash = hashOf(key);
    const memo = hash.toString('base64');
    const known = this.#trusted.get(memo);
    if (known && known.until > performance.now()) return known.holder;
    this.#trusted.delete(memo);
    const rows = await this.db
      .selectFrom('api_key')
      .select(['id', 'name', 'scopes', 'hash'])
      .where('id', 'in', [idIn(key) ?? ADMIN_KEY_ID, ADMIN_KEY_ID])
      .where('revoked_at', 'is', null)
      .execute();
    const row = rows.find((candidate) => timingSafeEqual(candidate.hash, hash));
    if (!row) return undefined;
    const holder = { id: row.id, name: row.name, scopes: withIncluded(row.scopes) };
    this.#trust(memo, holder);
    await this.#noteUse(row.id);
    return holder;
  }

  /** Newest first, revoked ones included. */
  async list(): Promise<ListedKey[]> {
    return this.db.selectFrom('api_key').select(listed).orderBy('created_at', 'desc').orderBy('id').execute();
  }

  /** Ends a key: at once in this process, within seconds in others. Revoking twice changes nothing. */
  async revoke(id: string): Promise<ListedKey> {
    const row = await this.db
      .updateTable('api_key')
      .set({ revoked_at: sql`coalesce(revoked_at, now())` })
      .where('id', '=', id)
      .returning(listed)
      .executeTakeFirst();
    this.#trusted.clear();
    if (!row) throw refuse('unknown-key', 'id', 'key-not-found', { id });
    return row;
  }

  /**
   * Makes `JALON_ADMIN_KEY` a key with every scope. There is one such row: another value takes the former's place, and
   * setting the variable brings back a revoked one. Doing it again changes nothing. A value that `create` gave out
   * stays the key that it is, and the row is left alone.
   *
   * @throws BadSettings when that key is not an administrator's, or revoked
   */
  async ensureAdmin(key: string): Promise<void> {
    const hash = hashOf(key);
    const known = await this.db
      .selectFrom('api_key')
      .select(['scopes', 'revoked_at'])
      .where('hash', '=', hash)
      .where('id', '<>', ADMIN_KEY_ID)
      .executeTakeFirst();
    if (known) {
      if (known.revoked_at === null && known.scopes.includes('admin')) return;
      throw new BadSettings(['JALON_ADMIN_KEY is a key on record without that right, or revoked: choose another']);
    }
    await this.db
      .insertInto('api_key')
      .values({ id: ADMIN_KEY_ID, name: 'JALON_ADMIN_KEY', scopes: ['admin'], hash })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ hash, revoked_at: null }))
      .execute();
    this.#trusted.clear();
  }

  #trust(memo: string, holder: KeyHolder): void {
    if (this.#trusted.size >= MOST_REMEMBERED) this.#trusted.clear();
    this.#trusted.set(memo, { holder, until: performance.now() + TRUST_MS });
  }

  async #noteUse(id: string): Promise<void> {
    await this.db
      .updateTable('api_key')
      .set({ last_used_at: sql`now()` })
      .where('id', '=', id)
      .where(sql<boolean>`last_used_at is null or last_used_at < now() - interval '1 minute'`)
      .execute();
  }
}

const listed = [
  'id',
  'name',
  'scopes',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'revoked_at as revokedAt',
] as const;

/** The row that holds whatever `JALON_ADMIN_KEY` says now. */
const ADMIN_KEY_ID = 'admin';

const ID_BYTES = 6;
const SECRET_BYTES = 32;

/** A new key, `jalon_<id>_<secret>`: the id may be shown and logged, the secret has 256 bits. */
function newKey(): { id: string; key: string } {
  const id = randomBytes(ID_BYTES).toString('hex');
  return { id, key: `jalon_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}` };
}

/** The id that a key names; nothing when it is not of our making, as `JALON_ADMIN_KEY` need not be. */
const idIn = (key: string): string | undefined => /^jalon_([0-9a-f]{12})_[\w-]{43}$/.exec(key)?.[1];

/** What is kept of a key. No salt and no stretching: there is nothing to guess in 256 random bits. */
export const hashOf = (key: string): Buffer => createHash('sha256').update(key).digest();
