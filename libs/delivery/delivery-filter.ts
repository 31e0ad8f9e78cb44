import { type RawBuilder, sql } from 'kysely';
import type { DeliveryState } from '#database/tables/subscription.js';
import { InstantSchema } from '#domain/date/instant.js';
import { because } from '#domain/validation.js';
import type { Message } from '#notifications/message.js';

/** `held`: planned, while the subscription is disabled. */
export const DELIVERY_STATES = ['planned', 'claimed', 'sent', 'failed', 'cancelled', 'held'] as const;

export type ListedState = (typeof DELIVERY_STATES)[number];

/** Selects deliveries of a subscription. `since` and `until` refer to the time of planning; `until` is excluded. */
export interface DeliveryFilter {
  state?: ListedState | undefined;
  type?: Message['type'] | undefined;
  since?: Date | undefined;
  until?: Date | undefined;
}

/** Schema fields for the time of planning. Refine the schema with `isRange`. */
export const plannedRange = {
  since: InstantSchema.optional().describe('Planned at or after this time.'),
  until: InstantSchema.optional().describe('Planned before this time.'),
};

interface PlannedRange {
  since?: string | undefined;
  until?: string | undefined;
}

export const isRange = ({ since, until }: PlannedRange): boolean =>
  since === undefined || until === undefined || Date.parse(since) < Date.parse(until);

export const NOT_A_RANGE = { path: ['until'], error: because('until-before-since') };

export const deliveryFilterOf = ({
  state,
  type,
  since,
  until,
}: Pick<DeliveryFilter, 'state' | 'type'> & PlannedRange) => ({
  state,
  type,
  since: since === undefined ? undefined : new Date(since),
  until: until === undefined ? undefined : new Date(until),
});

export const shownState = (state: DeliveryState, isDisabled: boolean): ListedState =>
  state === 'planned' && isDisabled ? 'held' : state;

/** SQL condition on `delivery`. @param isDisabled whether the subscription is disabled */
export function deliveryCondition(
  { state, type, since, until }: DeliveryFilter,
  isDisabled: boolean,
): RawBuilder<boolean> {
  const conditions = [
    ...(state ? [inState(state, isDisabled)] : []),
    ...(type ? [sql<boolean>`delivery.message ->> 'type' = ${type}`] : []),
    ...(since ? [sql<boolean>`delivery.created_at >= ${since}`] : []),
    ...(until ? [sql<boolean>`delivery.created_at < ${until}`] : []),
  ];
  return conditions.length > 0 ? sql<boolean>`(${sql.join(conditions, sql` and `)})` : sql<boolean>`true`;
}

function inState(state: ListedState, isDisabled: boolean): RawBuilder<boolean> {
  if (state === 'held' || state === 'planned')
    return isDisabled === (state === 'held') ? sql<boolean>`delivery.state = 'planned'` : sql<boolean>`false`;
  return sql<boolean>`delivery.state = ${state}`;
}
