import type { Reason } from '#language/reason.js';
import { because } from '#domain/validation.js';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { DeliveryAttemptTable, DeliveryState, DeliveryTable } from '#database/tables/subscription.js';
import { refuse } from '#domain/refusal.js';
import type { Message } from '#notifications/message.js';
import { findSubscription, type SubscriptionScope } from './recipient.js';

export interface DeliveryView {
  id: string;
  /** Grows in the order of planning. */
  ordinal: number;
  cause: string;
  /** The `webhook-id`. */
  messageId: string;
  type: Message['type'];
  /** What it says, as it was frozen when it was planned. */
  message: Message;
  state: ShownState;
  attempts: number;
  /** While more attempts come; not of one that is held. */
  nextAttemptAt: Date | null;
  responseCode: number | null;
  /** In English. */
  lastError: string | null;
  /** The same as a code; absent from deliveries that failed before there were codes. */
  lastReason: Reason | null;
  createdAt: Date;
  sentAt: Date | null;
}

/** What a subscription was sent, will be or should have been; newest first. */
export class ListDeliveries extends Query<DeliveryView[]> {
  constructor(
    readonly id: string,
    readonly reach: SubscriptionScope,
    readonly page: { limit: number; before?: number },
    readonly filter: DeliveryFilter = {},
  ) {
    super();
  }
}

@QueryHandler(ListDeliveries)
export class ListDeliveriesHandler implements IQueryHandler<ListDeliveries> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-subscription */
  async execute({ id, reach, page: { limit, before }, filter }: ListDeliveries): Promise<DeliveryView[]> {
    const isDisabled = (await findSubscription(this.db, id, reach)).state === 'disabled';
    let query = this.db
      .selectFrom('delivery')
      .selectAll()
      .where('subscription', '=', id)
      .where(passing(filter, isDisabled))
      .orderBy('ordinal', 'desc')
      .limit(limit);
    if (before !== undefined) query = query.where('ordinal', '<', before);
    return (await query.execute()).map((row) => deliveryView(row, isDisabled));
  }
}

function deliveryView(row: Selectable<DeliveryTable>, isDisabled: boolean): DeliveryView {
  const message = row.message as Message;
  const state = shownState(row.state, isDisabled);
  return {
    id: row.id,
    ordinal: row.ordinal,
    cause: row.cause,
    messageId: row.message_id,
    type: message.type,
    message,
    state,
    attempts: row.attempts,
    nextAttemptAt: state === 'planned' || state === 'claimed' ? row.next_attempt_at : null,
    responseCode: row.response_code,
    lastError: row.last_error,
    lastReason: row.last_reason,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}

export type AttemptView = Omit<Selectable<DeliveryAttemptTable>, 'delivery' | 'took_ms' | 'headers'> & {
  tookMs: number;
  headers: Record<string, string> | null;
};

export interface WholeDelivery extends DeliveryView {
  /** The first one first. */
  log: AttemptView[];
}

/** One delivery, with what it says and every attempt at it. */
export class GetDelivery extends Query<WholeDelivery> {
  constructor(
    readonly id: string,
    readonly delivery: string,
    readonly reach: SubscriptionScope,
  ) {
    super();
  }
}

@QueryHandler(GetDelivery)
export class GetDeliveryHandler implements IQueryHandler<GetDelivery> {
  constructor(private readonly db: LedgerDatabase) {}

  /** @throws Refusal unknown-subscription, unknown-delivery */
  async execute({ id, delivery, reach }: GetDelivery): Promise<WholeDelivery> {
    const { state } = await findSubscription(this.db, id, reach);
    const row = await this.db
      .selectFrom('delivery')
      .selectAll()
      .where('id', '=', delivery)
      .where('subscription', '=', id)
      .executeTakeFirst();
    if (!row) throw refuse('unknown-delivery', 'delivery', 'delivery-not-found', { delivery });
    const log = await this.db
      .selectFrom('delivery_attempt')
      .select(['number', 'at', 'took_ms as tookMs', 'result', 'code', 'error', 'reason', 'headers', 'body'])
      .where('delivery', '=', delivery)
      .orderBy('number')
      .execute();
    return { ...deliveryView(row, state === 'disabled'), log };
  }
}

/** `held`: planned, for a subscription that is disabled. */
export const DELIVERY_STATES = ['planned', 'claimed', 'sent', 'failed', 'cancelled', 'held'] as const;

export type ShownState = (typeof DELIVERY_STATES)[number];

/** Which deliveries of a subscription are meant; `since` and `until`: when they were planned, `until` not included. */
interface DeliveryFilter {
  state?: ShownState | undefined;
  type?: Message['type'] | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

const instant = z.iso.datetime({
  offset: true,
  error: because('instant-format'),
});

/** Of a schema: when deliveries were planned. Both times together have to be a span of time, as `isSpan` says. */
export const plannedSpan = {
  since: instant.optional().describe('Planned then or later.'),
  until: instant.optional().describe('Planned before then.'),
};

interface Span {
  since?: string | undefined;
  until?: string | undefined;
}

export const isSpan = ({ since, until }: Span): boolean =>
  since === undefined || until === undefined || Date.parse(since) < Date.parse(until);

export const NO_SPAN = { path: ['until'], error: because('until-before-since') };

/** From what was asked for, checked already. */
export const deliveryFilterOf = ({ state, type, since, until }: Pick<DeliveryFilter, 'state' | 'type'> & Span) => ({
  state,
  type,
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
});

const shownState = (state: DeliveryState, isDisabled: boolean): ShownState =>
  state === 'planned' && isDisabled ? 'held' : state;

/** For rows of `delivery`. @param isDisabled whether the subscription is */
export function passing({ state, type, since, until }: DeliveryFilter, isDisabled: boolean): RawBuilder<boolean> {
  const conditions = [
    ...(state ? [inState(state, isDisabled)] : []),
    ...(type ? [sql<boolean>`delivery.message ->> 'type' = ${type}`] : []),
    ...(since ? [sql<boolean>`delivery.created_at >= ${since}`] : []),
    ...(until ? [sql<boolean>`delivery.created_at < ${until}`] : []),
  ];
  return conditions.length > 0 ? sql<boolean>`(${sql.join(conditions, sql` and `)})` : sql<boolean>`true`;
}

function inState(state: ShownState, isDisabled: boolean): RawBuilder<boolean> {
  if (state === 'held' || state === 'planned')
    return isDisabled === (state === 'held') ? sql<boolean>`delivery.state = 'planned'` : sql<boolean>`false`;
  return sql<boolean>`delivery.state = ${state}`;
}
