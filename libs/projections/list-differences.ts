import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { EventTable } from '#database/tables/ledger.js';
import type { Day } from '#domain/date/day.js';
import { earliest, PartialDateSchema } from '#domain/date/partial-date.js';
import { LABELLED, labelRulesOn, ProviderRef } from '#domain/dossier/standing.js';
import { type Live, liveEvents } from '#domain/event/corrections.js';
import { type DossierEvent, DossierEventSchema, is } from '#domain/event/dossier-events.js';
import {
  dossierStream,
  type LedgerEvent,
  type SchemeEvent,
  SchemeEventSchema,
  schemeStream,
  streamKind,
} from '#domain/event/ledger-event.js';
import type { Reading } from '#domain/register/reading.js';
import { type RegisterReading, READING } from '#domain/register/register-events.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { followedTo } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { type Codec, decodeReadable, type Recorded } from '#event-store/events.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { type FixedPoint, type PointInTime, resolvePoint } from './bitemporal-point.js';
import { type DifferenceFilter, differencePage, type DifferenceRow, sidesAt } from './difference-page.js';
import {
  DIFFERENCE_FIELDS,
  DifferenceKind,
  fieldsThatDiffer,
  isSame,
  kindOf,
  Side,
  sideOf,
  hindsightPoint,
} from './difference.js';
import { decodeCursor, pageOf, type Page } from './page.js';
import { boardCheckpoint } from './board-projection.js';

/** An event that explains a difference: visible at one of the two points only. */
const DifferenceCause = z.strictObject({
  id: z.uuid(),
  type: z.string() as z.ZodType<LedgerEvent['type']>,
  occurred: PartialDateSchema.nullable().describe('At that point, with corrections applied.'),
  recordedAt: z.iso.datetime(),
  publisher: z.string().nullable().describe('Of its source.'),
  position: z.int(),
  visible: z.enum(['from', 'to']).describe('The point at which it is visible.'),
});
type DifferenceCause = z.infer<typeof DifferenceCause>;

