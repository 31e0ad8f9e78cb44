import { Injectable } from '@nestjs/common';
import { chunksOf } from '#concurrency/async-iteration.js';
import { readingIn } from '#domain/event/causes.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { isReading } from '#domain/register/register-events.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf, type PlacedChange } from '../messages/changes-of.js';
import { type Filter, wantsChange } from '../filter.js';
import { historyOf } from './fan-out.js';
import { isCausedBy, isSentAsOne } from './reading-messages.js';
import type { Change } from '../messages/change.js';

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
