import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { ProviderEvent } from '#domain/event/provider-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Source, SourceKind } from '#domain/source/source.js';

/** The id of the n-th event, provider or dossier of a spec. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const source = (kind: SourceKind = 'decision', override: Partial<Source> = {}): Source => ({
  kind,
  publisher: kind === 'company' ? 'Bleu' : 'ANSSI',
  ...override,
});

type Of<E extends { type: string }, T> = Extract<E, { type: T }>;
type FactOf<E extends { type: string }, T> = Of<E, T> extends { data: infer D } ? D : never;

/** A dossier's event with a day and a source. */
export const fact = <T extends DossierEvent['type']>(
  type: T,
  occurred: string,
  data: FactOf<DossierEvent, T>,
  from: SourceKind | Source = 'decision',
): Of<DossierEvent, T> =>
  ({ type, occurred, source: typeof from === 'string' ? source(from) : from, data }) as unknown as Of<DossierEvent, T>;

/** A provider's event with a day and a source. */
export const providerFact = <T extends ProviderEvent['type']>(
  type: T,
  occurred: string | undefined,
  data: FactOf<ProviderEvent, T>,
  from: SourceKind | Source = 'company',
): Of<ProviderEvent, T> =>
  ({
    type,
    ...(occurred !== undefined && { occurred }),
    source: typeof from === 'string' ? source(from) : from,
    data,
  }) as unknown as Of<ProviderEvent, T>;

export const opened = (override: Partial<FactOf<DossierEvent, 'DossierOpened'>> = {}): DossierEvent => ({
  type: 'DossierOpened',
  data: { provider: uuid(900), scheme: 'secnumcloud', ...override },
});

export const registered = (name = 'Bleu'): ProviderEvent => ({ type: 'ProviderRegistered', data: { name } });

export const corrected = (event: string, changes: object, reason = 'misread'): Of<DossierEvent, 'EventCorrected'> => ({
  type: 'EventCorrected',
  data: { event, changes, reason },
});

export const retracted = (event: string, reason = 'not so'): Of<DossierEvent, 'EventRetracted'> => ({
  type: 'EventRetracted',
  data: { event, reason },
});

/** Puts events on record one after the other: the n-th has id `uuid(n)`, position n and version n. */
export const onRecord = <E>(events: readonly E[]): OnRecord<E>[] =>
  events.map((event, index) => ({
    id: uuid(index + 1),
    position: index + 1,
    version: index + 1,
    recordedAt: new Date(Date.UTC(2026, 10, 25, 8, index)),
    event,
  }));
