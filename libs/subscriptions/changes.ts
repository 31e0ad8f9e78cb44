import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { dayIn } from '#domain/date/day.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Projection } from '#event-store/follow.js';
import type { Recorded } from '#event-store/recorded.js';
import { lockFanOut } from './delivery/changes-lock.js';
import type { Deliveries } from './delivery/deliveries.js';
import type { PlannedDelivery } from './delivery/plan.js';
import { type Filter, placeOf, wantsChange } from './filter.js';
import { partiesOf } from './parties.js';
import type { Change, Message, Subject } from './message.js';
import { subjectOf } from './subject.js';

interface Subscriber {
  id: string;
  filter: Filter;
  since_position: number | null;
}

/**
 * Fans the ledger out: one delivery per event and active subscription that asked for it and was there before it, planned
 * in the transaction that moves the checkpoint. It sends nothing itself. Following from the beginning is cheap and mails
 * nobody: no subscription is older than what it hears of.
 */
export const changes = (events: EventStore<LedgerEvent>, deliveries: Deliveries): Projection<LedgerEvent> => ({
  name: 'changes',
  version: 1,
  async handle(batch, tx) {
    await lockFanOut(tx);
    const subscribers = await subscribersTo(tx, batch.at(-1)?.position ?? 0);
    if (subscribers.length === 0) return;
    const subjects = new Map<string, Subject>();
    const planned: PlannedDelivery[] = [];
    for (const recorded of batch) {
      const day = dayIn('UTC', recorded.recordedAt);
      const about = `${recorded.stream} ${day}`;
      const subject = subjects.get(about) ?? (await subjectOf(events, recorded.stream, day));
      subjects.set(about, subject);
      planned.push(...fanOut(recorded, subject, await partiesOf(events, recorded), subscribers));
    }
    await deliveries.plan(tx, planned);
  },
});

async function subscribersTo(tx: Transaction<Database>, last: number): Promise<Subscriber[]> {
  const rows = await tx
    .selectFrom('subscription')
    .select(['id', 'filter', 'since_position'])
    .where('state', '=', 'active')
    .where('since_position', '<', last)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, filter: row.filter as Filter })).filter(({ filter }) => filter.changes);
}

function fanOut(
  recorded: Recorded<LedgerEvent>,
  subject: Subject,
  parties: readonly string[],
  subscribers: Subscriber[],
): PlannedDelivery[] {
  const place = placeOf(subject);
  const places = [place, ...parties.map((provider) => ({ ...place, provider }))];
  const message = messageOf(recorded, subject);
  return subscribers
    .filter(({ since_position }) => since_position !== null && since_position < recorded.position)
    .filter(({ filter }) => places.some((one) => wantsChange(filter, recorded.event.type, one)))
    .map(({ id }) => ({ cause: `event:${recorded.position}`, subscription: id, message }));
}

function messageOf(recorded: Recorded<LedgerEvent>, subject: Subject): Message {
  const { position, id, stream, version, event } = recorded;
  const recordedAt = recorded.recordedAt.toISOString();
  const data: Change = { position, id, stream, version, recordedAt, ...subject, ...event };
  return { type: 'event.recorded', timestamp: recordedAt, data };
}
