import { hash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { ChangedMeanwhile } from '#concurrency/changed-meanwhile.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import type { Weekday } from '#domain/date/weekday.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { refuse } from '#domain/refusal.js';
import { canonicalJson } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import type { Language } from '#language/language.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter, type Filter } from './filter.js';
import { Secrets } from './messages/secrets.js';
import { sampleMessage, type TestType } from './messages/webhook/payload.js';
import { planPendingDigest } from './planning/digests.js';
import {
  assertActive,
  findSubscription,
  type SubscriptionRow,
  type SubscriptionScope,
  updateSubscription,
} from './sending/attempt.js';
import { deliveryId, makeDue, planDeliveries, retryAnew } from './sending/planned-deliveries.js';
import { BREAKER_THRESHOLD } from './sending/retry-schedule.js';
import { end } from './sending/subscription-states.js';
import { suppressionReason } from './sending/bounces.js';
import { headersAsText } from './sending/webhook/webhook-settings.js';
import { type Mode, type SubscriptionChanges, type SubscriptionView, viewOf } from './subscription.js';

/** The subscriptions of an owner, or all. Those outside the scope are unknown: `not-found`. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** In order of creation. */
  async list(
    scope: SubscriptionScope,
    { limit, after }: { limit: number; after?: { createdAt: Date; id: string } },
  ): Promise<SubscriptionView[]> {
    let query = this.#within(scope).selectAll().orderBy('created_at').orderBy('id').limit(limit);
    if (after) query = query.where(sql<boolean>`(created_at, id) > (${after.createdAt}, ${after.id})`);
    return (await query.execute()).map((row) => viewOf(row, this.db.epochs));
  }

  /** By state and channel, newest first. @returns `total`: the matches on all pages */
  async find(
    scope: SubscriptionScope,
    asked: {
      state?: SubscriptionState | undefined;
      channel?: 'email' | 'webhook' | undefined;
      limit: number;
      offset: number;
    },
  ): Promise<{ items: SubscriptionView[]; total: number }> {
    const { state, channel, limit, offset } = asked;
    let query = this.#within(scope);
    if (state) query = query.where('state', '=', state);
    if (channel) query = query.where('channel', '=', channel);
    const rows = query.selectAll().orderBy('created_at', 'desc').orderBy('id').limit(limit).offset(offset).execute();
    const counted = query.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
    return { items: (await rows).map((row) => viewOf(row, this.db.epochs)), total: (await counted).total };
  }

  #within(scope: SubscriptionScope) {
    const all = this.db.selectFrom('subscription').where('account', 'is', null);
    return scope === 'all' ? all : all.where('created_by', '=', scope.owner);
  }

  /** @throws Refusal not-found */
  async get(id: string, scope: SubscriptionScope): Promise<SubscriptionView> {
    return viewOf(await findSubscription(this.db, id, scope), this.db.epochs);
  }

  /**
   * Changes settings. The worker detects the change and plans the reminders again. When digests are switched off, the changes
   * collected for the next digest are sent now. Idempotent.
   *
   * @param basis stands for the settings that the changes are based on, if they must not replace others
   * @throws Refusal not-found, subscription-unfit
   * @throws ChangedMeanwhile the settings are no longer the `basis`
   */
  async change(
    id: string,
    changes: SubscriptionChanges,
    scope: SubscriptionScope,
    basis?: string,
  ): Promise<SubscriptionView> {
    const { filter, language, reminders, mode, digestDay, format, ordered } = changes;
    const { ratePerMinute, description, headers } = changes;
    const text = headersAsText(headers);
    await findSubscription(this.db, id, scope);
    if (filter) await assertFilter(filter, { events: this.events, schemes: this.schemes });
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      if (basis !== undefined && basis !== settingsOf(viewOf(held, this.db.epochs))) throw new ChangedMeanwhile();
      if (held.state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
      assertFits(held.channel, changes);
      const row = await updateSubscription(tx, id, {
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
      });
      if (mode === 'immediate' && held.state === 'active') await planPendingDigest(tx, id, this.clock.now());
      return viewOf(row, this.db.epochs);
    });
  }

  /**
   * Ends what holds up the messages. A disabled subscription is active again and is sent its held messages, in order of
   * planning; an endpoint receives one first, and the others once it has accepted it. Of an active subscription, the pause ends,
   * and the messages that wait for a retry are due now. Each message starts a new retry schedule.
   *
   * @throws Refusal not-found, subscription-unfit
   */
  async resume(id: string, scope: SubscriptionScope): Promise<SubscriptionView> {
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, scope, { lock: true });
      if (held.state === 'active') return viewOf(await resumeActive(tx, id, this.clock.now()), this.db.epochs);
      assertDisabled(held);
      await assertNotSuppressed(tx, held);
      const failures = held.channel === 'webhook' ? BREAKER_THRESHOLD : 0;
      const row = await updateSubscription(tx, id, { ...healthy, failures });
      await makeDue(tx, id, this.clock.now());
      return viewOf(row, this.db.epochs);
    });
  }

  /** Permanent. Pending deliveries are cancelled, except attempts in progress. Idempotent. @throws Refusal not-found */
  async end(id: string, scope: SubscriptionScope): Promise<void> {
    await findSubscription(this.db, id, scope);
    await this.db.transaction().execute((tx) => end(tx, id, this.clock.now()));
  }

  /**
   * Sends a test message. Its first attempt is made at once, despite a pause or the rate limit of the endpoint; otherwise it is
   * delivered like any other message. Webhooks carry `jalon-test: true`.
   *
   * @param once identifies the request: repeating it sends one message
   * @throws Refusal not-found, subscription-unfit
   */
  async sendTest(
    id: string,
    scope: SubscriptionScope,
    { type = 'subscription.test', once = randomUUID() }: { type?: TestType | undefined; once?: string } = {},
  ): Promise<{ delivery: string }> {
    const subscription = await findSubscription(this.db, id, scope);
    assertActive(subscription);
    if (subscription.channel === 'email' && type !== 'subscription.test')
      throw refuse('subscription-unfit', 'type', 'webhook-only');
    const now = this.clock.now();
    const cause = { kind: 'test', reference: once } as const;
    const message = sampleMessage(type, id, now);
    await this.db.transaction().execute((tx) => planDeliveries(tx, [{ cause, subscription: id, message }], now));
    return { delivery: deliveryId(cause, id) };
  }
}

