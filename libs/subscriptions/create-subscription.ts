import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { activate } from './sending/activate.js';
import { disable } from './sending/disable.js';
import { findSubscription, type SubscriptionRow } from './sending/recipient.js';
import { suppressionReason } from './sending/suppressions.js';
import { AddressGuard, ForbiddenTarget } from './sending/webhook/address-guard.js';
import { newSecret } from './sending/webhook/signing-key.js';
import { headersAsText } from './sending/webhook/webhook-settings.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { IdReused } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { Secrets } from './messages/secrets.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter } from './filter.js';
import {
  type EndpointSettings,
  fingerprintOf,
  isSameRequest,
  type NewSubscription,
  targetOf,
} from './new-subscription.js';
import { followedInWords } from './filter-in-words.js';
import { type SubscriptionView, viewOf } from './list-subscriptions.js';
import { requestConfirmation, confirmUntil } from './confirm-subscription.js';

export interface Created {
  subscription: SubscriptionView;
  /** Signing secret of a webhook, shown here and after a rotation only; `null` for email. */
  secret: string | null;
  replayed: boolean;
}

/** Creates a subscription and sends a confirmation request; nothing else is sent before the confirmation. */
export class CreateSubscription extends Command<Created> {
  constructor(
    readonly asked: NewSubscription,
    /**
     * `id`: id of the new subscription; repeating the request with the same id returns the first result. `verified`: the
     * owner has shown that the address is theirs, so it is active at once.
     */
    readonly context: { owner: string; id?: string; verified?: boolean },
  ) {
    super();
  }
}

@CommandHandler(CreateSubscription)
export class CreateSubscriptionHandler implements ICommandHandler<CreateSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly guard: AddressGuard,
  ) {}

  /** @throws Refusal target-not-allowed, not-found, not-found; IdReused */
  async execute({ asked, context }: CreateSubscription): Promise<Created> {
    const before = context.id === undefined ? undefined : await this.#held(context.id).executeTakeFirst();
    if (before) return this.#replay(before, asked, context.owner);
    await assertFilter(asked.filter, { events: this.events, schemes: this.schemes });
    if (asked.channel === 'webhook') await this.#assertReachable(asked);
    else if (!context.verified) await assertFewUnconfirmed(this.db, asked.address, this.clock.now());
    const id = context.id ?? randomUUID();
    const made = await this.#make(id, asked, context);
    if (made) return { subscription: viewOf(made, this.db.epochs), secret: this.#secretOf(made), replayed: false };
    return this.#replay(await this.#held(id).executeTakeFirstOrThrow(), asked, context.owner);
  }

  #held = (id: string) => this.db.selectFrom('subscription').selectAll().where('id', '=', id);

  #replay(before: SubscriptionRow, asked: NewSubscription, owner: string): Created {
    if (before.created_by !== owner || !isSameRequest(before, asked)) throw new IdReused(before.id);
    return { subscription: viewOf(before, this.db.epochs), secret: this.#secretOf(before), replayed: true };
  }

  /** @returns `undefined` if the id is taken */
  async #make(
    id: string,
    asked: NewSubscription,
    { owner, verified = false }: CreateSubscription['context'],
  ): Promise<SubscriptionRow | undefined> {
    const now = this.clock.now();
    const { events, schemes: catalogue } = this;
    const follows = await followedInWords(asked, { events, catalogue, now });
    const db = verified ? this.db.waiting : this.db; // activation waits for a lock
    return db.transaction().execute(async (tx) => {
      const row = await tx
        .insertInto('subscription')
        .values({
          id,
          channel: asked.channel,
          target: targetOf(asked),
          filter: JSON.stringify(asked.filter),
          mode: asked.mode,
          ...(asked.channel === 'email' && asked.digestDay && { digest_day: asked.digestDay }),
          reminders: JSON.stringify(asked.reminders),
          asked: fingerprintOf(asked),
          language: asked.language,
          state: 'pending',
          confirm_round: 1,
          confirm_until: confirmUntil(now),
          secret: null,
          ...(asked.channel === 'webhook' && endpointColumns(asked)),
          ...(asked.channel === 'webhook' && this.#keyColumns(id, asked)),
          created_by: owner,
          created_at: now,
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

  #keyColumns(id: string, { secret = newSecret(), headers }: EndpointSettings) {
    const text = headersAsText(headers);
    return { secret: this.secrets.seal(secret, id), headers: text === null ? null : this.secrets.seal(text, id) };
  }

  #secretOf = ({ id, secret, signature }: SubscriptionRow): string | null =>
    secret && signature === 'hmac' ? this.secrets.open(secret, id) : null;
}

const endpointColumns = ({ format, ordered, ratePerMinute, description }: EndpointSettings) => ({
  ...(format && { format }),
  ...(ordered !== undefined && { ordered }),
  ...(ratePerMinute !== undefined && { rate_per_minute: ratePerMinute }),
  ...(description !== undefined && { description }),
});

const MOST_UNANSWERED = 5;
const DAY_MS = 24 * 3_600_000;

/**
 * Limits the confirmation requests that key holders can send to an address. Best effort: concurrent requests may exceed the
 * limit.
 *
 * @throws Refusal target-not-allowed
 */
async function assertFewUnconfirmed(db: Kysely<Database>, address: string, now: Date): Promise<void> {
  const { unanswered } = await db
    .selectFrom('subscription')
    .select((eb) => eb.fn.countAll<number>().as('unanswered'))
    .where('confirmed_at', 'is', null)
    .where('account', 'is', null)
    .where(sql<boolean>`lower(target) = lower(${address})`)
    .where('created_at', '>', new Date(now.getTime() - DAY_MS))
    .executeTakeFirstOrThrow();
  if (unanswered >= MOST_UNANSWERED)
    throw refuse('target-not-allowed', 'address', 'confirmations-unanswered', {
      requests: unanswered,
    });
}
