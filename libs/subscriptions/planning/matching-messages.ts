import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Cause, PlannedDelivery } from '../sending/planned-deliveries.js';
import type { Deliveries } from '../sending/deliveries.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Change } from '../messages/change.js';
import type { PlacedChange } from '../messages/changes-of.js';
import type { Message } from '../messages/message.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { addToDigest, type DailyChange } from './digests.js';
import { type Filter, registerNames, wantsChange } from '../filter.js';
import { addToSummaries, type PastChange } from './import-summaries.js';
import { changesFilter, isCausedBy, type ReadingChange, ReadingMessages } from './reading-messages.js';

export interface Subscriber {
  id: string;
  filter: Filter;
  mode: 'immediate' | 'digest';
  /** Events after this position are sent. */
  since_position: number | null;
}

export interface SortedChanges {
  news: PlacedChange[];
  /** Those that an import recorded as history. */
  past: (PlacedChange & { importId: string })[];
}

export function sorted(placed: readonly PlacedChange[], rule: { zone: string }): SortedChanges {
  const all: SortedChanges = { news: [], past: [] };
  for (const one of placed) {
    const importId = historyOf(one, rule);
    if (importId === undefined) all.news.push(one);
    else all.past.push({ ...one, importId });
  }
  return all;
}

export interface PlanningMeans {
  events: EventStore<LedgerEvent>;
  schemes: SchemeCatalogue;
  deliveries: Deliveries;
}

/**
 * Plans what subscribers receive of changes: a message each, a line of the next digest, a message about a whole reading, or a
 * part of the summary of an import. Idempotent, digests and summaries apart.
 *
 * @param over ids of readings that subscribers were sent already
 * @returns the number of new messages
 */
export async function planMessages(
  tx: Transaction<Database>,
  { events, schemes, deliveries }: PlanningMeans,
  { news, past }: SortedChanges,
  subscribers: readonly Subscriber[],
  over: ReadonlySet<string> = new Set(),
): Promise<number> {
  const readings = await ReadingMessages.of(tx, news, subscribers, await namesOf(news, schemes));
  const context = { readings, over, written: (position: number) => events.written(position) };
  const of = (mode: Subscriber['mode']) => subscribers.filter((one) => one.mode === mode);
  const planned = await deliveries.plan(tx, matches(news, of('immediate'), context));
  await addToDigest(tx, matches(news, of('digest'), context));
  await readings.keep(tx);
  await addToSummaries(tx, pastMatches(past, subscribers));
  return planned;
}

interface MatchContext {
  readings: ReadingMessages;
  /** Ids of readings that subscribers were sent already. */
  over: ReadonlySet<string>;
  /** A position with its epoch: `webhook-id` derives from it, and that of a lost event is known to the endpoint. */
  written: (position: number) => string;
}

/** In the order of the changes for each subscriber; one by one, because there are as many as changes times subscribers. */
function* matches(
  placed: readonly PlacedChange[],
  subscribers: readonly Subscriber[],
  { readings, over, written }: MatchContext,
): Generator<PlannedDelivery & DailyChange> {
  for (const one of placed) {
    const { change, readingId } = one;
    if (change.type === 'RegisterRead') yield* readingMatches({ ...one, change }, subscribers, { readings, written });
    else if (readingId === undefined || over.has(readingId)) {
      const message = recordedMessage(change);
      for (const { id } of subscribers.filter(wanting(one)))
        yield {
          ...placeOf(change, written),
          subscription: id,
          message,
          requestId: one.requestId,
          traceparent: one.traceparent,
        };
    } else if (isCausedBy(readingId, change.type))
      for (const subscriber of subscribers.filter(wanting(one, changesFilter)))
        readings.add(subscriber, readingId, change);
  }
}

/** A reading comes after what it changed: it decides whether that is one message. */
function* readingMatches(
  read: PlacedChange & { change: ReadingChange },
  subscribers: readonly Subscriber[],
  { readings, written }: Omit<MatchContext, 'over'>,
): Generator<PlannedDelivery & DailyChange> {
  const { id: reading, position, recordedAt } = read.change;
  const cause: Cause = { kind: 'reading', reference: `${reading}:${written(position)}` };
  const messages = new Map<Change, Message>();
  for (const subscriber of subscribers) {
    const { id: subscription } = subscriber;
    const settled = readings.settle(subscriber, read.change, wanting(read)(subscriber));
    if (!Array.isArray(settled)) {
      const message: Message = { type: 'register.read', timestamp: recordedAt, data: settled };
      yield { cause, position, subscription, message, requestId: read.requestId, traceparent: read.traceparent };
    } else
      for (const change of settled) {
        const message = messages.get(change) ?? recordedMessage(change);
        messages.set(change, message);
        yield {
          ...placeOf(change, written),
          subscription,
          message,
          requestId: read.requestId,
          traceparent: read.traceparent,
        };
      }
  }
}

/** Names of the registers that were read, by slug. */
async function namesOf(
  placed: readonly PlacedChange[],
  schemes: SchemeCatalogue,
): Promise<ReadonlyMap<string, string>> {
  if (!placed.some(({ change }) => change.type === 'RegisterRead')) return new Map();
  return registerNames(schemes);
}

const recordedMessage = (change: Change): Message => ({
  type: 'event.recorded',
  timestamp: change.recordedAt,
  data: change,
});

const placeOf = ({ position }: Change, written: MatchContext['written']): { cause: Cause; position: number } => ({
  cause: { kind: 'event', reference: written(position) },
  position,
});

function* pastMatches(past: SortedChanges['past'], subscribers: readonly Subscriber[]): Generator<PastChange> {
  for (const one of past) for (const { id } of subscribers.filter(wanting(one))) yield { ...one, subscription: id };
}

const wanting =
  ({ change, places }: PlacedChange, filterOf = (filter: Filter): Filter => filter) =>
  ({ filter, since_position: since }: Subscriber): boolean =>
    since !== null && since < change.position && wantsChange(filterOf(filter), change, places);

/** Age in days up to which an event of an import is sent on its own; older ones are summarized. */
const NEWS_DAYS = 90;

/**
 * Whether an event is past when an import records it: its day is over for longer than `NEWS_DAYS`. The opening of a provider or
 * dossier has no date and says nothing that the events of the import do not.
 *
 * @param today day of the recording
 */
export function isHistory(event: Pick<LedgerEvent, 'type'> & { occurred?: string | undefined }, today: Day): boolean {
  if (event.occurred === undefined) return event.type === 'ProviderRegistered' || event.type === 'DossierOpened';
  return latest(event.occurred) < addDays(today, -NEWS_DAYS);
}

/** The import that recorded a change as history; `undefined` for news. */
export function historyOf({ change, importId }: PlacedChange, { zone }: { zone: string }): string | undefined {
  return isHistory(change, dayIn(zone, new Date(change.recordedAt))) ? importId : undefined;
}
