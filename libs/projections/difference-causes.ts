import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '#database/tables.js';
import type { EventTable } from '#database/tables/ledger.js';
import { earliest, PartialDateSchema } from '#domain/date/partial-date.js';
import type { Day } from '#domain/date/day.js';
import { type Live, liveEvents } from '#domain/event/corrections.js';
import { type DossierEvent, DossierEventSchema } from '#domain/event/dossier-events.js';
import {
  dossierStream,
  type LedgerEvent,
  type SchemeEvent,
  SchemeEventSchema,
  schemeStream,
  streamKind,
} from '#domain/event/ledger-event.js';
import { type Codec, decodeReadable, type Recorded } from '#event-store/events.js';
import type { Reading } from '#domain/register/reading.js';
import type { RegisterReading } from '#domain/register/register-events.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { FixedPoint } from './bitemporal-point.js';

/** An event that explains a difference: visible at one of the two points only. */
export const DifferenceCause = z.strictObject({
  id: z.uuid(),
  type: z.string() as z.ZodType<LedgerEvent['type']>,
  occurred: PartialDateSchema.nullable().describe('At that point, with corrections applied.'),
  recordedAt: z.iso.datetime(),
  publisher: z.string().nullable().describe('Of its source.'),
  position: z.int(),
  visible: z.enum(['from', 'to']).describe('The point at which it is visible.'),
});
export type DifferenceCause = z.infer<typeof DifferenceCause>;

/** The causes per dossier, by id, in order of recording; one query. */
export async function causesFor(
  db: Kysely<Database>,
  codec: Codec<LedgerEvent>,
  dossiers: readonly { id: string; scheme: string }[],
  { from, to }: { from: Endpoint; to: Endpoint },
): Promise<ReadonlyMap<string, DifferenceCause[]>> {
  if (dossiers.length === 0) return new Map();
  const streams = dossiers.flatMap(({ id, scheme }) => [dossierStream(id), schemeStream(scheme)]);
  const { rows } = await sql<EventTable>`
    select * from event where stream = any(${[...new Set(streams)]}) and position <= ${Math.max(from.point.position, to.point.position)}
    order by position
  `.execute(db);
  const byStream = new Map(streams.map((stream): [string, Recorded<LedgerEvent>[]] => [stream, []]));
  for (const entry of decodeReadable(codec, rows)) byStream.get(entry.stream)?.push(entry);
  return new Map(
    dossiers.map(({ id, scheme }) => {
      const own = byStream.get(dossierStream(id)) ?? [];
      const record = [...own, ...(byStream.get(schemeStream(scheme)) ?? [])];
      return [id, causesIn(record, { from, to }, scheme)];
    }),
  );
}

/** A point and the schemes on record at it. */
export interface Endpoint {
  point: FixedPoint;
  schemes: Schemes;
}

function causesIn(
  record: readonly Recorded<LedgerEvent>[],
  { from, to }: { from: Endpoint; to: Endpoint },
  scheme: string,
): DifferenceCause[] {
  const before = visibleAt(record, from, scheme);
  const after = visibleAt(record, to, scheme);
  const roots = new Set([...before.keys(), ...after.keys()]);
  const only = (here: Visible, there: Visible, visible: DifferenceCause['visible']) =>
    [...here.values()]
      .filter(({ id, event }) => !there.has(id) && concerns(event, roots, record))
      .map((entry) => causeOf(entry, visible));
  return [...only(before, after, 'from'), ...only(after, before, 'to')].sort((a, b) => a.position - b.position);
}

type Entry = Pick<Recorded<LedgerEvent>, 'id' | 'position' | 'recordedAt'> & {
  event: LedgerEvent | Pick<RegisterReading, 'type' | 'occurred' | 'source'>;
};
type Visible = ReadonlyMap<string, Entry>;

/** Amendments and schemes are visible from their recording on, facts from their day on; of a register, the last reading is. */
function visibleAt(
  record: readonly Recorded<LedgerEvent>[],
  { point: { asOf, position }, schemes }: Endpoint,
  slug: string,
): Visible {
  const known = record.filter((entry) => entry.position <= position);
  const dossier = known.filter(({ stream }) => streamKind(stream) === 'dossier') as Recorded<DossierEvent>[];
  const facts = liveEvents(dossier, DossierEventSchema).filter(
    ({ event }) => event.occurred === undefined || earliest(event.occurred) <= asOf,
  );
  const confirmations = lastConfirmations(
    liveEvents(dossier, DossierEventSchema),
    schemes.get(slug)?.readings ?? [],
    asOf,
  );
  const scheme = known.filter(({ stream }) => streamKind(stream) === 'scheme') as Recorded<SchemeEvent>[];
  const always = [
    ...liveEvents(scheme, SchemeEventSchema),
    ...known.filter(({ event }) => amends(event) !== undefined),
  ];
  return new Map([...facts, ...always, ...confirmations].map((entry) => [entry.id, entry]));
}

/** For each register that lists the dossier, its last reading by a day. */
function lastConfirmations(live: readonly Live<DossierEvent>[], readings: readonly Reading[], asOf: Day): Entry[] {
  const listed = new Map(
    live.flatMap(({ event, position }) =>
      event.type === 'RegisterObserved' && event.data.registerSlug !== undefined && event.data.listing !== 'absent'
        ? [[event.data.registerSlug, position]]
        : [],
    ),
  );
  return [...listed].flatMap(([register, since]) => {
    const last = readings.findLast((one) => one.register === register && one.position > since && one.day <= asOf);
    if (!last) return [];
    const { id, position, recordedAt, day: occurred, source } = last;
    return [{ id, position, recordedAt, event: { type: 'RegisterRead' as const, occurred, source } }];
  });
}

/** An amendment explains nothing if its target, through any chain of amendments, is visible at neither point. */
function concerns(event: Entry['event'], seen: ReadonlySet<string>, record: readonly Recorded<LedgerEvent>[]): boolean {
  const targetId = amends(event);
  if (targetId === undefined) return true;
  const target = record.find(({ id }) => id === targetId);
  return target !== undefined && seen.has(targetId) && concerns(target.event, seen, record);
}

const amends = (event: Entry['event']): string | undefined =>
  event.type === 'EventCorrected' || event.type === 'EventRetracted' ? event.data.event : undefined;

const causeOf = ({ id, event, recordedAt, position }: Entry, visible: DifferenceCause['visible']): DifferenceCause => ({
  id,
  type: event.type,
  occurred: ('occurred' in event && event.occurred) || null,
  recordedAt: recordedAt.toISOString(),
  publisher: event.source?.publisher ?? null,
  position,
  visible,
});
