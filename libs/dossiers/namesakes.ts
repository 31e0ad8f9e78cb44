import type { LedgerDatabase } from '#database/connection.js';
import { END_OF_TIME } from '#domain/date/day.js';
import { type DossierRecord, dossierModel, factsOf } from '#domain/dossier/facts.js';
import { serviceOf } from '#domain/dossier/standing.js';
import { drafted, holderOn } from '#domain/dossier/transfer.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { dossierStream, type LedgerEvent, streamId } from '#domain/event/ledger-event.js';
import { type Refusal, refuse } from '#domain/refusal.js';
import { fold } from '#domain/text/text.js';
import type { EventStore } from '#event-store/event-store.js';
import { dossiersNaming } from './provider-names.js';

/** The field of an event that may give a dossier another service. */
export function serviceFieldOf({ type, data }: NewDossierEvent): string | undefined {
  if (type === 'ScopeDeclared') return 'data.service';
  return type === 'EventCorrected' && data.changes.data?.service !== undefined
    ? 'data.changes.data.service'
    : undefined;
}

/** A refusal if the event would give a dossier the service of another one. */
export async function serviceTaken(
  events: EventStore<LedgerEvent>,
  db: LedgerDatabase,
  id: string,
  event: NewDossierEvent,
): Promise<Refusal | undefined> {
  const field = serviceFieldOf(event);
  if (field === undefined) return undefined;
  const { state: record } = await events.load(dossierStream(id), dossierModel);
  const after = subjectOf([...record, drafted(event, record, 0)]);
  if (!after || after.service === subjectOf(record)?.service) return undefined;
  const dossier = await namesakeOf(events, db, id, after);
  return dossier === undefined ? undefined : refuse('already-exists', field, 'dossier-exists', { dossier });
}

/** What a dossier is about, by all that is on record, whatever its date; the name of the service is folded. */
function subjectOf(record: DossierRecord) {
  const facts = factsOf(record);
  if (!facts) return undefined;
  const service = fold(serviceOf(facts.dated, facts.undated)?.name ?? '');
  return { provider: holderOn(facts, END_OF_TIME), scheme: facts.scheme, service };
}

/** Another dossier of the same provider, scheme and service, by the ledger. */
export async function namesakeOf(
  events: EventStore<LedgerEvent>,
  db: LedgerDatabase,
  id: string,
  asked: { provider: string; scheme: string; service: string },
): Promise<string | undefined> {
  if (asked.service === '') return undefined;
  const { rows } = await dossiersNaming([asked.provider]).execute(db.ledger);
  const streams = rows.map(({ stream }) => stream).filter((stream) => streamId(stream) !== id);
  const records = await events.loadAll(streams, dossierModel, { skipUnreadable: true });
  const wanted = JSON.stringify(asked);
  const found = [...records].find(([, record]) => JSON.stringify(subjectOf(record)) === wanted);
  return found && streamId(found[0]);
}
