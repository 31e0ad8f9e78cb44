import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { readingCause } from '#domain/event/causes.js';
import { liveEvents } from '#domain/event/corrections.js';
import { type LedgerEvent, schemaOfStream, streamKind } from '#domain/event/ledger-event.js';
import { type Source } from '#domain/source/source.js';
import type { EventStore } from '#event-store/event-store.js';
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

/** One stream as recorded, including corrected and retracted events. @param upTo the last position; absent: everything on record */
export const timelineIn = async (
  events: EventStore<LedgerEvent>,
  stream: string,
  upTo?: number,
): Promise<TimelineEntry[]> => timelineOf(await events.read(stream, { upTo }));

/** Several streams, by name, with one statement; those that do not exist are left out. */
export async function timelinesIn(
  events: EventStore<LedgerEvent>,
  streams: readonly string[],
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<Map<string, TimelineEntry[]>> {
  const recorded = await events.readStreams(streams, { upTo });
  return new Map([...recorded].map(([stream, entries]) => [stream, timelineOf(entries)]));
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
