import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { activate } from './sending/activate.js';
import { disable } from './sending/disable.js';
import { planDeliveries } from './sending/planned-deliveries.js';
import { findSubscription, type SubscriptionScope, type SubscriptionRow } from './sending/recipient.js';
import { suppressionReason } from './sending/suppressions.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { Secrets } from './messages/secrets.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Filter } from './filter.js';
import { followedInWords, type LabelledValue } from './filter-in-words.js';
import { type SubscriptionView, viewOf } from './list-subscriptions.js';

/** Confirms a subscription with the token that was sent to the address, or to the endpoint as its challenge. No key is required. */
export class ConfirmSubscription extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly token: string,
  ) {
    super();
  }
}

/** A subscription that a token confirms, and the owner who asked for it; `undefined` for any other token. */
export class GetAwaitedSubscription extends Query<{ view: SubscriptionView; owner: string } | undefined> {
  constructor(
    readonly id: string,
    readonly token: string,
  ) {
    super();
  }
}

@QueryHandler(GetAwaitedSubscription)
export class GetAwaitedSubscriptionHandler implements IQueryHandler<GetAwaitedSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly secrets: Secrets,
  ) {}

  async execute({ id, token }: GetAwaitedSubscription) {
    const row = await this.db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    if (!this.secrets.isConfirmToken(token, id, row?.confirm_round ?? 0) || !row) return undefined;
    return { view: viewOf(row, this.db.epochs), owner: row.created_by };
  }
}

/** The subscription whose recipient has the link in its mails; `undefined` for any other token. */
export class GetLinkedSubscription extends Query<SubscriptionView | undefined> {
  constructor(
    readonly id: string,
    readonly link: 'unsubscribe' | 'preferences',
    readonly token: string,
  ) {
    super();
  }
}

@QueryHandler(GetLinkedSubscription)
export class GetLinkedSubscriptionHandler implements IQueryHandler<GetLinkedSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly secrets: Secrets,
  ) {}

  async execute({ id, link, token }: GetLinkedSubscription) {
    const isOurs =
      link === 'unsubscribe' ? this.secrets.isUnsubscribeToken(token, id) : this.secrets.isPreferencesToken(token, id);
    const row = isOurs
      ? await this.db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst()
      : undefined;
    return row && viewOf(row, this.db.epochs);
  }
}

@CommandHandler(ConfirmSubscription)
export class ConfirmSubscriptionHandler implements ICommandHandler<ConfirmSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Idempotent. If the address was suppressed after the request, the subscription is disabled: its deliveries are held.
   *
   * @throws Refusal token-invalid, whatever is wrong
   */
  async execute({ id, token }: ConfirmSubscription): Promise<SubscriptionView> {
    return this.db.waiting.transaction().execute(async (tx) => {
      const row = await this.#awaited(tx, id, token);
      if (isConfirmed(row)) return viewOf(row, this.db.epochs);
      const now = this.clock.now();
      const isOurs = await activate(tx, id, row.confirm_round, now); // another click may have been faster
      if (isOurs && row.channel === 'email' && (await suppressionReason(tx, row.target)))
        await disable(tx, id, 'bounced', now);
      const confirmed = await this.#awaited(tx, id, token);
      if (!isConfirmed(confirmed)) throw invalid();
      return viewOf(confirmed, this.db.epochs);
    });
  }

  async #awaited(tx: Transaction<Database>, id: string, token: string): Promise<SubscriptionRow> {
    const row = await tx.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    if (!this.secrets.isConfirmToken(token, id, row?.confirm_round ?? 0) || !row) throw invalid();
    return row;
  }
}

const isConfirmed = ({ state, confirmed_at }: SubscriptionRow): boolean =>
  state === 'active' || (state === 'disabled' && confirmed_at !== null);

const invalid = () => refuse('token-invalid', 'token', 'confirmation-token-invalid');

/** Sends another confirmation request. */
export class ResendConfirmation extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
    /** Time limit of the request to be replaced: if another one was sent since, none is sent. */
    readonly replaces?: Date,
  ) {
    super();
  }
}

/** Limits the emails that a key holder can send to an unconfirmed address. */
const MOST_ROUNDS = 10;

@CommandHandler(ResendConfirmation)
export class ResendConfirmationHandler implements ICommandHandler<ResendConfirmation> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
  ) {}

  /**
   * Invalidates earlier tokens. A confirmed subscription is refused: it would miss events until it is confirmed again.
   *
   * @throws Refusal not-found, subscription-unfit
   */
  async execute({ id, scope, replaces }: ResendConfirmation): Promise<SubscriptionView> {
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
      const row = await tx
        .updateTable('subscription')
        .set({
          state: 'pending',
          disabled_because: null,
          confirm_round: confirm_round + 1,
          confirm_until: confirmUntil(now),
          ended_at: null,
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      const follows = await followedInWords(
        { ...row, digestDay: row.digest_day, filter: row.filter as Filter },
        { events: this.events, catalogue: this.schemes, now },
      );
      await requestConfirmation(tx, id, { round: row.confirm_round, follows, now });
      return viewOf(row, this.db.epochs);
    });
  }
}

const CONFIRM_WITHIN_MS = 48 * 3_600_000;

export const confirmUntil = (now: Date): Date => new Date(now.getTime() + CONFIRM_WITHIN_MS);

/** Plans a confirmation request. */
export async function requestConfirmation(
  tx: Transaction<Database>,
  subscription: string,
  { round, follows, now }: { round: number; follows: LabelledValue[]; now: Date },
): Promise<void> {
  const message = {
    type: 'subscription.verification' as const,
    timestamp: now.toISOString(),
    data: { subscription, round, follows },
  };
  await planDeliveries(tx, [{ cause: { kind: 'confirm', reference: String(round) }, subscription, message }], now);
}
