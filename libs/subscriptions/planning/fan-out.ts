import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { chunksOf } from '#concurrency/async-iteration.js';
import type { Database } from '#database/tables.js';
import { addDays, type Day, dayIn } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import { readingIn } from '#domain/event/causes.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { isReading } from '#domain/register/register-events.js';
import { followedTo } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import type { Projection } from '#event-store/follow.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type Filter, registerNames, wantsChange } from '../filter.js';
import type { Change, Message } from '../messages/message.js';
import { changesOf, type PlacedChange } from '../messages/changes-of.js';
import type { Deliveries } from '../sending/deliveries.js';
import type { Cause, PlannedDelivery } from '../sending/planned-deliveries.js';
import { awaitConfirmations } from '../sending/subscription-states.js';
import { addToDigest, type DailyChange } from './digests.js';
import { addToSummaries, type PastChange } from './import-summaries.js';
import { changesFilter, isCausedBy, isSentAsOne, type ReadingChange, ReadingMessages } from './reading-messages.js';

/** A transaction writes as many rows per subscriber; changes to subscriptions may wait for it. */
const BATCH_SIZE = 100;

/** Subscriptions that are read and planned for at once: memory depends on this number, not on how many there are. */
export const SUBSCRIBERS_AT_ONCE = 1_000;

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
  const here = new Set(placed.flatMap(({ change }) => (isReading(change) ? [change.id] : [])));
  const ids = new Set(
    placed.flatMap(({ readingId }) => (readingId === undefined || here.has(readingId) ? [] : [readingId])),
  );
  if (ids.size === 0) return ids;
  const reached = await followedTo(tx, CHANGES);
  const readings = await events.findAll([...ids]);
  return new Set([...ids].filter((id) => (readings.get(id)?.position ?? Infinity) <= reached));
}

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
  const isRead = news.some(({ change }) => isReading(change));
  const names = isRead ? await registerNames(schemes) : new Map<string, string>();
  const readings = await ReadingMessages.of(tx, news, subscribers, names);
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
    if (isReading(change)) yield* readingMatches({ ...one, change }, subscribers, { readings, written });
    else if (readingId === undefined || over.has(readingId)) {
      const planned = recorded(one, change, written);
      for (const { id } of subscribers.filter(wanting(one))) yield { ...planned, subscription: id };
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
  const { id: reading, position, recordedAt: timestamp } = read.change;
  const cause: Cause = { kind: 'reading', reference: `${reading}:${written(position)}` };
  const { requestId, traceparent } = read;
  const messages = new Map<Change, Planned>();
  for (const subscriber of subscribers) {
    const { id: subscription } = subscriber;
    const settled = readings.settle(subscriber, read.change, wanting(read)(subscriber));
    if (!Array.isArray(settled)) {
      const message: Message = { type: 'register.read', timestamp, data: settled };
      yield { cause, position, subscription, message, requestId, traceparent };
    } else
      for (const change of settled) {
        const planned = messages.get(change) ?? recorded(read, change, written);
        messages.set(change, planned);
        yield { ...planned, subscription };
      }
  }
}

type Planned = Omit<PlannedDelivery & DailyChange, 'subscription'>;

