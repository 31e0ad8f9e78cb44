import { sql, type Kysely } from 'kysely';
import type { Database } from '#database/tables.js';
import type { EventTable } from '#database/tables/event.js';
import { liveEvents } from '#domain/correction/live.js';
import { earliest, type PartialDate } from '#domain/date/partial-date.js';
import { DossierEventSchema, type DossierEvent } from '#domain/event/dossier-events.js';
import {
  dossierStream,
  type LedgerEvent,
  SchemeEventSchema,
  type SchemeEvent,
  schemeStream,
  streamKind,
} from '#domain/event/ledger-event.js';
import type { Codec } from '#event-store/codec.js';
import { decodeRow } from '#event-store/event-row.js';
import type { Recorded } from '#event-store/recorded.js';
import type { Point } from './point.js';

/** An event that one of the two points sees and the other does not. */
export interface Reason {
  id: string;
  type: LedgerEvent['type'];
  /** As that point has it, corrections included. */
  occurred: PartialDate | null;
  recordedAt: string;
  publisher: string | null;
  position: number;
  visible: 'from' | 'to';
}

/** A point whose position is a number: the ledger may grow meanwhile. */
export type PinnedPoint = Point & { position: number };

/** The reasons for each of some dossiers, by id and in order of recording; one query. */
export async function reasonsFor(
  db: Kysely<Database>,
  codec: Codec<LedgerEvent>,
  dossiers: readonly { id: string; scheme: string }[],
  { from, to }: { from: PinnedPoint; to: PinnedPoint },
): Promise<ReadonlyMap<string, Reason[]>> {
  if (dossiers.length === 0) return new Map();
  const streams = dossiers.flatMap(({ id, scheme }) => [dossierStream(id), schemeStream(scheme)]);
  const { rows } = await sql<EventTable>`
    select * from event where stream = any(${[...new Set(streams)]}) and position <= ${Math.max(from.position, to.position)}
    order by position
  `.execute(db);
  const byStream = new Map(streams.map((stream): [string, Recorded<LedgerEvent>[]] => [stream, []]));
  for (const row of rows) byStream.get(row.stream)?.push(decodeRow(codec, row));
  return new Map(
    dossiers.map(({ id, scheme }) => {
      const record = [...(byStream.get(dossierStream(id)) ?? []), ...(byStream.get(schemeStream(scheme)) ?? [])];
      return [id, reasonsIn(record, from, to)];
    }),
  );
}

function reasonsIn(record: readonly Recorded<LedgerEvent>[], from: PinnedPoint, to: PinnedPoint): Reason[] {
  const before = visibleAt(record, from);
  const after = visibleAt(record, to);
  const roots = new Set([...before.keys(), ...after.keys()]);
  const only = (here: Visible, there: Visible, visible: Reason['visible']) =>
    [...here.values()]
      .filter(({ id, event }) => !there.has(id) && concerns(event, roots, record))
      .map((entry) => reasonOf(entry, visible));
  return [...only(before, after, 'from'), ...only(after, before, 'to')].sort((a, b) => a.position - b.position);
}

type Seen = Pick<Recorded<LedgerEvent>, 'id' | 'position' | 'recordedAt' | 'event'>;
type Visible = ReadonlyMap<string, Seen>;

/** Amendments are there from their recording on, so are schemes while nobody has retracted them, and facts from their day on. */
function visibleAt(record: readonly Recorded<LedgerEvent>[], { asOf, position }: PinnedPoint): Visible {
  const known = record.filter((entry) => entry.position <= position);
  const dossier = known.filter(({ stream }) => streamKind(stream) === 'dossier') as Recorded<DossierEvent>[];
  const facts = liveEvents(dossier, DossierEventSchema).filter(
    ({ event }) => event.occurred === undefined || earliest(event.occurred) <= asOf,
  );
  const scheme = known.filter(({ stream }) => streamKind(stream) === 'scheme') as Recorded<SchemeEvent>[];
  const always = [
    ...liveEvents(scheme, SchemeEventSchema),
    ...known.filter(({ event }) => amends(event) !== undefined),
  ];
  return new Map([...facts, ...always].map((entry) => [entry.id, entry]));
}

/** An amendment explains nothing when neither point sees what it amends, however many amendments lie between. */
function concerns(event: LedgerEvent, seen: ReadonlySet<string>, record: readonly Recorded<LedgerEvent>[]): boolean {
  const aim = amends(event);
  if (aim === undefined) return true;
  const target = record.find(({ id }) => id === aim);
  return target !== undefined && seen.has(aim) && concerns(target.event, seen, record);
}

const amends = (event: LedgerEvent): string | undefined =>
  event.type === 'EventCorrected' || event.type === 'EventRetracted' ? event.data.event : undefined;

const reasonOf = ({ id, event, recordedAt, position }: Seen, visible: Reason['visible']): Reason => ({
  id,
  type: event.type,
  occurred: ('occurred' in event && event.occurred) || null,
  recordedAt: recordedAt.toISOString(),
  publisher: event.source?.publisher ?? null,
  position,
  visible,
});
