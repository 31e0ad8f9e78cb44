import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, followedInWords, type LabelledValue } from './filter.js';
import { Secrets } from './messages/secrets.js';
import { planDeliveries } from './sending/planned-deliveries.js';
import {
  findSubscription,
  type SubscriptionRow,
  type SubscriptionScope,
  updateSubscription,
} from './sending/attempt.js';
import { activate, disable } from './sending/subscription-states.js';
import { suppressionReason } from './sending/suppressions.js';
import { type SubscriptionView, viewOf } from './subscription.js';

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
    const row = await this.db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    if (!this.secrets.isToken(token, 'confirmation', id, row?.confirm_round ?? 0) || !row) return undefined;
    return { view: viewOf(row, this.db.epochs), owner: row.created_by };
  }

  /**
   * Idempotent. If the address was suppressed after the request, the subscription is disabled: its deliveries are held.
   *
   * @throws Refusal token-invalid, whatever is wrong
   */
  async confirm(id: string, token: string): Promise<SubscriptionView> {
    return this.db.waiting.transaction().execute(async (tx) => {
      const row = await this.#rowFor(tx, id, token);
      if (isConfirmed(row)) return viewOf(row, this.db.epochs);
      const now = this.clock.now();
      const isOurs = await activate(tx, id, row.confirm_round, now); // another click may have been faster
      if (isOurs && row.channel === 'email' && (await suppressionReason(tx, row.target)))
        await disable(tx, id, 'bounced', now);
      const confirmed = await this.#rowFor(tx, id, token);
      if (!isConfirmed(confirmed)) throw invalid();
      return viewOf(confirmed, this.db.epochs);
    });
  }

  async #rowFor(tx: Transaction<Database>, id: string, token: string): Promise<SubscriptionRow> {
    const row = await tx.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();
    if (!this.secrets.isToken(token, 'confirmation', id, row?.confirm_round ?? 0) || !row) throw invalid();
    return row;
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

export async function requestConfirmation(
  tx: Transaction<Database>,
  subscription: string,
  { round, follows, now }: { round: number; follows: LabelledValue[]; now: Date },
): Promise<void> {
  const data = { subscription, round, follows };
  const message = { type: 'subscription.verification' as const, timestamp: now.toISOString(), data };
  await planDeliveries(tx, [{ cause: { kind: 'confirm', reference: String(round) }, subscription, message }], now);
}
