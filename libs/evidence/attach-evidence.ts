import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DossierEventSchema } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { ProviderEventSchema } from '#domain/event/provider-events.js';
import { dossierModel, type DossierRecord } from '#domain/dossier/facts.js';
import { attachEvidence, evidenceOf, type EvidenceAttached } from '#domain/evidence/evidence.js';
import { providerModel, type ProviderRecord } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import type { Changed, Receipt } from '#event-store/change.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import { EvidenceFiles } from './evidence-files.js';

/** The provider or dossier whose event a file proves. */
export interface EvidenceSubject {
  kind: 'provider' | 'dossier';
  id: string;
}

/** Records that a stored file proves an event. The same file for the same event is recorded once. */
export class AttachEvidence extends Command<Receipt> {
  constructor(
    readonly subject: EvidenceSubject,
    readonly data: EvidenceAttached['data'],
    /** `id`: of the event to record; repeating it returns the first result. */
    readonly context: Context & { id?: string; expected?: number },
  ) {
    super();
  }
}

/** Checks that a file may be attached to an event, before its bytes are read. */
export class AssertAttachable extends Command<void> {
  constructor(
    readonly subject: EvidenceSubject,
    readonly event: string,
  ) {
    super();
  }
}

@CommandHandler(AssertAttachable)
export class AssertAttachableHandler implements ICommandHandler<AssertAttachable> {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  /** @throws Refusal not-found, unknown-reference, already-retracted */
  async execute({ subject: { kind, id }, event }: AssertAttachable): Promise<void> {
    const data = { event, sha256: '', name: '', mediaType: 'application/pdf', size: 1 } as const;
    const draft: EvidenceAttached = { type: 'EvidenceAttached', data };
    if (kind === 'dossier') onDossier(id, draft)((await this.events.load(dossierStream(id), dossierModel)).state);
    else onProvider(id, draft)((await this.events.load(providerStream(id), providerModel)).state);
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

@CommandHandler(AttachEvidence)
export class AttachEvidenceHandler implements ICommandHandler<AttachEvidence> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly files: EvidenceFiles,
  ) {}

  /** @throws Refusal not-found, not-found, unknown-reference, already-retracted; Conflict, IdReused */
  async execute({ subject: { kind, id }, data, context }: AttachEvidence): Promise<Receipt> {
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
}

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
