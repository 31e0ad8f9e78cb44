import { referencesIn } from '#domain/dossier/transfer.js';
import { dossierStream, type LedgerEvent, providerStream, schemeStream } from '#domain/event/ledger-event.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';

/** A stream that an event needs to be there. */
export interface Named {
  stream: string;
  /** Where the event says so. */
  field: string;
  /** Whether it may begin in the same instant: an import opens all dossiers of its file at once. */
  atOnce: boolean;
}

/** Every provider, dossier and scheme that an event names. */
export function namedIn(stream: string, event: LedgerEvent): Named[] {
  if (event.type === 'DossierOpened') {
    const { provider, scheme } = event.data;
    const published = builtInSchemes.has(scheme)
      ? []
      : [{ stream: schemeStream(scheme), field: 'data.scheme', atOnce: false }];
    return [{ stream: providerStream(provider), field: 'data.provider', atOnce: false }, ...published];
  }
  if (!stream.startsWith('dossier-')) return [];
  return referencesIn(event.data).map(({ kind, id, field }) => ({
    stream: kind === 'dossier' ? dossierStream(id) : providerStream(id),
    field,
    atOnce: kind === 'dossier',
  }));
}

/** What schemes are called that stand in the data of an event, however deep a correction has them. */
export const slugsIn = (data: object, path = 'data'): { slug: string; field: string }[] =>
  Object.entries(data).flatMap(([key, inner]: [string, unknown]) => {
    if (typeof inner !== 'object' || inner === null) return [];
    const slug = (inner as { slug?: unknown }).slug;
    const here = key === 'scheme' && typeof slug === 'string' ? [{ slug, field: `${path}.scheme.slug` }] : [];
    return [...here, ...slugsIn(inner, `${path}.${key}`)];
  });
