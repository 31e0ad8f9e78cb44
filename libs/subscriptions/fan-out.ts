import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Projection } from '#event-store/follow.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf, type PlacedChange } from '#notifications/changes-of.js';
import { betweenConfirmations } from '#delivery/queue/activate.js';
import { type DailyChange, addToDigest } from './daily-digest.js';
import type { Deliveries } from '#delivery/queue/deliveries.js';
import type { PlannedDelivery } from '#delivery/planned-deliveries.js';
import { type Filter, wantsChange } from './filter.js';
import type { Message } from '#notifications/message.js';

interface Subscriber {
  id: string;
  filter: Filter;
  mode: 'immediate' | 'daily';
  since_position: number | null;
}

interface MatchedChange extends PlannedDelivery, DailyChange {
  mode: Subscriber['mode'];
}

/** A transaction writes as many rows per subscriber; changes to subscriptions may wait for it. */
const BATCH_SIZE = 100;

/** The checkpoint of the fan-out. */
export const CHANGES = { name: 'changes', version: 1 } as const;

/**
 * Fans changes out: plans one delivery per event and matching subscription, or adds the change to its daily digest, in the
 * transaction that advances the checkpoint. Only events recorded after the confirmation are delivered, so replaying the ledger
 * from the beginning sends nothing.
 *
 * @param zone time zone that defines the day on which an event was recorded
 */
export const changes = (
  events: EventStore<LedgerEvent>,
  deliveries: Deliveries,
  { schemes, zone }: { schemes: SchemeCatalogue; zone: string },
): Projection<LedgerEvent> => ({
  ...CHANGES,
  batchSize: BATCH_SIZE,
  async handle(batch, tx) {
    const last = batch.at(-1)?.position ?? 0;
    const subscribers = await betweenConfirmations(tx, () => subscribersTo(tx, last));
    if (subscribers.length === 0) return;
    const placed = await changesOf(events, schemes, batch, zone);
    const matched = placed.flatMap((one) => fanOut(one, subscribers, events));
    await deliveries.plan(
      tx,
      matched.filter(({ mode }) => mode === 'immediate'),
    );
    await addToDigest(
      tx,
      matched.filter(({ mode }) => mode === 'daily'),
    );
  },
});

async function subscribersTo(tx: Transaction<Database>, last: number): Promise<Subscriber[]> {
  const rows = await tx
    .selectFrom('subscription')
    .select(['id', 'filter', 'mode', 'since_position'])
    .where('state', 'in', ['active', 'disabled']) // deliveries of disabled ones are held
    .where('since_position', '<', last)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, filter: row.filter as Filter })).filter(({ filter }) => filter.changes);
}

function fanOut(
  { change, places }: PlacedChange,
  subscribers: readonly Subscriber[],
  events: EventStore<LedgerEvent>,
): MatchedChange[] {
  const message: Message = { type: 'event.recorded', timestamp: change.recordedAt, data: change };
  return subscribers
    .filter(({ since_position }) => since_position !== null && since_position < change.position)
    .filter(({ filter }) => wantsChange(filter, change, places))
    .map(({ id, mode }) => ({
      // With the epoch: the webhook-id derives from it, and that of a lost event at this position is known to the endpoint.
      cause: `event:${events.written(change.position)}`,
      position: change.position,
      subscription: id,
      message,
      mode,
    }));
}