const recorded = (
  { requestId, traceparent }: PlacedChange,
  change: Change,
  written: MatchContext['written'],
): Planned => ({
  cause: { kind: 'event', reference: written(change.position) },
  position: change.position,
  message: { type: 'event.recorded', timestamp: change.recordedAt, data: change },
  requestId,
  traceparent,
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
function historyOf({ change, importId }: PlacedChange, { zone }: { zone: string }): string | undefined {
  return isHistory(change, dayIn(zone, new Date(change.recordedAt))) ? importId : undefined;
}

interface FoundChanges {
  /** Newest first. A reading that is one message stands for what it changed. */
  changes: Change[];
  /** Past events of imports, newest first, by import. They were sent in its summary. */
  history: Map<string, Change[]>;
  /** There were too many: earlier changes were not read. */
  isCut: boolean;
}

/** Positions read at once, which blocks this process. */
const CHUNK = 500;
/** Maximum number of events read after filtering by index, and of positions searched. */
const MOST = 10_000;
const FURTHEST = 100_000;
/** Changes of a reading evaluated at once. */
const EVALUATED = 50;

@Injectable()
export class PastChanges {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /**
   * The changes since an instant that match a filter, as they would have been sent.
   *
   * @param within.zone time zone that defines the day on which an event was recorded
   */
  async list(filter: Filter, within: { since: Date; zone: string }): Promise<FoundChanges> {
    const { since, ...rule } = within;
    if (!filter.changes) return { changes: [], history: new Map(), isCut: false };
    const only = { types: filter.eventTypes, streams: filter.dossiers?.map(dossierStream) };
    const [first, head] = [await this.events.positionAt(new Date(since.getTime() - 1)), await this.events.head()];
    const changes: Change[] = [];
    const readings = new Map<string, PastReading>();
    const history = new Map<string, Change[]>();
    let read = 0;
    let end = head;
    while (end > first && read < MOST && head - end < FURTHEST) {
      const after = Math.max(first, end - CHUNK);
      const batch = await this.events.readAll({ after, upTo: end, limit: CHUNK, unreadable: 'skip', ...only });
      const others = batch.filter((one) => {
        const reading = readingIn(one.causationId);
        if (!isCausedBy(reading, one.event.type)) return true;
        pastReading(readings, reading).caused.push(one);
        return false;
      });
      for (const one of (await this.#wanted(filter, others, rule.zone)).reverse()) {
        const importId = historyOf(one, rule);
        if (isReading(one.change)) pastReading(readings, one.change.id).read = one.change;
        else if (one.readingId !== undefined) continue; // the register itself is in the message about the reading
        else if (importId === undefined) changes.push(one.change);
        else {
          const others = history.get(importId);
          if (others) others.push(one.change);
          else history.set(importId, [one.change]);
        }
      }
      read += batch.length;
      end = after;
    }
    changes.push(...(await this.#readingChanges(filter, readings, rule.zone)));
    return { changes: changes.sort((a, b) => b.position - a.position), history, isCut: end > first };
  }

  /** Of each reading the reading itself, or what it changed. */
  async #readingChanges(filter: Filter, readings: ReadonlyMap<string, PastReading>, zone: string): Promise<Change[]> {
    const changes: Change[] = [];
    const missing: string[] = [];
    for (const [id, { read, caused }] of readings) {
      const isOneMessage = (matching: number): boolean => isSentAsOne(filter, read !== undefined, matching);
      const matching = await this.#wantedUntil(isOneMessage, filter, caused, zone);
      if (!isOneMessage(matching.length)) changes.push(...matching.map(({ change }) => change));
      else if (read) changes.push(read);
      else missing.push(id);
    }
    const found = [...(await this.events.findAll(missing)).values()].sort((a, b) => a.position - b.position);
    const placed = await changesOf(this.events, this.schemes, found, zone, { skipUnreadable: true });
    return [...changes, ...placed.map(({ change }) => change)];
  }

  /** A whole reading changes hundreds of dossiers: no more of it is evaluated than decides whether it is one message. */
  async #wantedUntil(
    isEnough: (matching: number) => boolean,
    filter: Filter,
    caused: Recorded<LedgerEvent>[],
    zone: string,
  ): Promise<PlacedChange[]> {
    const matching: PlacedChange[] = [];
    for (const some of chunksOf(
      caused.sort((a, b) => a.position - b.position),
      EVALUATED,
    )) {
      if (isEnough(matching.length)) break;
      matching.push(...(await this.#wanted(filter, some, zone)));
    }
    return matching;
  }

  async #wanted(filter: Filter, some: readonly Recorded<LedgerEvent>[], zone: string): Promise<PlacedChange[]> {
    const placed = await changesOf(this.events, this.schemes, some, zone, { skipUnreadable: true });
    return placed.filter(({ change, places }) => wantsChange(filter, change, places));
  }
}

/** A reading, if it matches a filter, and what it changed. */
interface PastReading {
  read?: Change;
  caused: Recorded<LedgerEvent>[];
}

function pastReading(readings: Map<string, PastReading>, id: string): PastReading {
  const reading = readings.get(id) ?? { caused: [] };
  readings.set(id, reading);
  return reading;
}
