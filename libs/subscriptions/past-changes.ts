import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { changesOf, type PlacedChange } from '#notifications/changes-of.js';
import { type Filter, wantsChange } from './filter.js';
import { historyOf, type NewsRule } from './news-rule.js';
import { isCausedBy, isToldAsOne } from './reading-messages.js';
import type { Change } from '#notifications/change.js';

interface PastChanges {
  /** Newest first. A reading that is told of as a whole stands for what it changed. */
  changes: Change[];
  /** Past events of imports, newest first, by import. They were sent in its summary. */
  history: Map<string, Change[]>;
  /** There were too many: earlier changes were not read. */
  isCut: boolean;
}

/** The changes since an instant that match a filter, as they would have been sent. */
export class ListPastChanges extends Query<PastChanges> {
  constructor(
    readonly filter: Filter,
    /** `zone`: time zone that defines the day on which an event was recorded. */
    readonly within: NewsRule & { since: Date; zone: string },
  ) {
    super();
  }
}

/** Positions read at once, which blocks this process. */
const CHUNK = 500;
/** Maximum number of events read after filtering by index, and of positions searched. */
const MOST = 10_000;
const FURTHEST = 100_000;

@QueryHandler(ListPastChanges)
export class ListPastChangesHandler implements IQueryHandler<ListPastChanges> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async execute({ filter, within: { since, ...rule } }: ListPastChanges): Promise<PastChanges> {
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
      const placed = await changesOf(this.events, this.schemes, batch, rule.zone, { skipUnreadable: true });
      const wanted = placed.filter(({ change, places }) => wantsChange(filter, change, places));
      for (const one of wanted.reverse()) {
        const importId = historyOf(one, rule);
        if (one.readingId !== undefined) addTo(readings, one, one.readingId);
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
    changes.push(...(await this.#told(filter, readings, rule.zone)));
    return { changes: changes.sort((a, b) => b.position - a.position), history, isCut: end > first };
  }

  /** Of each reading the reading itself, or what it changed. */
  async #told(filter: Filter, readings: ReadonlyMap<string, PastReading>, zone: string): Promise<Change[]> {
    const told: Change[] = [];
    const missing: string[] = [];
    for (const [id, { read, caused }] of readings)
      if (!isToldAsOne(filter, read !== undefined, caused.length)) told.push(...caused);
      else if (read) told.push(read);
      else missing.push(id);
    const found = [...(await this.events.findAll(missing)).values()].sort((a, b) => a.position - b.position);
    const placed = await changesOf(this.events, this.schemes, found, zone, { skipUnreadable: true });
    return [...told, ...placed.map(({ change }) => change)];
  }
}

/** What of a reading matches a filter. */
interface PastReading {
  read?: Change;
  caused: Change[];
}

function addTo(readings: Map<string, PastReading>, placed: PlacedChange, id: string): void {
  const reading = readings.get(id) ?? { caused: [] };
  readings.set(id, reading);
  if (placed.change.type === 'RegisterRead') reading.read = placed.change;
  else if (isCausedBy(placed)) reading.caused.push(placed.change);
}
