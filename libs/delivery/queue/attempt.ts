import type { Selectable } from 'kysely';
import type { DeliveryTable, SubscriptionTable } from '#database/tables/subscription.js';
import type { Message } from '#notifications/message.js';

export type SubscriptionRow = Selectable<SubscriptionTable>;

/** A delivery that this process has claimed, and whom it is for. */
export interface Attempt {
  delivery: Omit<Selectable<DeliveryTable>, 'message' | 'claim' | 'began_at'> & {
    message: Message;
    claim: string;
    began_at: Date;
    /** How many attempts before this one began and left no word of their end; not counted below ten. */
    died: number;
  };
  subscription: SubscriptionRow;
}
