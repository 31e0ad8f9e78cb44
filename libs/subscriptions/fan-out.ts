import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Projection } from '#event-store/follow.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf, type PlacedChange } from '#notifications/changes-of.js';
import { addToSummaries, type PastChange } from './import-summaries.js';
import { historyOf, type NewsRule } from './news-rule.js';
import { awaitConfirmations } from '#delivery/queue/activate.js';
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

/** A transaction writes as many rows per subscriber; changes to subscriptions may wait for it. */
const BATCH_SIZE = 100;

/** Subscriptions that are read and planned for at once: memory depends on this number, not on how many there are. */
export const SUBSCRIBERS_AT_ONCE = 1_000;

/** The checkpoint of the fan-out. */
export const CHANGES = { name: 'changes', version: 1 } as const;

/**
 * Fans changes out: plans one delivery per event and matching subscription, or adds the change to its daily digest, in the
 * transaction that advances the checkpoint. Past events of an import are added to its summary instead. Only events recorded
 * after the confirmation are delivered, so replaying the ledger from the beginning sends nothing.
 *
 * @param zone time zone that defines the day on which an event was recorded
 */
export const changes = (
  events: EventStore<LedgerEvent>,
  deliveries: Deliveries,
  { schemes, zone, newsDays }: NewsRule & { schemes: SchemeCatalogue; zone: string },
): Projection<LedgerEvent> => ({
  ...CHANGES,
  batchSize: BATCH_SIZE,
  async handle(batch, tx) {
    const last = batch.at(-1)?.position ?? 0;
    await awaitConfirmations(tx);
    let placed: SortedChanges | undefined;
    for await (const subscribers of subscribersTo(tx, last)) {
      placed ??= sorted(await changesOf(events, schemes, batch, zone), { newsDays, zone });
      await deliveries.plan(tx, matches(events, placed.news, subscribers, 'immediate'));
      await addToDigest(tx, matches(events, placed.news, subscribers, 'daily'));
      await addToSummaries(tx, pastMatches(placed.past, subscribers));
    }
  },
});

async function* subscribersTo(tx: Transaction<Database>, last: number): AsyncGenerator<Subscriber[]> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await tx
      .selectFrom('subscription')
      .select(['id', 'filter', 'mode', 'since_position'])
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

interface SortedChanges {
  news: PlacedChange[];
  past: (PlacedChange & { importId: string })[];
}

function sorted(placed: readonly PlacedChange[], rule: NewsRule & { zone: string }): SortedChanges {
  const all: SortedChanges = { news: [], past: [] };
  for (const one of placed) {
    const importId = historyOf(one, rule);
    if (importId === undefined) all.news.push(one);
    else all.past.push({ ...one, importId });
  }
  return all;
}

/** In the order of the changes for each subscriber; one by one, because there are as many as changes times subscribers. */
function* matches(
  events: EventStore<LedgerEvent>,
  placed: readonly PlacedChange[],
  subscribers: readonly Subscriber[],
  mode: Subscriber['mode'],
): Generator<PlannedDelivery & DailyChange> {
  const those = subscribers.filter((one) => one.mode === mode);
  for (const one of placed) {
    const { position, recordedAt } = one.change;
    const message: Message = { type: 'event.recorded', timestamp: recordedAt, data: one.change };
    // With the epoch: the webhook-id derives from it, and that of a lost event at this position is known to the endpoint.
    const cause = `event:${events.written(position)}`;
    for (const { id } of those.filter(wanting(one))) yield { cause, position, subscription: id, message };
  }
}

function* pastMatches(past: SortedChanges['past'], subscribers: readonly Subscriber[]): Generator<PastChange> {
  for (const one of past) for (const { id } of subscribers.filter(wanting(one))) yield { ...one, subscription: id };
}

const wanting =
  ({ change, places }: PlacedChange) =>
  ({ filter, since_position: since }: Subscriber): boolean =>
    since !== null && since < change.position && wantsChange(filter, change, places);
