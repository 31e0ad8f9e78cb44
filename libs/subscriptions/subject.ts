import type { Day } from '#domain/date/day.js';
import { dossierModel, type DossierFacts, factsOf } from '#domain/dossier/facts.js';
import { holderOn } from '#domain/dossier/holder.js';
import { type LedgerEvent, providerStream, streamId, streamKind } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Subject } from './message.js';

/** What a stream is about, as its own events and its provider's say: by the latest of them, but for who holds a service on a day. */
export async function subjectOf(events: EventStore<LedgerEvent>, stream: string, day: Day): Promise<Subject> {
  const id = streamId(stream);
  switch (streamKind(stream)) {
    case 'provider':
      return { provider: await providerIn(events, id), dossier: null, scheme: null };
    case 'dossier':
      return dossierSubject(events, stream, day);
    case 'scheme':
      return { provider: null, dossier: null, scheme: id };
  }
}

async function dossierSubject(events: EventStore<LedgerEvent>, stream: string, day: Day): Promise<Subject> {
  const { state } = await events.load(stream, dossierModel);
  const facts = factsOf(state);
  if (!facts) return { provider: null, dossier: null, scheme: null };
  const { scheme } = facts;
  const dossier = { id: streamId(stream), scheme, service: serviceNamed(facts) };
  return { provider: await providerIn(events, holderOn(facts, day)), dossier, scheme };
}

/** What the service was called last. */
function serviceNamed({ dated, undated }: DossierFacts): string | null {
  const naming = [...undated, ...dated].flatMap(({ event }) =>
    event.type === 'DossierOpened' || event.type === 'ScopeDeclared' ? [event.data.service] : [],
  );
  return naming.findLast((name) => name !== undefined) ?? null;
}

async function providerIn(events: EventStore<LedgerEvent>, id: string): Promise<Subject['provider']> {
  const { state } = await events.load(providerStream(id), providerModel);
  const provider = providerOf(state);
  return provider ? { id, slug: provider.slug, name: provider.name } : null;
}
