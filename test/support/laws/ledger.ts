import type { LedgerDatabase } from '#database/connection.js';
import type { DossierView } from '#domain/dossier/standing.js';
import {
  codec,
  dossierStream,
  type LedgerEvent,
  providerStream,
  registerStream,
  schemeStream,
} from '#domain/event/ledger-event.js';
import { advanceCheckpoint, openCheckpoint } from '#event-store/checkpoint.js';
import { EventStore } from '#event-store/event-store.js';
import { boardProjection } from '#projections/board-projection.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { registered, uuid } from '#test/events.js';
import { ledgerFile } from '#test/transferring.js';
import { exportLedger } from '#transfer/export-ledger.js';
import { restoreLedger } from '#transfer/restore-ledger.js';
import { inShort, type Folded } from './points.js';
import type { Verdict } from './oracle/brute-force.js';
import type { Played } from './play.js';

/** Of the providers that hold dossiers or may come to do so. */
const PROVIDERS = [900, 901, 902, 903, 904];

/** An event, and where it goes. */
export interface Entry {
  stream: string;
  id: string;
  recordedAt: Date;
  event: LedgerEvent;
  /** Its place in its own history. */
  nth: number;
  /** The place of its history among the others; -1: of none. */
  history: number;
}

/** All that many histories record, in one order: what falls into one instant is shuffled together, dossier by dossier. */
export function entriesOf(histories: readonly Played[]): Entry[] {
  const founded = new Date('2020-01-01T00:00:00Z');
  const providers = PROVIDERS.map((n) => ({
    stream: providerStream(uuid(n)),
    id: uuid(n),
    recordedAt: founded,
    event: registered(`Cloud ${n}`),
    nth: 0,
    history: -1,
  }));
  const entries = histories
    .flatMap(entriesIn)
    .sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || a.nth - b.nth || a.history - b.history);
  return [...providers, ...entries];
}

function entriesIn({ id, scheme, record, publications, registers }: Played, history: number): Entry[] {
  const own = publications.filter(({ register }) => register === undefined);
  const published = own.map(({ recordedAt, position, scheme: { readings: _, ...data } }) => ({
    stream: schemeStream(scheme),
    id: uuid((history + 1) * 1000 + 500 + position),
    recordedAt,
    event: { type: 'SchemePublished' as const, data: { scheme: data } },
    nth: position,
    history,
  }));
  const recorded = record.map(({ id: event, ...entry }) => ({
    ...entry,
    id: event,
    stream: dossierStream(id),
    nth: entry.position,
    history,
  }));
  const read = registers.map(({ register, position, ...entry }) => ({
    ...{ ...entry, stream: registerStream(register), nth: position, history },
  }));
  return [...published, ...recorded, ...read];
}

/** Many histories as the file of one ledger. */
export function packed(histories: readonly Played[]): string {
  const versions = new Map<string, number>();
  return ledgerFile(
    entriesOf(histories).map(({ stream, id, recordedAt, event }, index) => {
      const version = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      const place = { position: index + 1, id, stream, version };
      return { ...place, ...codec.encode(event), ...traces, recordedAt: recordedAt.toISOString() };
    }),
  );
}

const traces = { actor: 'laws', correlationId: null, causationId: null };

/** Fills an empty database. */
export async function restoreInto(db: LedgerDatabase, file: string): Promise<void> {
  async function* bytes() {
    yield await Promise.resolve(Buffer.from(file));
  }
  await restoreLedger({ db, events: new EventStore<LedgerEvent>(db, codec) }, bytes());
}

export async function exportFrom(db: LedgerDatabase): Promise<string> {
  const { text } = await exportLedger({ db, events: new EventStore<LedgerEvent>(db, codec) });
  let file = '';
  for await (const piece of text) file += piece;
  return file;
}

/** Brings the board to the end of the ledger in steps of these lengths, over and over. */
export async function follow(db: LedgerDatabase, lengths: readonly number[]): Promise<void> {
  const events = new EventStore<LedgerEvent>(db, codec);
  const projection = boardProjection(events, new SchemeCatalogue(db, events));
  const head = await events.head();
  let from = await openCheckpoint(db, projection);
  for (let nth = 0; from < head; nth++) {
    const to = Math.min(from + lengths[nth % lengths.length]!, head);
    from = await advanceCheckpoint(db, projection, { from, to }, (tx) => projection.advance(from, to, tx));
  }
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What a dossier's answer says of its own facts; what other dossiers do to it is left out. */
export function ownPart(view: DossierView): unknown {
  const { id: _, provider, scheme, asOf, knownAt, labels, targets, warnings, ...rest } = view;
  return plain({
    ...rest,
    provider: provider.id,
    targets: targets.map(({ slipDays, ...target }) => target),
    warnings: warnings.filter(({ code }) => !code.startsWith('depends-on-')),
  });
}

export const foldedPart = ({ standing, version }: Folded): unknown => plain({ ...standing, version });

/** In the words of the oracle. */
export const listedInShort = ({ labels, provider, ...standing }: DossierView): Verdict =>
  inShort({ ...standing, provider: provider.id }, labels);
