import type { Selectable } from 'kysely';
import type { DeliveryTable, SubscriptionTable } from '#database/tables/subscription.js';
import type { Message } from '../message.js';

export type SubscriptionRow = Selectable<SubscriptionTable>;

/** A delivery that this process has claimed, and whom it is for. */
export interface Attempt {
  delivery: Omit<Selectable<DeliveryTable>, 'message' | 'claim'> & { message: Message; claim: string };
  subscription: SubscriptionRow;
}
