import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { IdReused } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import type { Language } from '#language/language.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Confirmations, confirmUntil, requestConfirmation } from './confirmations.js';
import { assertFilter, type Filter, FilterSchema, followedInWords } from './filter.js';
import { Secrets } from './messages/secrets.js';
import { findSubscription, type SubscriptionRow } from './sending/attempt.js';
import { activate, disable, end } from './sending/subscription-states.js';
import { suppressionReason } from './sending/suppressions.js';
import { AddressGuard, ForbiddenTarget } from './sending/webhook/address-guard.js';
import { headersAsText, newSecret } from './sending/webhook/webhook-settings.js';
import {
  type EndpointSettings,
  fingerprintOf,
  type NewSubscription,
  NewSubscriptionSchema,
  type SubscriptionView,
  targetOf,
  viewOf,
} from './subscription.js';

export interface Created {
  subscription: SubscriptionView;
  /** Signing secret of a webhook, shown here and after a rotation only; `null` for email. */
  secret: string | null;
  replayed: boolean;
}

interface Context {
  owner: string;
  /** Id of the new subscription; repeating the request with the same id returns the first result. */
  id?: string;
  /** The owner has shown that the address is theirs, so the subscription is active at once. */
  verified?: boolean;
}

/** What a person follows, and where the emails go. */
export interface Followed {
  /** The owner of the subscription. */
  owner: string;
  /** An address that is known to be that of the person. */
  address: string;
  filter: Filter;
}

@Injectable()
export class Subscribing {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly guard: AddressGuard,
    private readonly confirmations: Confirmations,
  ) {}

  /**
   * Creates a subscription and sends a confirmation request; nothing else is sent before the confirmation.
   *
   * @throws Refusal target-not-allowed, not-found; IdReused
   */
  async create(asked: NewSubscription, context: Context): Promise<Created> {
    const { id = randomUUID(), owner, verified } = context;
    const before = context.id === undefined ? undefined : await this.#held(id).executeTakeFirst();
    if (before) return this.#replay(before, asked, owner);
    await assertFilter(asked.filter, { events: this.events, schemes: this.schemes });
    if (asked.channel === 'webhook') await this.#assertReachable(asked);
    else if (!verified) await assertFewUnconfirmed(this.db, asked.address, this.clock.now());
    const made = await this.#make(id, asked, context);
    if (made) return { subscription: viewOf(made, this.db.epochs), secret: this.#secretOf(made), replayed: false };
    return this.#replay(await this.#held(id).executeTakeFirstOrThrow(), asked, owner);
  }

  /** Subscribes a person by email, without another confirmation. Idempotent: sent twice, it makes one subscription. */
  async follow(followed: Followed, language: Language): Promise<void> {
    const { owner, address, filter } = followed;
    if (await this.isFollowed(followed)) return;
    const asked = NewSubscriptionSchema.parse({ channel: 'email', address, filter, language });
    await this.create(asked, { owner, verified: true });
    const [, ...others] = await openOnes(this.db, followed); // of another request at the same time
    await this.#end(others.map(({ id }) => id));
  }

  /**
   * Asks an address that anybody can have typed whether it wants to follow. Each subscription has an owner of its own: nobody
   * answers the reminders of another. An address that follows already, or has bounced, is sent nothing.
   *
   * @throws Refusal target-not-allowed, not-found, subscription-unfit
   */
  async askToFollow(asked: Pick<Followed, 'address' | 'filter'>, language: Language): Promise<void> {
    const [held] = await openOnes(this.db, asked);
    if (held?.state === 'pending') await this.confirmations.resend(held.id, 'all');
    if (held) return;
    const wanted = NewSubscriptionSchema.parse({ channel: 'email', ...asked, language });
    await this.create(wanted, { owner: `${VISITOR}${randomUUID()}` });
  }

  /** Ends what `follow` made, and what the person subscribed to with the same filter and address. Idempotent. */
  async unfollow(followed: Followed): Promise<void> {
    await this.#end((await openOnes(this.db, followed)).map(({ id }) => id));
  }

  async isFollowed(followed: Followed): Promise<boolean> {
    return (await openOnes(this.db, followed)).length > 0;
  }

  async #end(ids: readonly string[]): Promise<void> {
    for (const id of ids) await this.db.transaction().execute((tx) => end(tx, id, this.clock.now()));
  }

  #held = (id: string) => this.db.selectFrom('subscription').selectAll().where('id', '=', id);

  #replay(before: SubscriptionRow, asked: NewSubscription, owner: string): Created {
    const isSame = before.asked?.equals(fingerprintOf(asked)) ?? false;
    if (before.created_by !== owner || !isSame) throw new IdReused(before.id);
    return { subscription: viewOf(before, this.db.epochs), secret: this.#secretOf(before), replayed: true };
  }

  /** @returns `undefined` if the id is taken */
  async #make(
    id: string,
    asked: NewSubscription,
    { owner, verified = false }: Context,
  ): Promise<SubscriptionRow | undefined> {
    const now = this.clock.now();
    const { events, schemes: catalogue } = this;
    const follows = await followedInWords(asked, { events, catalogue, now });
    const db = verified ? this.db.waiting : this.db; // activation waits for a lock
    return db.transaction().execute(async (tx) => {
      const row = await tx
        .insertInto('subscription')
        .values({
          ...{ id, channel: asked.channel, target: targetOf(asked), language: asked.language, mode: asked.mode },
          ...{ filter: JSON.stringify(asked.filter), reminders: JSON.stringify(asked.reminders) },
          ...{ asked: fingerprintOf(asked), created_by: owner, created_at: now },
          ...{ state: 'pending', confirm_round: 1, confirm_until: confirmUntil(now), secret: null },
          ...(asked.channel === 'email' && asked.digestDay && { digest_day: asked.digestDay }),
          ...(asked.channel === 'webhook' && this.#endpointColumns(id, asked)),
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (!row || verified) return row && this.#activated(tx, row, now);
      await requestConfirmation(tx, id, { round: row.confirm_round, follows, now });
      return row;
    });
  }

  async #activated(tx: Transaction<Database>, { id, confirm_round, target }: SubscriptionRow, now: Date) {
    await activate(tx, id, confirm_round, now);
    if (await suppressionReason(tx, target)) await disable(tx, id, 'bounced', now);
    return findSubscription(tx, id, 'all');
  }

  async #assertReachable({ url }: EndpointSettings): Promise<void> {
    try {
      await this.guard.assertReachable(new URL(url));
    } catch (error) {
      if (error instanceof ForbiddenTarget) throw refuse('target-not-allowed', 'url', error.why, { host: error.host });
      throw error;
    }
  }

  #endpointColumns(id: string, asked: EndpointSettings) {
    const { format, ordered, ratePerMinute, description, secret = newSecret() } = asked;
    const headers = headersAsText(asked.headers);
    return {
      ...(format && { format }),
      ...(ordered !== undefined && { ordered }),
      ...(ratePerMinute !== undefined && { rate_per_minute: ratePerMinute }),
      ...(description !== undefined && { description }),
      secret: this.secrets.seal(secret, id),
      headers: headers === null ? null : this.secrets.seal(headers, id),
    };
  }

  #secretOf = ({ id, secret, signature }: SubscriptionRow): string | null =>
    secret && signature === 'hmac' ? this.secrets.open(secret, id) : null;
}

