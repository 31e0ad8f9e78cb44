import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Selectable } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
import type { FeedTable } from '#database/tables/subscription.js';
import { dossierStream, type LedgerEvent, providerStream, schemeStream } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { decodeReadable, eventColumns, type Recorded } from '#event-store/events.js';

type FeedRow = Selectable<FeedTable>;

export const FEED_KINDS = ['calendar', 'atom'] as const;

/** A feed with a private address, as its owner sees it. The address itself is not stored. */
export interface FeedView {
  id: string;
  kind: (typeof FEED_KINDS)[number];
  name: string;
  /** Opaque here: the caller validates and interprets it. */
  filter: object;
  /** An `ownerReference`. */
  owner: string;
  language: 'fr' | 'en';
  createdAt: Date;
  revokedAt: Date | null;
}

const feedViewOf = (row: FeedRow): FeedView => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  filter: row.filter,
  owner: row.created_by,
  language: row.language,
  createdAt: row.created_at,
  revokedAt: row.revoked_at,
});

type NewFeed = Pick<FeedView, 'kind' | 'name' | 'filter' | 'language'>;

/** The feeds that a caller may list and revoke: those of one owner, or all. */
export type FeedScope = { owner: string } | 'all';

/** Private addresses at which feeds are read without a key. */
@Injectable()
export class Feeds {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * The caller has validated the filter. The token is returned once and not stored.
   *
   * @param chosen id and token chosen by the caller, to make the creation idempotent
   */
  async create(
    asked: NewFeed,
    owner: string,
    { id, token }: { id: string; token: string } = { id: randomUUID(), token: newFeedToken() },
  ): Promise<{ feed: FeedView; token: string }> {
    const row = await this.db
      .insertInto('feed')
      .values({
        ...asked,
        id,
        token_hash: feedTokenHash(token),
        filter: JSON.stringify(asked.filter),
        created_by: owner,
        created_at: this.clock.now(),
      })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ id }))
      .returningAll()
      .executeTakeFirstOrThrow();
    return { feed: feedViewOf(row), token };
  }

  /** In order of creation, including revoked feeds. */
  async list(
    scope: FeedScope,
    { limit, after }: { limit: number; after?: { createdAt: Date; id: string } },
  ): Promise<FeedView[]> {
    let query = this.db.selectFrom('feed').selectAll().orderBy('created_at').orderBy('id').limit(limit);
    if (scope !== 'all') query = query.where('created_by', '=', scope.owner);
    if (after) query = query.where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.id})`);
    return (await query.execute()).map(feedViewOf);
  }

  /** The feed of a token; `undefined` for an unknown token. @throws Refusal feed-revoked, without the token */
  async open(token: string, kind: FeedView['kind']): Promise<FeedView | undefined> {
    const row = await this.db
      .selectFrom('feed')
      .selectAll()
      .where('token_hash', '=', feedTokenHash(token))
      .where('kind', '=', kind)
      .executeTakeFirst();
    if (row?.revoked_at) throw refuse('feed-revoked', 'token', 'feed-address-revoked');
    return row && feedViewOf(row);
  }

  /**
   * Permanent and idempotent; requests to its address are answered 410. Feeds of other owners are reported as not found.
   *
   * @throws Refusal not-found
   */
  async revoke(id: string, scope: FeedScope): Promise<void> {
    let update = this.db
      .updateTable('feed')
      .set({ revoked_at: sql<Date>`coalesce(revoked_at, ${this.clock.now()}::timestamptz)` })
      .where('id', '=', id);
    if (scope !== 'all') update = update.where('created_by', '=', scope.owner);
    const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw refuse('not-found', 'id', 'feed-not-found', { id });
  }
}

const BYTES = 32;

/** 256 random bits. */
const newFeedToken = (): string => randomBytes(BYTES).toString('base64url');

/** Only the hash is stored. The token has 256 bits of entropy, so a plain hash is sufficient. */
const feedTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface FeedDocument {
  text: string;
  /** Its media type. */
  type: string;
  /** Ledger position of the content. */
  position: number;
  /** Name for downloads; absent: displayed inline. */
  fileName?: string;
  /** Private address: excluded from shared caches and search engines. */
  isPrivate?: boolean;
}

type OwnedFeed = Pick<FeedView, 'id' | 'kind' | 'name'>;

/**
 * The feeds with a private address that an API key created and that are readable, in order of creation. Revoking the key does
 * not revoke them.
 *
 * @param owner its `keyReference`
 */
export const feedsOf = (db: LedgerDatabase, owner: string): Promise<OwnedFeed[]> =>
  db
    .selectFrom('feed')
    .select(['id', 'kind', 'name'])
    .where('created_by', '=', owner)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** Revokes them. Permanent and idempotent. @returns those that were readable until now */
export async function revokeFeedsOf(db: LedgerDatabase, owner: string, now: Date): Promise<OwnedFeed[]> {
  const owned = await feedsOf(db, owner);
  await db
    .updateTable('feed')
    .set({ revoked_at: now })
    .where('created_by', '=', owner)
    .where('revoked_at', 'is', null)
    .execute();
  return owned;
}

/** Filter applied in SQL; an absent list does not filter. */
export interface EventsWanted {
  providers?: readonly string[] | undefined;
  dossiers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
  types?: readonly string[] | undefined;
  /** Only dossier events that may have led to one of these statuses. */
  statuses?: readonly string[] | undefined;
  /** Only dossier events. */
  dossiersOnly?: boolean;
}

/** Reads the ledger from newest to oldest. */
@Injectable()
export class NewestEvents {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /**
   * Newest first, those that cannot be decoded as stored. May return more than requested, for example events of former holders.
   * Filters by provider, scheme or status may miss the latest events until the projection has caught up.
   */
  async read(wanted: EventsWanted, page: { before: number; limit: number }): Promise<Recorded<LedgerEvent>[]> {
    const { dossiers, types, schemes, statuses } = wanted;
    const providers = wanted.providers && (await this.#streamsOf(wanted.providers));
    const { rows } = await sql<EventTable>`
      select ${sql.join(eventColumns.map((column) => sql.ref(column)))} from event
      where position < ${page.before}
        ${providers ? sql`and stream = any(${providers})` : sql``}
        ${dossiers ? sql`and stream = any(${dossiers.map(dossierStream)})` : sql``}
        ${types ? sql`and type = any(${[...types]})` : sql``}
        ${statuses ? sql`and ${leadingTo(statuses)}` : sql``}
        ${wanted.dossiersOnly ? sql`and stream like 'dossier-%'` : sql``}
        ${
          schemes
            ? sql`and (stream = any(${schemes.map(schemeStream)})
                or stream in (select 'dossier-' || id from dossier where scheme = any(${[...schemes]})))`
            : sql``
        }
      order by position desc limit ${page.limit}
    `.execute(this.db);
    return decodeReadable(this.events.codec, rows, { keepRaw: true });
  }

  /** The streams of providers and of all dossiers that they hold or held. */
  async #streamsOf(providers: readonly string[]): Promise<string[]> {
    const held = await this.db
      .selectFrom('dossier_holder')
      .select('dossier')
      .distinct()
      .where('provider', 'in', [...providers])
      .execute();
    return [...providers.map(providerStream), ...held.map(({ dossier }) => dossierStream(dossier))];
  }
}

/**
 * Dossiers that had the status on some day, as known at some time. Statuses that were entered and left within one
 * recording, such as an import, are not in the projection.
 */
const leadingTo = (statuses: readonly string[]) => sql`stream like 'dossier-%' and (
  stream in (select 'dossier-' || dossier from dossier_span where status = any(${[...statuses]}))
  or exists (
    select from event as beside
    where beside.stream = event.stream and beside.version in (event.version - 1, event.version + 1)
      and beside.recorded_at = event.recorded_at
  ))`;