/** A filter that stays as it is leaves what the recipient chose of it. */
const isOffered = (filter: Filter, held: SubscriptionRow): boolean =>
  canonicalJson(filter) === canonicalJson(held.offered_filter ?? held.filter);

/** Stands for the settings of the owner: the same as long as they are. */
export const settingsOf = ({ offered, language, reminders, mode, digestDay, endpoint }: SubscriptionView): string => {
  const { format, ordered, ratePerMinute, description } = endpoint ?? {};
  const settings = { offered, language, reminders, mode, digestDay };
  const all = { ...settings, ...(endpoint && { format, ordered, ratePerMinute, description }) };
  return hash('sha256', canonicalJson(all), 'base64url');
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

/** While the endpoint fails, one message is sent first. The failure of an attempt that is under way neither pauses nor delays. */
export async function resumeActive(tx: Transaction<Database>, id: string, now: Date): Promise<SubscriptionRow> {
  await retryAnew(tx, id, now);
  return updateSubscription(tx, id, {
    paused_until: null,
    failures: sql<number>`least(failures, ${BREAKER_THRESHOLD})`,
    resumes: sql<number>`resumes + 1`,
  });
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

interface Wished {
  filter: Filter;
  language: Language;
  mode: Mode;
  digestDay?: Weekday | undefined;
}

/** What recipients change with the links in their mails. */
@Injectable()
export class RecipientPreferences {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
  ) {}

  /** The subscription of a link; `undefined` for any other token. */
  async linked(
    id: string,
    link: 'unsubscription' | 'preferences',
    token: string,
  ): Promise<SubscriptionView | undefined> {
    const row = this.secrets.isToken(token, link, id)
      ? await this.db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst()
      : undefined;
    return row && viewOf(row, this.db.epochs);
  }

  /**
   * Idempotent. The filter stays within what the owner of the subscription offers: a recipient chooses among that, and can
   * go back to all of it.
   *
   * @param basis stands for the settings that the changes are based on
   * @throws Refusal token-invalid, not-found, subscription-unfit
   * @throws ChangedMeanwhile the settings are no longer the `basis`
   */
  async change(id: string, token: string, wished: Wished, basis: string): Promise<SubscriptionView> {
    return this.#changing(id, token, async (tx, held) => {
      const is = viewOf(held, this.db.epochs);
      if (preferencesOf(is) !== basis) throw new ChangedMeanwhile();
      const filter = narrowed(is.offered, wished.filter);
      const isWhole = canonicalJson(filter) === canonicalJson(is.offered);
      const row = await updateSubscription(tx, id, {
        filter: JSON.stringify(filter),
        offered_filter: isWhole ? null : JSON.stringify(is.offered),
        language: wished.language,
        ...(held.channel === 'email' && {
          mode: wished.mode,
          ...(wished.digestDay && { digest_day: wished.digestDay }),
        }),
      });
      if (row.mode === 'immediate' && row.state === 'active') await planPendingDigest(tx, id, this.clock.now());
      return viewOf(row, this.db.epochs);
    });
  }

  /**
   * Pauses until then, or resumes now: what is recorded meanwhile is sent as a digest, what is due as one message. Idempotent.
   *
   * @throws Refusal token-invalid, not-found, subscription-unfit
   */
  async pause(id: string, token: string, until: Date | null): Promise<void> {
    await this.#changing(id, token, (tx) => updateSubscription(tx, id, { recipient_paused_until: until }));
  }

  #changing<T>(
    id: string,
    token: string,
    change: (tx: Transaction<Database>, held: SubscriptionRow) => Promise<T>,
  ): Promise<T> {
    if (!this.secrets.isToken(token, 'preferences', id))
      throw refuse('token-invalid', 'token', 'preferences-token-invalid');
    return this.db.transaction().execute(async (tx) => {
      const held = await findSubscription(tx, id, 'all', { lock: true });
      if (held.state === 'unsubscribed') throw refuse('subscription-unfit', 'id', 'subscription-has-ended');
      return change(tx, held);
    });
  }

  /** Ends the subscription, as its owner may. Idempotent. @throws Refusal token-invalid */
  async unsubscribe(id: string, token: string): Promise<void> {
    if (!this.secrets.isToken(token, 'unsubscription', id))
      throw refuse('token-invalid', 'token', 'unsubscribe-token-invalid');
    await this.db.transaction().execute((tx) => end(tx, id, this.clock.now()));
  }
}

