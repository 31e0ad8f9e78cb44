import { Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import type { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { readingCause } from '#domain/event/causes.js';
import { liveEvents } from '#domain/event/corrections.js';
import { type LedgerEvent, schemaOfStream, streamKind } from '#domain/event/ledger-event.js';
import { type Source } from '#domain/source/source.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';

export interface Content {
  occurred: string | null;
  source: object | null;
  data: object;
}

/** An event as recorded, with its corrections. */
export interface TimelineEntry extends Content {
  id: string;
  position: number;
  version: number;
  type: LedgerEvent['type'];
  recordedAt: Date;
  actor: string;
  /** What led to it: an import, a reading, a proposal. */
  causationId: string | null;
  /** The second person, where one was needed. */
  approvedBy?: string;
  /** With corrections applied; `null` if there is none or the event was retracted. */
  current: Content | null;
  retracted: boolean;
}

/** @param recorded one stream, in its order */
function timelineOf(recorded: readonly Recorded<LedgerEvent>[]): TimelineEntry[] {
  const first = recorded[0];
  if (!first) return [];
  const schema: z.ZodType<LedgerEvent> = schemaOfStream[streamKind(first.stream)];
  const live = new Map(liveEvents(recorded, schema).map((entry) => [entry.id, entry.event]));
  const retracted = retractedIds(recorded);
  return recorded.map((entry) => {
    const now = live.get(entry.id);
    return {
      id: entry.id,
      position: entry.position,
      version: entry.version,
      type: entry.event.type,
      ...contentOf(entry.event),
      recordedAt: entry.recordedAt,
      actor: entry.actor,
      causationId: entry.causationId,
      current: now && now !== entry.event ? contentOf(now) : null,
      retracted: retracted.has(entry.id),
    };
  });
}

export const contentOf = (event: LedgerEvent): Content => ({
  occurred: ('occurred' in event && event.occurred) || null,
  source: event.source ?? null,
  data: event.data,
});

/** A retraction targets an earlier event, so the record is read backwards. */
function retractedIds(recorded: readonly Recorded<LedgerEvent>[]): ReadonlySet<string> {
  const retracted = new Set<string>();
  for (const { id, event } of recorded.toReversed())
    if (event.type === 'EventRetracted' && !retracted.has(id)) retracted.add(event.data.event);
  return retracted;
}

/** One stream as recorded, including corrected and retracted events. */
export class GetTimeline extends Query<TimelineEntry[]> {
  /** @param upTo the last position to read; absent: everything on record */
  constructor(
    readonly stream: string,
    readonly upTo?: number,
  ) {
    super();
  }
}

@QueryHandler(GetTimeline)
export class GetTimelineHandler implements IQueryHandler<GetTimeline> {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  async execute({ stream, upTo }: GetTimeline): Promise<TimelineEntry[]> {
    return timelineOf(await this.events.read(stream, { upTo }));
  }
}

/** Several streams, by name, with one statement; those that do not exist are left out. */
export class GetTimelines extends Query<Map<string, TimelineEntry[]>> {
  constructor(
    readonly streams: readonly string[],
    readonly upTo = Number.MAX_SAFE_INTEGER,
  ) {
    super();
  }
}

@QueryHandler(GetTimelines)
export class GetTimelinesHandler implements IQueryHandler<GetTimelines> {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  async execute({ streams, upTo }: GetTimelines): Promise<Map<string, TimelineEntry[]>> {
    const recorded = await this.events.readStreams(streams, { upTo });
    return new Map([...recorded].map(([stream, events]) => [stream, timelineOf(events)]));
  }
}

/** How many of the latest events are searched, and how many distinct sources are returned. */
const SEARCHED = 2_000;
const MAX_SOURCES = 200;

/** A source of recent events, without the quote of each. */
export interface RecentSource {
  /** The latest event with this source, its stream, and when it was recorded. */
  event: string;
  stream: string;
  recordedAt: Date;
  source: Omit<Source, 'quote' | 'sha256'>;
}

/** The sources of recent events, except those that readings of registers recorded: those of one actor first, then latest first. */
@Injectable()
export class RecentSources {
  constructor(private readonly db: LedgerDatabase) {}

  async of(actor: string): Promise<RecentSource[]> {
    const { rows } = await sql<{ id: string; source: Source; stream: string; recordedAt: Date }>`
      select id, source, stream, recorded_at as "recordedAt" from event
      where position > (select position from ledger_head) - ${SEARCHED} and source is not null
        and stream not like 'register-%' and coalesce(causation_id, '') not like ${readingCause('%')}
      order by actor = ${actor} desc, position desc
    `.execute(this.db);
    const found = new Map<string, RecentSource>();
    for (const { id, source, stream, recordedAt } of rows) {
      const { quote: _, sha256: __, ...named } = source;
      const key = JSON.stringify([named.kind, named.publisher, named.url, named.title]);
      if (!found.has(key)) found.set(key, { event: id, source: named, stream, recordedAt });
      if (found.size === MAX_SOURCES) break;
    }
    return [...found.values()];
  }
}
