import { liveEvents } from '#domain/correction/live.js';
import { DossierEventSchema, type DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/recorded.js';
import { fold } from '#domain/text/fold.js';
import type { BookedDossier } from './name-book.js';

/** By what names a dossier is found. @param record of its naming events, with whatever amends any */
export function bookedDossier(id: string, record: readonly OnRecord<DossierEvent>[]): BookedDossier | undefined {
  const opened = record[0]?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const holders = new Set([opened.data.provider]);
  const services = new Set<string>();
  let openedWithout = opened.data.service === undefined;
  for (const { event } of liveEvents(record, DossierEventSchema)) {
    if (event.type === 'DossierOpened') openedWithout = event.data.service === undefined;
    if (event.type === 'ServiceTransferred') holders.add(event.data.to);
    if (event.type !== 'DossierOpened' && event.type !== 'ScopeDeclared') continue;
    if (event.data.service !== undefined) services.add(fold(event.data.service));
  }
  return { id, scheme: opened.data.scheme, holders: [...holders], services, openedWithout };
}