/** Stands for the settings of the recipient: the same as long as they are. */
export const preferencesOf = ({ filter, offered, language, mode, digestDay }: SubscriptionView): string =>
  hash('sha256', canonicalJson({ filter, offered, language, mode, digestDay }), 'base64url');

const LISTS = ['providers', 'dossiers', 'schemes', 'registers', 'eventTypes', 'becomes', 'deadlineKinds'] as const;

/**
 * The part of an offered filter that somebody wishes.
 *
 * @throws Refusal subscription-unfit, if nothing is left
 */
export function narrowed(offered: Filter, wished: Filter): Filter {
  const [changes, deadlines] = [offered.changes && wished.changes, offered.deadlines && wished.deadlines];
  if (!changes && !deadlines) throw refuse('subscription-unfit', 'filter', 'filter-not-offered');
  const [statusChange, confirmedOnly] = (['statusChange', 'confirmedOnly'] as const).map(
    (name) => (offered[name] ?? false) || (wished[name] ?? false),
  );
  const lists = LISTS.map((name) => [name, common(name, offered[name], wished[name])] as const);
  return {
    ...(Object.fromEntries(lists.filter(([, values]) => values !== undefined)) as Partial<Filter>),
    ...(statusChange && { statusChange }),
    ...(confirmedOnly && { confirmedOnly }),
    changes,
    deadlines,
  };
}

function common(
  name: string,
  offered: readonly string[] | undefined,
  wished: readonly string[] | undefined,
): readonly string[] | undefined {
  const both = offered && wished ? offered.filter((value) => wished.includes(value)) : (offered ?? wished);
  if (both?.length === 0) throw refuse('subscription-unfit', `filter.${name}`, 'filter-not-offered');
  return both;
}
