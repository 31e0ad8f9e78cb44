import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Selectable, sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { FeedTable } from '#database/tables/subscription.js';
import { refuse } from '#domain/refusal.js';

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

/** Creates a private address at which a feed is read without a key. The caller has validated the filter. */
export class CreateFeed extends Command<{ feed: FeedView; token: string }> {
  constructor(
    readonly asked: NewFeed,
    /** Owner of the feed. */
    readonly owner: string,
    /** Id and token chosen by the caller, to make the creation idempotent. */
    readonly chosen: { id: string; token: string } = { id: randomUUID(), token: newFeedToken() },
  ) {
    super();
  }
}

@CommandHandler(CreateFeed)
export class CreateFeedHandler implements ICommandHandler<CreateFeed> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** The token is returned once and not stored. */
  async execute({ asked, owner, chosen: { id, token } }: CreateFeed): Promise<{ feed: FeedView; token: string }> {
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
}

/** The feeds that a caller may list and revoke: those of one owner, or all. */
export type FeedScope = { owner: string } | 'all';

/** In order of creation, including revoked feeds. */
export class ListFeeds extends Query<FeedView[]> {
  constructor(
    readonly scope: FeedScope,
    readonly page: { limit: number; after?: { createdAt: Date; id: string } },
  ) {
    super();
  }
}

@QueryHandler(ListFeeds)
export class ListFeedsHandler implements IQueryHandler<ListFeeds> {
  constructor(private readonly db: LedgerDatabase) {}

  async execute({ scope, page: { limit, after } }: ListFeeds): Promise<FeedView[]> {
    let query = this.db.selectFrom('feed').selectAll().orderBy('created_at').orderBy('id').limit(limit);
    if (scope !== 'all') query = query.where('created_by', '=', scope.owner);
    if (after) query = query.where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.id})`);
    return (await query.execute()).map(feedViewOf);
  }
}

/** Finds the feed of a token. */
export class OpenFeed extends Query<FeedView | undefined> {
  constructor(
    readonly token: string,
    readonly kind: FeedView['kind'],
  ) {
    super();
  }
}

@QueryHandler(OpenFeed)
export class OpenFeedHandler implements IQueryHandler<OpenFeed> {
  constructor(private readonly db: LedgerDatabase) {}

  /** `undefined` for an unknown token. @throws Refusal feed-revoked, without the token */
  async execute({ token, kind }: OpenFeed): Promise<FeedView | undefined> {
    const row = await this.db
      .selectFrom('feed')
      .selectAll()
      .where('token_hash', '=', feedTokenHash(token))
      .where('kind', '=', kind)
      .executeTakeFirst();
    if (row?.revoked_at) throw refuse('feed-revoked', 'token', 'feed-address-revoked');
    return row && feedViewOf(row);
  }
}

/** Revokes a feed permanently; requests to its address are answered 410. */
export class RevokeFeed extends Command<void> {
  constructor(
    readonly id: string,
    readonly scope: FeedScope,
  ) {
    super();
  }
}

@CommandHandler(RevokeFeed)
export class RevokeFeedHandler implements ICommandHandler<RevokeFeed> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /** Idempotent. Feeds of other owners are reported as not found. @throws Refusal unknown-feed */
  async execute({ id, scope }: RevokeFeed): Promise<void> {
    let update = this.db
      .updateTable('feed')
      .set({ revoked_at: sql<Date>`coalesce(revoked_at, ${this.clock.now()}::timestamptz)` })
      .where('id', '=', id);
    if (scope !== 'all') update = update.where('created_by', '=', scope.owner);
    const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw refuse('unknown-feed', 'id', 'feed-not-found', { id });
  }
}

const BYTES = 32;

/** 256 random bits. */
const newFeedToken = (): string => randomBytes(BYTES).toString('base64url');

/** Only the hash is stored. The token has 256 bits of entropy, so a plain hash is sufficient. */
const feedTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();
