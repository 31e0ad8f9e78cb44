import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { awaitConfirmations } from '../sending/activate.js';
import type { Deliveries } from '../sending/deliveries.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { followedTo } from '#event-store/checkpoint.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Projection } from '#event-store/follow.js';
import { changesOf, type PlacedChange } from '../messages/changes-of.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Filter } from '../filter.js';
import { planMessages, sorted, type SortedChanges, type Subscriber } from './matching-messages.js';

/** A transaction writes as many rows per subscriber; changes to subscriptions may wait for it. */
const BATCH_SIZE = 100;

/** Subscriptions that are read and planned for at once: memory depends on this number, not on how many there are. */
export const SUBSCRIBERS_AT_ONCE = 1_000;

/** The checkpoint of the fan-out. */
export const CHANGES = { name: 'changes', version: 1 } as const;

/**
 * Fans changes out: plans one delivery per event and matching subscription, or adds the change to its next digest, in the
 * transaction that advances the checkpoint. Past events of an import are added to its summary instead, and the changes of a
 * reading that has many are one message about it. Only events recorded after the confirmation are delivered, so replaying the
 * ledger from the beginning sends nothing.
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
    await awaitConfirmations(tx);
    let placed: SortedChanges | undefined;
    let over: ReadonlySet<string> | undefined;
    for await (const subscribers of subscribersTo(tx, last)) {
      placed ??= sorted(await changesOf(events, schemes, batch, zone), { zone });
      over ??= await readingsOver(tx, events, placed.news);
      await planMessages(tx, { events, schemes, deliveries }, placed, subscribers, over);
    }
  },
});

/** What happens while a recipient wants nothing is sent as a digest, too. */
const modeOf = sql<
  Subscriber['mode']
>`case when mode = 'immediate' and recipient_paused_until is null then 'immediate' else 'digest' end`.as('mode');

async function* subscribersTo(tx: Transaction<Database>, last: number): AsyncGenerator<Subscriber[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx
      .selectFrom('subscription')
      .select(['id', 'filter', 'since_position'])
      .select(modeOf)
      .where('state', 'in', ['active', 'disabled']) // deliveries of disabled ones are held
      .where('since_position', '<', last)
      .where('id', '>', after)
      .orderBy('id')
      .limit(SUBSCRIBERS_AT_ONCE)
      .execute();
    const subscribers = rows.map((row) => ({ ...row, filter: row.filter as Filter }));
    const wanting = subscribers.filter(({ filter }) => filter.changes);
    if (wanting.length > 0) yield wanting;
    if (rows.length < SUBSCRIBERS_AT_ONCE) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** The readings in the past of the fan-out: an event that failed at first comes after them, as a message of its own. */
async function readingsOver(
  tx: Transaction<Database>,
  events: EventStore<LedgerEvent>,
  placed: readonly PlacedChange[],
): Promise<ReadonlySet<string>> {
  const here = new Set(placed.flatMap(({ change }) => (change.type === 'RegisterRead' ? [change.id] : [])));
  const ids = new Set(
    placed.flatMap(({ readingId }) => (readingId === undefined || here.has(readingId) ? [] : [readingId])),
  );
  if (ids.size === 0) return ids;
  const reached = await followedTo(tx, CHANGES);
  const readings = await events.findAll([...ids]);
  return new Set([...ids].filter((id) => (readings.get(id)?.position ?? Infinity) <= reached));
}
