import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { uuidOf } from '#event-store/encoding.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Subject } from './operations.js';

const OF_A_PROVIDER = 20;

/** Twenty dossiers for each provider, of two events each: version 1 is never the current one. */
export async function openDossiers(events: EventStore<LedgerEvent>, count: number): Promise<Subject[]> {
  const subjects = Array.from({ length: count }, (_, nth) => ({
    id: uuidOf('faults dossier', String(nth)),
    provider: `Provider ${Math.floor(nth / OF_A_PROVIDER)}`,
    service: `Service ${nth}`,
  }));
  const event = (name: string, type: string, data: object, more: object = {}) => ({
    id: uuidOf('faults', type, name),
    event: { type, data, ...more } as LedgerEvent,
  });
  const said = { occurred: '2026-01', source: { kind: 'company', publisher: 'The company' } };
  const appends = [
    ...[...new Set(subjects.map(({ provider }) => provider))].map((name) => {
      const registered = event(name, 'ProviderRegistered', { name });
      return { stream: providerStream(providerId(name)), expected: 0, events: [registered] };
    }),
    ...subjects.map(({ id, provider, service }) => {
      const opened = event(id, 'DossierOpened', { provider: providerId(provider), scheme: 'secnumcloud', service });
      return {
        ...{ stream: dossierStream(id), expected: 0 },
        events: [opened, event(id, 'IntentDeclared', {}, said)],
      };
    }),
  ];
  const AT_ONCE = 500;
  for (let start = 0; start < appends.length; start += AT_ONCE)
    await events.append(appends.slice(start, start + AT_ONCE), { actor: 'faults' });
  return subjects;
}

export const providerId = (name: string): string => uuidOf('faults provider', name);
