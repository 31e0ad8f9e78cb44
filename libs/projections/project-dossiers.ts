import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { SchemeHistory } from '#domain/scheme/history.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import { streamId } from '#domain/event/ledger-event.js';
import type { Recorded } from '#event-store/recorded.js';
import { Chronicle, type Known } from './chronicle.js';
import { DossierCourse } from './dossier-course.js';
import type { Lane } from './lane.js';
import { momentsSince, type Moment } from './moment.js';
import { closeSpans, insertSpans, openSpans, takeBack, type Owned } from './stored-spans.js';
import type { Touched } from './touched.js';

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
