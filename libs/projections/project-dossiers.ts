import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { type LedgerEvent, streamId, streamKind, type StreamKind } from '#domain/event/ledger-event.js';
import { builtInSchemes, type SchemeHistory } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { EventStore } from '#event-store/event-store.js';
import { prefetch } from '#concurrency/async-iteration.js';
import type { Recorded } from '#event-store/events.js';
import {
  Chronicle,
  closeSpans,
  insertSpans,
  type Known,
  type Moment,
  momentsSince,
  openSpans,
  type Owned,
  takeBack,
} from './bitemporal-history.js';
import { DossierCourse, type Lane } from './dossier-replay.js';

/** A dossier that something new is to be said of. */
export interface TouchedDossier {
  id: string;
  record: readonly Recorded<DossierEvent>[];
  /** Of its scheme. */
  slug: string;
  /** The one that it was opened for. */
  provider: string;
  /** The position of its first event. */
  first: number;
  since: number;
  moments: readonly Moment[];
}

/** `undefined` for a stream that does not begin as a dossier's does. */
export function touchedDossier(
  { stream, since }: Touched,
  record: readonly Recorded<DossierEvent>[],
  history: SchemeHistory,
): TouchedDossier | undefined {
  const opened = record.find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const { scheme: slug, provider } = opened.data;
  const publications = history.filter(({ scheme }) => scheme.slug === slug);
  const moments = momentsSince(record, since, publications);
  return { id: streamId(stream), record, slug, provider, first: record[0]?.position ?? since, since, moments };
}

/**
 * Says of some dossiers what followed at every moment of recording since they were touched. When a moment's first events
 * came in an earlier stretch of the ledger, what they did is taken back first, so that its outcome is one and the same
 * however the ledger was cut.
 */
export async function projectDossiers<V>(
  tx: Transaction<Database>,
  lane: Lane<V>,
  dossiers: readonly TouchedDossier[],
  history: SchemeHistory,
): Promise<void> {
  for (const { id, since, moments } of dossiers)
    for (const moment of moments)
      if (moment.first < since) for (const table of lane.tables) await takeBack(tx, table, id, moment);
  const begun = dossiers.filter(({ first, since }) => first < since);
  const ids = begun.map(({ id }) => id);
  const stored = new Map(ids.map((id): [string, Known<V>[]] => [id, []]));
  for (const table of lane.tables)
    for (const [id, spans] of await openSpans(tx, table, ids)) stored.get(id)?.push(...spans);
  const written: Owned<V>[] = [];
  const closed: Owned<V>[] = [];
  for (const dossier of dossiers) {
    const chronicle = new Chronicle<V>(stored.get(dossier.id) ?? []);
    follow(dossier, lane, chronicle, history);
    for (const span of chronicle.written) written.push(Object.assign(span, { owner: dossier.id }));
    for (const span of chronicle.closed) closed.push(Object.assign(span, { owner: dossier.id }));
  }
  for (const table of lane.tables) {
    const isItsOwn = ({ key }: Known<V>): boolean => (key === '') === (table.key === undefined);
    await closeSpans(tx, table, closed.filter(isItsOwn));
    await insertSpans(tx, table, written.filter(isItsOwn));
  }
}

function follow<V>(dossier: TouchedDossier, lane: Lane<V>, chronicle: Chronicle<V>, history: SchemeHistory): void {
  const { id, record, slug, moments } = dossier;
  const course = new DossierCourse(id, record, lane, chronicle);
  const first = moments[0];
  if (first) course.startFrom(...before(first, record, slug, history));
  for (const moment of moments) course.goOn(moment, schemeAt(history, slug, moment.last));
}

function before(
  { first }: Moment,
  record: readonly Recorded<DossierEvent>[],
  slug: string,
  history: SchemeHistory,
): [number, Scheme | undefined] {
  const count = record.findIndex(({ position }) => position >= first);
  return [count < 0 ? record.length : count, schemeAt(history, slug, first - 1)];
}

const schemeAt = (history: SchemeHistory, slug: string, position: number): Scheme | undefined =>
  history.findLast((publication) => publication.position <= position && publication.scheme.slug === slug)?.scheme ??
  builtInSchemes.get(slug);

/** A stream that something new is to be said of, from a position on. */
interface Touched {
  stream: string;
  since: number;
}

/**
 * The streams of a kind that a stretch of the ledger touches, by their own events or by a publication of their scheme, in
 * order of first touch.
 */
export async function touchedBetween(
  tx: Transaction<Database>,
  kind: StreamKind,
  { after, upTo }: { after: number; upTo: number },
  history: SchemeHistory = [],
): Promise<Touched[]> {
  const { rows } = await sql<Touched>`
    select stream, min(position) as since from event where position > ${after} and position <= ${upTo} group by stream
  `.execute(tx);
  const touched = new Map<string, number>();
  const touch = ({ stream, since }: Touched): void =>
    void touched.set(stream, Math.min(since, touched.get(stream) ?? Infinity));
  rows.filter(({ stream }) => streamKind(stream) === kind).forEach(touch);
  for (const { position, scheme } of history.filter((publication) => publication.position > after))
    (await openedUnder(tx, scheme.slug, position)).forEach((stream) => {
      touch({ stream, since: position });
    });
  return [...touched].map(([stream, since]) => ({ stream, since })).sort((a, b) => a.since - b.since);
}

async function openedUnder(tx: Transaction<Database>, scheme: string, before: number): Promise<string[]> {
  const { rows } = await sql<{ stream: string }>`
    select stream from event
    where type = 'DossierOpened' and data ->> 'scheme' = ${scheme} and position < ${before}
  `.execute(tx);
  return rows.map(({ stream }) => stream);
}

export interface TouchedRecord extends Touched {
  /** The whole stream, up to the end of the stretch. */
  record: readonly Recorded<LedgerEvent>[];
}

const STREAMS_AT_ONCE = 100;

/** The records of touched streams, some streams at a time. */
export const recordsOf = (
  events: EventStore<LedgerEvent>,
  touched: readonly Touched[],
  upTo: number,
): AsyncGenerator<TouchedRecord[]> =>
  prefetch(touched, STREAMS_AT_ONCE, async (some) => {
    const streams = some.map(({ stream }) => stream);
    const records = await events.readStreams(streams, { upTo });
    return some.map((one) => ({ ...one, record: records.get(one.stream) ?? [] }));
  });
