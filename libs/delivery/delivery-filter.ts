import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { DeliveryState } from '#database/tables/subscription.js';
import type { Message } from '#notifications/message.js';

/** `held`: planned, for a subscription that is disabled. */
export const DELIVERY_STATES = ['planned', 'claimed', 'sent', 'failed', 'cancelled', 'held'] as const;

export type ShownState = (typeof DELIVERY_STATES)[number];

/** Which deliveries of a subscription are meant; `since` and `until`: when they were planned, `until` not included. */
export interface DeliveryFilter {
  state?: ShownState | undefined;
  type?: Message['type'] | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

const instant = z.iso.datetime({
  offset: true,
  error: 'must be an instant with its offset, such as 2026-11-25T08:00:00Z',
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

export const NO_SPAN = { path: ['until'], error: 'must be later than since' };

/** From what was asked for, checked already. */
export const deliveryFilterOf = ({ state, type, since, until }: Pick<DeliveryFilter, 'state' | 'type'> & Span) => ({
  state,
  type,
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
});

export const shownState = (state: DeliveryState, isDisabled: boolean): ShownState =>
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
