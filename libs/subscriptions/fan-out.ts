import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Projection } from '#event-store/follow.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf, type PlacedChange } from '#notifications/changes-of.js';
import { lockFanOut } from '#delivery/queue/activate.js';
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

interface Wanted extends PlannedDelivery, DailyChange {
  mode: Subscriber['mode'];
}

/** How far it has come. */
export const CHANGES = { name: 'changes', version: 1 } as const;

/**
 * Fans the ledger out: one delivery per event and active subscription that asked for it and was there before it, planned
 * in the transaction that moves the checkpoint; for those who want a digest of the day, what it is made of. It sends nothing
 * itself. Following from the beginning is cheap and mails nobody: no subscription is older than what it hears of.
 *
 * @param zone whose day it is when something is recorded: an IANA name
 */
export const changes = (
  events: EventStore<LedgerEvent>,
  deliveries: Deliveries,
  { schemes, zone }: { schemes: SchemeCatalogue; zone: string },
): Projection<LedgerEvent> => ({
  ...CHANGES,
  async handle(batch, tx) {
    await lockFanOut(tx);
    const subscribers = await subscribersTo(tx, batch.at(-1)?.position ?? 0);
    if (subscribers.length === 0) return;
    const placed = await changesOf(events, schemes, batch, zone);
    const wanted = placed.flatMap((one) => fanOut(one, subscribers));
    await deliveries.plan(
      tx,
      wanted.filter(({ mode }) => mode === 'immediate'),
    );
    await addToDigest(
      tx,
      wanted.filter(({ mode }) => mode === 'daily'),
    );
  },
});

async function subscribersTo(tx: Transaction<Database>, last: number): Promise<Subscriber[]> {
  const rows = await tx
    .selectFrom('subscription')
    .select(['id', 'filter', 'mode', 'since_position'])
    .where('state', 'in', ['active', 'disabled']) // what is owed to one that was disabled is held
    .where('since_position', '<', last)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, filter: row.filter as Filter })).filter(({ filter }) => filter.changes);
}

function fanOut({ change, places }: PlacedChange, subscribers: readonly Subscriber[]): Wanted[] {
  const message: Message = { type: 'event.recorded', timestamp: change.recordedAt, data: change };
  return subscribers
    .filter(({ since_position }) => since_position !== null && since_position < change.position)
    .filter(({ filter }) => wantsChange(filter, change, places))
    .map(({ id, mode }) => ({
      cause: `event:${change.position}`,
      position: change.position,
      subscription: id,
      message,
      mode,
    }));
}