/** The causes per dossier, by id, in order of recording; one query. */
async function causesFor(
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
interface Endpoint {
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
      is(event, 'observation') && event.data.registerSlug !== undefined && event.data.listing !== 'absent'
        ? [[event.data.registerSlug, position]]
        : [],
    ),
  );
  return [...listed].flatMap(([register, since]) => {
    const last = readings.findLast(
      (one) => one.register === register && one.position > since && one.day <= asOf && one.frozen === undefined,
    );
    if (!last) return [];
    const { id, position, recordedAt, day: occurred, source } = last;
    return [{ id, position, recordedAt, event: { type: READING, occurred, source } }];
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

export interface DifferencesAsked extends DifferenceFilter {
  from: PointInTime;
  to: PointInTime;
  limit: number;
  /** One that fits `Cursor`. */
  cursor?: string | undefined;
  /** Of a page, those whose causes are read; all by default. Reading them takes longer than all the rest. */
  explained?: ((found: readonly Difference[]) => readonly Difference[]) | undefined;
}

const MAX_CAUSES = 20;

export const Difference = z
  .strictObject({
    id: z.uuid().describe('Of the dossier.'),
    provider: ProviderRef.describe('At `to` if the dossier is open then, otherwise at `from`.'),
    service: Side.shape.service,
    scheme: z.string(),
    change: z.enum(['appeared', 'gone', 'changed']),
    kind: DifferenceKind,
    fields: z.array(z.enum(DIFFERENCE_FIELDS)).describe('The changed fields; empty unless `changed`.'),
    before: Side.nullable().describe('At `from`; `null` if not open yet.'),
    after: Side.nullable().describe('At `to`; `null` if not open yet.'),
    because: z
      .array(DifferenceCause)
      .describe(`The latest ${MAX_CAUSES} events visible at one point only; empty if only time has passed.`),
    more: z.int().describe('Number of earlier ones omitted.'),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

/** The dossiers that differ between two points, by provider and service. */
@Injectable()
export class DifferenceLists {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  async page(asked: DifferencesAsked): Promise<Page<Difference>> {
    const followed = await followedTo(this.db, boardCheckpoint);
    const from = await this.#endpoint(asked.from, followed);
    const to = await this.#endpoint(asked.to, followed);
    const rows = await this.#rows(asked, from, to);
    const shown = rows.slice(0, asked.limit);
    const hindsight = await this.#endpoint(hindsightPoint(from.point, to.point), followed);
    const atHindsight = await sidesAt(
      this.db,
      hindsight.point,
      shown.map(({ id }) => id),
    );
    const differenceOf = (row: DifferenceRow): Difference => {
      const [before, after] = sidesOf(row, from, to);
      const inHindsight = atHindsight.get(row.id);
      const atTurn = inHindsight ? sideOf(inHindsight, row.scheme, hindsight.schemes, hindsight.point.asOf) : null;
      return described(row, before, after, kindOf(from.point, to.point, [before, after], atTurn));
    };
    const { items, next } = pageOf(rows, asked.limit, keysetOf, differenceOf);
    const causes = await causesFor(this.db, this.events.codec, asked.explained?.(items) ?? items, { from, to });
    return { items: items.map((one) => ({ ...one, ...latestOf(causes.get(one.id) ?? []) })), next };
  }

  async #endpoint(viewpoint: PointInTime | FixedPoint, followed: number): Promise<Endpoint> {
    const { asOf, position } = 'position' in viewpoint ? viewpoint : await resolvePoint(this.events, viewpoint);
    const pinned = Math.min(position ?? followed, followed); // later positions are not projected yet
    return { point: { asOf, position: pinned }, schemes: await this.schemes.at(pinned) };
  }

  /** Up to one more row than a page; `differencePage` returns candidates, of which some do not differ. */
  async #rows(asked: DifferencesAsked, from: Endpoint, to: Endpoint): Promise<DifferenceRow[]> {
    const count = asked.limit + 1;
    const relabelled = relabelledBetween(from, to);
    const found: DifferenceRow[] = [];
    let after = asked.cursor === undefined ? undefined : decodeCursor(asked.cursor);
    for (;;) {
      const wanted = { ...asked, from: from.point, to: to.point, relabelled, count, after };
      const rows = await differencePage(this.db, wanted);
      found.push(...rows.filter((row) => !isSame(...sidesOf(row, from, to))));
      const last = rows.at(-1);
      if (found.length >= count || rows.length < count || !last) return found;
      after = keysetOf(last);
    }
  }
}

const keysetOf = ({ folded, service, id }: DifferenceRow) => [folded, service, id];

const sidesOf = ({ was, now, scheme }: DifferenceRow, from: Endpoint, to: Endpoint): [Side | null, Side | null] => [
  was && sideOf(was, scheme, from.schemes, from.point.asOf),
  now && sideOf(now, scheme, to.schemes, to.point.asOf),
];

/** Rules of labels have dates of their own, which do not close a span. */
const relabelledBetween = (from: Endpoint, to: Endpoint): string[] =>
  [...to.schemes].flatMap(([slug, scheme]) => {
    const before = from.schemes.get(slug);
    const isSame =
      JSON.stringify(before ? labelRulesOn(before, from.point.asOf) : []) ===
      JSON.stringify(labelRulesOn(scheme, to.point.asOf));
    return isSame ? [] : LABELLED.map((status) => `${slug}/${status}`);
  });

function described(
  { id, scheme }: DifferenceRow,
  before: Side | null,
  after: Side | null,
  kind: Difference['kind'],
): Difference {
  const shown = after ?? before;
  if (!shown) throw new Error(`dossier ${id} is open at neither point`);
  return {
    id,
    provider: shown.provider,
    service: shown.service,
    scheme,
    change: before === null ? 'appeared' : after === null ? 'gone' : 'changed',
    kind,
    fields: before && after ? fieldsThatDiffer(before, after) : [],
    before,
    after,
    because: [],
    more: 0,
  };
}

const latestOf = (causes: readonly DifferenceCause[]): Pick<Difference, 'because' | 'more'> => ({
  because: causes.slice(-MAX_CAUSES),
  more: Math.max(0, causes.length - MAX_CAUSES),
});
