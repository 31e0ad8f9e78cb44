import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql, type Transaction } from 'kysely';
import { Clock } from '#database/clock.js';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { makeDue, retryAnew } from './sending/planned-deliveries.js';
import { headersAsText } from './sending/webhook/webhook-settings.js';
import { BREAKER_THRESHOLD } from './sending/retry-schedule.js';
import { findSubscription, type SubscriptionScope, type SubscriptionRow } from './sending/recipient.js';
import { suppressionReason } from './sending/suppressions.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { canonicalJson } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { Secrets } from './messages/secrets.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { planPendingDigest } from './planning/digests.js';
import { assertFilter, type Filter } from './filter.js';
import { end } from './end-subscriptions.js';
import type { SubscriptionChanges } from './new-subscription.js';
import { type SubscriptionView, viewOf } from './list-subscriptions.js';

/** Changes the settings of a subscription. The worker detects the change and plans the reminders again. */
export class ChangeSubscription extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly changes: SubscriptionChanges,
    readonly scope: SubscriptionScope,
    /** The settings that the changes are based on, if they must not replace others. */
    readonly basis?: SubscriptionView,
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
    private readonly secrets: Secrets,
  ) {}

  /**
   * Idempotent. When digests are switched off, the changes collected for the next digest are sent now.
   *
   * @throws Refusal not-found, subscription-unfit, not-found
   * @throws ChangedMeanwhile the settings are no longer the `basis`
   */
  async execute({ id, changes, scope, basis }: ChangeSubscription): Promise<SubscriptionView> {
    const { filter, language, reminders, mode, digestDay, format, ordered } = changes;
    const { ratePerMinute, description, headers } = changes;
    const text = headersAsText(headers);
    await findSubscription(this.db, id, scope);
    if (filter) await assertFilter(filter, { events: this.events, schemes: this.schemes });
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      const { state, channel } = held;
      if (basis && settingsOf(basis) !== settingsOf(viewOf(held, this.db.epochs))) throw new ChangedMeanwhile();
      if (state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
      assertFits(channel, changes);
      const row = await tx
        .updateTable('subscription')
        .set({
          ...(filter && !isOffered(filter, held) && { filter: JSON.stringify(filter), offered_filter: null }),
          ...(language && { language }),
          ...(reminders && { reminders: JSON.stringify(reminders) }),
          ...(mode && { mode }),
          ...(digestDay && { digest_day: digestDay }),
          ...(format && { format }),
          ...(ordered !== undefined && { ordered }),
          ...(ratePerMinute !== undefined && { rate_per_minute: ratePerMinute, next_slot_at: null }),
          ...(description !== undefined && { description }),
          ...(headers !== undefined && { headers: text === null ? null : this.secrets.seal(text, id) }),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      if (mode === 'immediate' && state === 'active') await planPendingDigest(tx, id, this.clock.now());
      return viewOf(row, this.db.epochs);
    });
  }
}

/** A filter that stays as it is leaves what the recipient chose of it. */
const isOffered = (filter: Filter, held: SubscriptionRow): boolean =>
  canonicalJson(filter) === canonicalJson(held.offered_filter ?? held.filter);

const settingsOf = ({ offered, language, reminders, mode, digestDay, endpoint }: SubscriptionView): string =>
  canonicalJson({ offered, language, reminders, mode, digestDay, ...settingsOfEndpoint(endpoint) });

const settingsOfEndpoint = (endpoint: SubscriptionView['endpoint']) =>
  endpoint && {
    ...{ format: endpoint.format, ordered: endpoint.ordered, ratePerMinute: endpoint.ratePerMinute },
    ...{ description: endpoint.description },
  };

/** @throws Refusal subscription-unfit, if a setting does not exist for the channel */
function assertFits(channel: 'email' | 'webhook', changes: SubscriptionChanges): void {
  if (channel === 'webhook' && changes.mode !== undefined && changes.mode !== 'immediate')
    throw refuse('subscription-unfit', 'mode', 'digest-needs-email');
  if (channel === 'webhook' && changes.digestDay !== undefined)
    throw refuse('subscription-unfit', 'digestDay', 'email-only');
  const wish = ENDPOINT_SETTINGS.find((name) => changes[name] !== undefined);
  if (channel === 'email' && wish) throw refuse('subscription-unfit', wish, 'webhook-only');
}

