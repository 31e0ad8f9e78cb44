import type { LedgerDatabase } from '#database/connection.js';
import {
  codec,
  dossierStream,
  type LedgerEvent,
  providerStream,
  registerStream,
  schemeStream,
} from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { exportLedger } from '#transfer/export-ledger.js';
import { restoreLedger } from '#transfer/restore-ledger.js';
import { registered, uuid } from '#test/events.js';
import { ledgerFile } from '#test/transferring.js';
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
