import { earliest } from '#domain/date/partial-date.js';
import { eventIn } from '../frame/amended-entry.js';
import type { ReadDossier } from './dossier-reading.js';

/** Other names that the service of a dossier went by, up to the day looked at. */
export function formerServices({ view, entries }: ReadDossier): string[] {
  const names = [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    if (entry.retracted || (event.type !== 'ScopeDeclared' && event.type !== 'DossierOpened')) return [];
    if (event.occurred !== undefined && earliest(event.occurred) > view.asOf) return [];
    return event.data.service ?? [];
  });
  return [...new Set(names)].filter((name) => name !== view.service?.name);
}