const ENDPOINT_SETTINGS = ['format', 'ordered', 'ratePerMinute', 'description', 'headers'] as const;

/**
 * Ends what holds up the messages of a subscription. A disabled one is active again and is sent its held messages, in order of
 * planning. Of an active one, the pause ends, and the messages that wait for a retry are due now.
 */
export class ResumeSubscription extends Command<SubscriptionView> {
  constructor(
    readonly id: string,
    readonly scope: SubscriptionScope,
  ) {
    super();
  }
}

@CommandHandler(ResumeSubscription)
export class ResumeSubscriptionHandler implements ICommandHandler<ResumeSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
  ) {}

  /**
   * An endpoint that was disabled receives one message first, and the others once it has accepted it. Each starts a new retry
   * schedule.
   *
   * @throws Refusal not-found, subscription-unfit
   */
  async execute({ id, scope }: ResumeSubscription): Promise<SubscriptionView> {
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      if (held.state === 'active') return viewOf(await resumeActive(tx, held, this.clock.now()), this.db.epochs);
      assertDisabled(held);
      await assertNotSuppressed(tx, held);
      const row = await tx
        .updateTable('subscription')
        .set({ ...healthy, failures: held.channel === 'webhook' ? BREAKER_THRESHOLD : 0 })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      await makeDue(tx, id, this.clock.now());
      return viewOf(row, this.db.epochs);
    });
  }
}

/** While the endpoint fails, one message is sent first. The failure of an attempt that is under way neither pauses nor delays. */
export async function resumeActive(
  tx: Transaction<Database>,
  { id }: SubscriptionRow,
  now: Date,
): Promise<SubscriptionRow> {
  await retryAnew(tx, id, now);
  return tx
    .updateTable('subscription')
    .set({
      ...{ paused_until: null, failures: sql<number>`least(failures, ${BREAKER_THRESHOLD})` },
      resumes: sql<number>`resumes + 1`,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

const healthy = {
  state: 'active',
  disabled_because: null,
  ended_at: null,
  failing_since: null,
  failing_reason: null,
  warned_hours: 0,
  paused_until: null,
} as const;

/** @throws Refusal subscription-unfit */
function assertDisabled({ state, confirmed_at, signature }: SubscriptionRow): void {
  if (state !== 'disabled') throw refuse('subscription-unfit', 'id', 'subscription-not-disabled', { state });
  if (!confirmed_at) throw refuse('subscription-unfit', 'id', 'never-confirmed');
  if (signature !== 'hmac') throw refuse('subscription-unfit', 'id', 'new-secret-first');
}

/** @throws Refusal subscription-unfit */
async function assertNotSuppressed(tx: Transaction<Database>, { channel, target }: SubscriptionRow): Promise<void> {
  const why = channel === 'email' ? await suppressionReason(tx, target) : undefined;
  if (why) throw refuse('subscription-unfit', 'id', 'suppression-in-force', why.params);
}

/** Ends a subscription: by its owner, or by the recipient with the token in every email. */
export class EndSubscription extends Command<void> {
  constructor(
    readonly id: string,
    readonly by: { scope: SubscriptionScope } | { token: string },
  ) {
    super();
  }
}

@CommandHandler(EndSubscription)
export class EndSubscriptionHandler implements ICommandHandler<EndSubscription> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /**
   * Permanent. Pending deliveries are cancelled, except attempts in progress. Idempotent.
   *
   * @throws Refusal not-found, token-invalid
   */
  async execute({ id, by }: EndSubscription): Promise<void> {
    if ('scope' in by) await findSubscription(this.db, id, by.scope);
    else if (!this.secrets.isUnsubscribeToken(by.token, id))
      throw refuse('token-invalid', 'token', 'unsubscribe-token-invalid');
    await this.db.transaction().execute((tx) => end(tx, id, this.clock.now()));
  }
}
