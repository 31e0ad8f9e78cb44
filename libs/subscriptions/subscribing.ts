import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { IdReused } from '#event-store/events.js';
import type { Language } from '#language/language.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter, type Filter, FilterSchema, followedInWords, type LabelledValue } from './filter.js';
import { Secrets } from './messages/secrets.js';
import {
  findSubscription,
  type SubscriptionRow,
  type SubscriptionScope,
  updateSubscription,
} from './sending/attempt.js';
import { planDeliveries } from './sending/planned-deliveries.js';
import { activate, disable, end } from './sending/subscription-states.js';
import { suppressionReason } from './sending/bounces.js';
import { AddressGuard, ForbiddenTarget } from './sending/webhook/address-guard.js';
import { headersAsText, newSecret } from './sending/webhook/webhook-settings.js';
import {
  type EndpointSettings,
  fingerprintOf,
  type NewSubscription,
  NewSubscriptionSchema,
  type SubscriptionView,
  viewOf,
} from './subscription.js';

/** Limits the emails that a key holder can send to an unconfirmed address. */
const MOST_ROUNDS = 10;

/**
 * Subscriptions are confirmed with the token that was sent to the address, or to the endpoint as its challenge, without a
 * key.
 */
@Injectable()
export class Confirmations {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** The subscription that a token confirms, and the owner who asked for it; `undefined` for any other token. */
  async awaited(id: string, token: string): Promise<{ view: SubscriptionView; owner: string } | undefined> {
    const row = await this.#rowFor(this.db, id, token);
    return row && { view: viewOf(row, this.db.epochs), owner: row.created_by };
  }

  /**
   * Idempotent. If the address was suppressed after the request, the subscription is disabled: its deliveries are held.
   *
   * @throws Refusal token-invalid, whatever is wrong
   */
  async confirm(id: string, token: string): Promise<SubscriptionView> {
    return this.db.waiting.transaction().execute(async (tx) => {
      const row = await this.#rowFor(tx, id, token);
      if (!row) throw invalid();
      if (isConfirmed(row)) return viewOf(row, this.db.epochs);
      const now = this.clock.now();
      const isOurs = await activate(tx, id, row.confirm_round, now); // another click may have been faster
      if (isOurs && row.channel === 'email' && (await suppressionReason(tx, row.target)))
        await disable(tx, id, 'bounced', now);
      const confirmed = await this.#rowFor(tx, id, token);
      if (!confirmed || !isConfirmed(confirmed)) throw invalid();
      return viewOf(confirmed, this.db.epochs);
    });
  }

  async #rowFor(db: Kysely<Database>, id: string, token: string): Promise<SubscriptionRow | undefined> {
    const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    return this.secrets.isToken(token, 'confirmation', id, row?.confirm_round ?? 0) ? row : undefined;
  }

  /**
   * Sends another request, which invalidates earlier tokens. A confirmed subscription is refused: it would miss events until it
   * is confirmed again.
   *
   * @param replaces time limit of the request to be replaced: if another one was sent since, none is sent
   * @throws Refusal not-found, subscription-unfit
   */
  async resend(id: string, scope: SubscriptionScope, replaces?: Date): Promise<SubscriptionView> {
    const now = this.clock.now();
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      const { state, confirm_round, confirmed_at } = held;
      if (replaces && state === 'pending' && held.confirm_until.getTime() !== replaces.getTime())
        return viewOf(held, this.db.epochs);
      if (state === 'active' || state === 'unsubscribed')
        throw refuse('subscription-unfit', 'id', 'confirmation-not-needed', { state });
      if (state === 'disabled' && confirmed_at) throw refuse('subscription-unfit', 'id', 'already-confirmed');
      if (held.signature !== 'hmac') throw refuse('subscription-unfit', 'id', 'new-secret-first');
      if (confirm_round >= MOST_ROUNDS)
        throw refuse('subscription-unfit', 'id', 'confirmation-limit', { requests: MOST_ROUNDS });
      const row = await updateSubscription(tx, id, {
        ...{ state: 'pending', disabled_because: null, ended_at: null },
        ...{ confirm_round: confirm_round + 1, confirm_until: confirmUntil(now) },
      });
      const follows = await followedInWords(
        { ...row, digestDay: row.digest_day, filter: row.filter as Filter },
        { events: this.events, catalogue: this.schemes, now },
      );
      await requestConfirmation(tx, id, { round: row.confirm_round, follows, now });
      return viewOf(row, this.db.epochs);
    });
  }
}

const isConfirmed = ({ state, confirmed_at }: SubscriptionRow): boolean =>
  state === 'active' || (state === 'disabled' && confirmed_at !== null);

const invalid = () => refuse('token-invalid', 'token', 'confirmation-token-invalid');

const CONFIRM_WITHIN_MS = 48 * 3_600_000;

export const confirmUntil = (now: Date): Date => new Date(now.getTime() + CONFIRM_WITHIN_MS);

async function requestConfirmation(
  tx: Transaction<Database>,
  subscription: string,
  { round, follows, now }: { round: number; follows: LabelledValue[]; now: Date },
): Promise<void> {
  const data = { subscription, round, follows };
  const message = { type: 'subscription.verification' as const, timestamp: now.toISOString(), data };
  await planDeliveries(tx, [{ cause: { kind: 'confirm', reference: String(round) }, subscription, message }], now);
}

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
          ...{
            id,
            channel: asked.channel,
            target: asked.channel === 'email' ? asked.address : asked.url,
            language: asked.language,
            mode: asked.mode,
          },
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