const MOST_UNANSWERED = 5;
const DAY_MS = 24 * 3_600_000;

/**
 * Limits the confirmation requests that key holders can send to an address. Best effort: concurrent requests may exceed the
 * limit.
 *
 * @throws Refusal target-not-allowed
 */
async function assertFewUnconfirmed(db: Kysely<Database>, address: string, now: Date): Promise<void> {
  const { requests } = await db
    .selectFrom('subscription')
    .select((eb) => eb.fn.countAll<number>().as('requests'))
    .where('confirmed_at', 'is', null)
    .where('account', 'is', null)
    .where(sql<boolean>`lower(target) = lower(${address})`)
    .where('created_at', '>', new Date(now.getTime() - DAY_MS))
    .executeTakeFirstOrThrow();
  if (requests >= MOST_UNANSWERED)
    throw refuse('target-not-allowed', 'address', 'confirmations-unanswered', { requests });
}

const VISITOR = 'visitor:';

/** Whether nobody is known who asked for a subscription. */
export const isVisitor = (owner: string): boolean => owner.startsWith(VISITOR);

/**
 * The subscriptions with this filter that have not ended, oldest first.
 *
 * @param followed without an owner: those of visitors
 */
async function openOnes(db: Kysely<Database>, followed: Omit<Followed, 'owner'> & { owner?: string }) {
  const { owner, address, filter } = followed;
  return db
    .selectFrom('subscription')
    .select(['id', 'state'])
    .where((eb) => (owner === undefined ? eb('created_by', 'like', `${VISITOR}%`) : eb('created_by', '=', owner)))
    .where('channel', '=', 'email')
    .where('state', '<>', 'unsubscribed')
    .where(sql<boolean>`lower(target) = lower(${address})`)
    .where(sql<boolean>`filter = ${JSON.stringify(FilterSchema.parse(filter))}::jsonb`)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}
