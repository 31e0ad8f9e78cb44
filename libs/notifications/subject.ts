import type { Day } from '#domain/date/day.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { holderOn } from '#domain/dossier/holder.js';
import { providerStream, streamId, streamKind } from '#domain/event/ledger-event.js';
import { providerOf, type ProviderRecord } from '#domain/provider/provider.js';
import type { Subject } from './message.js';

/** What a stream is about, with the provider by id. */
export interface About extends Omit<Subject, 'provider'> {
  provider: string | null;
}

/** Where a change or deadline belongs; `null` where it has no such thing, which then passes no list of such things. */
export interface Place {
  provider: string | null;
  dossier: string | null;
  scheme: string | null;
}

export const placeOf = ({ provider, dossier, scheme }: Subject): Place => ({
  provider: provider?.id ?? null,
  dossier: dossier?.id ?? null,
  scheme,
});

/** @param facts of a dossier; who holds its service is as of the day */
export function aboutOf(stream: string, facts: DossierFacts | undefined, day: Day): About {
  const id = streamId(stream);
  switch (streamKind(stream)) {
    case 'provider':
      return { provider: id, dossier: null, scheme: null };
    case 'scheme':
      return { provider: null, dossier: null, scheme: id };
    case 'dossier': {
      if (!facts) return { provider: null, dossier: null, scheme: null };
      const { scheme } = facts;
      return { provider: holderOn(facts, day), dossier: { id, scheme, service: serviceNamed(facts) }, scheme };
    }
  }
}

/** What the service was called last. */
function serviceNamed({ dated, undated }: DossierFacts): string | null {
  const naming = [...undated, ...dated].flatMap(({ event }) =>
    event.type === 'DossierOpened' || event.type === 'ScopeDeclared' ? [event.data.service] : [],
  );
  return naming.findLast((name) => name !== undefined) ?? null;
}

/** What providers are called, by the latest that is on record of them up to a position. */
export function providersAt(records: ReadonlyMap<string, ProviderRecord>) {
  const known = new Map<string, Subject['provider']>();
  return (id: string, position: number): Subject['provider'] => {
    const record = records.get(providerStream(id)) ?? [];
    const after = record.findIndex((entry) => entry.position > position);
    const until = after < 0 ? record.length : after;
    const key = `${id} ${until}`;
    const provider = known.get(key) ?? providerIn(id, record.slice(0, until));
    known.set(key, provider);
    return provider;
  };
}

function providerIn(id: string, record: ProviderRecord): Subject['provider'] {
  const provider = providerOf(record);
  return provider ? { id, slug: provider.slug, name: provider.name } : null;
}
