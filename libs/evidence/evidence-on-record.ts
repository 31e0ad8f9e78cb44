import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { DossierEventSchema } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { ProviderEventSchema } from '#domain/event/provider-events.js';
import { dossierModel, type DossierRecord } from '#domain/dossier/facts.js';
import { attachEvidence, EvidenceAttached, evidenceOf } from '#domain/evidence/evidence.js';
import { providerModel, type ProviderRecord } from '#domain/provider/provider.js';
import { reason, Refusal, refuse } from '#domain/refusal.js';
import type { Changed, Receipt } from '#event-store/change-stream.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { EvidenceFiles } from './evidence-files.js';

/** The provider or dossier whose event a file proves. */
export interface EvidenceSubject {
  kind: 'provider' | 'dossier';
  id: string;
}

export interface Evidence {
  /** As last attached. */
  data: EvidenceAttached['data'];
  /** The stream of the event that attached it. */
  stream: string;
  bytes: AsyncGenerator<Uint8Array>;
}

/** Which file proves which event. */
@Injectable()
export class EvidenceOnRecord {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly files: EvidenceFiles,
  ) {}

  /**
   * Checks that a file may be attached to an event, before its bytes are read.
   *
   * @throws Refusal not-found, unknown-reference, already-retracted
   */
  async assertAttachable({ kind, id }: EvidenceSubject, event: string): Promise<void> {
    const data = { event, sha256: '', name: '', mediaType: 'application/pdf', size: 1 } as const;
    const draft: EvidenceAttached = { type: 'EvidenceAttached', data };
    if (kind === 'dossier') onDossier(id, draft)((await this.events.load(dossierStream(id), dossierModel)).state);
    else onProvider(id, draft)((await this.events.load(providerStream(id), providerModel)).state);
  }

  /**
   * Records that a stored file proves an event. The same file for the same event is recorded once.
   *
   * @param context `id`: of the event to record; repeating it returns the first result
   * @throws Refusal not-found, unknown-reference, already-retracted; Conflict, IdReused
   */
  async attach(
    { kind, id }: EvidenceSubject,
    data: EvidenceAttached['data'],
    context: Context & { id?: string; expected?: number },
  ): Promise<Receipt> {
    const { sha256 } = data;
    if (!(await this.files.touch(sha256))) throw refuse('not-found', 'sha256', 'evidence-not-found', { sha256 });
    const attached: EvidenceAttached = { type: 'EvidenceAttached', data };
    if (kind === 'dossier') {
      const changed = await this.events.change(dossierStream(id), dossierModel, onDossier(id, attached), context);
      return receiptOf(changed, attached, (record) => evidenceOf(record, DossierEventSchema));
    }
    const changed = await this.events.change(providerStream(id), providerModel, onProvider(id, attached), context);
    return receiptOf(changed, attached, (record) => evidenceOf(record, ProviderEventSchema));
  }

  /**
   * A file by its SHA-256, if an event refers to it. One that was withdrawn stays on record, and so does its file.
   *
   * @throws Refusal not-found
   */
  async get(sha256: string): Promise<Evidence> {
    const { rows } = await sql<{ data: unknown; stream: string }>`
      select data, stream from event
      where type = 'EvidenceAttached' and data ->> 'sha256' = ${sha256}
      order by position desc limit 1
    `.execute(this.db.ledger);
    const [row] = rows;
    if (!row) throw new Refusal('not-found', reason('evidence-not-found', { sha256 }));
    const data = EvidenceAttached.schema.shape.data.parse(row.data);
    return { data, stream: row.stream, bytes: await this.files.read(sha256) };
  }
}

const onDossier =
  (dossier: string, attached: EvidenceAttached) =>
  (record: DossierRecord): EvidenceAttached[] => {
    if (record.length === 0) throw refuse('not-found', 'id', 'dossier-not-found', { dossier });
    return attachEvidence(record, attached, DossierEventSchema);
  };

const onProvider =
  (provider: string, attached: EvidenceAttached) =>
  (record: ProviderRecord): EvidenceAttached[] => {
    if (record.length === 0) throw refuse('not-found', 'id', 'provider-not-found', { provider });
    return attachEvidence(record, attached, ProviderEventSchema);
  };

/** Of the event that was recorded now, or earlier for the same file. */
function receiptOf<S>(
  { recorded, replayed, state, version }: Changed<S, LedgerEvent>,
  { data }: EvidenceAttached,
  evidenceIn: (state: S) => ReturnType<typeof evidenceOf>,
): Receipt {
  const [first] = recorded;
  if (first) return { id: first.id, position: first.position, version: first.version, replayed };
  const earlier = evidenceIn(state).find(
    ({ event }) => event.data.event === data.event && event.data.sha256 === data.sha256,
  );
  if (!earlier) throw new Error('a file was neither attached now nor earlier');
  return { id: earlier.id, position: earlier.position, version, replayed: true };
}
