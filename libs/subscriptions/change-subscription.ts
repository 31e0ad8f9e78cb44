import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter } from './assert-filter.js';
import { planRemaining } from './daily/plan-remaining.js';
import { heldSubscription, type Reach } from '#delivery/held-subscription.js';
import type { SubscriptionChanges } from './subscription-changes.js';
import { type SubscriptionView, viewOf } from './subscription-view.js';

/** Wishes that changed hold for what is recorded and planned from now on: the row tells the worker, which plans anew. */
export class ChangeSubscription extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly changes: SubscriptionChanges,
    readonly reach: Reach,
  ) {
    super();
  }
}

@CommandHandler(ChangeSubscription)
export class ChangeSubscriptionHandler implements ICommandHandler<ChangeSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
  ) {}

  /**
   * Changing to what stands already changes nothing. Who wants no digest any more gets what waits for it now.
   *
   * @throws Refusal unknown-subscription, subscription-unfit, unknown-provider, unknown-dossier, unknown-scheme
   */
  async execute({ id, changes, reach }: ChangeSubscription): Promise<SubscriptionView> {
    const { filter, language, reminders, mode, format, ordered, ratePerMinute } = changes;
    await heldSubscription(this.db, id, reach);
    if (filter) await assertFilter(filter, { events: this.events, schemes: await this.schemes.at() });
    return this.db.transaction().execute(async (tx) => {
      const { state, channel } = await heldSubscription(tx, id, reach, { lock: true });
      if (state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'was ended: make another subscription');
      assertFits(channel, changes);
      const row = await tx
        .updateTable('subscription')
        .set({
          ...(filter && { filter: JSON.stringify(filter) }),
          ...(language && { language }),
          ...(reminders && { reminders: JSON.stringify(reminders) }),
          ...(mode && { mode }),
          ...(format && { format }),
          ...(ordered !== undefined && { ordered }),
          ...(ratePerMinute !== undefined && { rate_per_minute: ratePerMinute, next_slot_at: null }),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (mode === 'immediate' && state === 'active') await planRemaining(tx, id, this.clock.now());
      return viewOf(row);
    });
  }
}

/** @throws Refusal subscription-unfit, when mails are asked for what only endpoints have, or the other way round */
function assertFits(channel: 'email' | 'webhook', changes: SubscriptionChanges): void {
  if (channel === 'webhook' && changes.mode === 'daily')
    throw refuse('subscription-unfit', 'mode', 'must be immediate: only mails come in a daily digest');
  const wish = ENDPOINT_WISHES.find((name) => changes[name] !== undefined);
  if (channel === 'email' && wish)
    throw refuse('subscription-unfit', wish, 'is for webhooks, and this subscription gets mails');
}

const ENDPOINT_WISHES = ['format', 'ordered', 'ratePerMinute'] as const;
