import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/recorded.js';

/** Every value that a record ever gave a field, in an event or in a correction, whether it still stands or not. */
export const everSaid = (record: readonly OnRecord<DossierEvent>[], field: 'to' | 'service'): string[] =>
  record.flatMap(({ event }) => saidIn(event.data, field));

/** A correction may itself be corrected. */
function saidIn(data: object, field: 'to' | 'service'): string[] {
  const { [field]: value, changes } = data as { to?: unknown; service?: unknown; changes?: { data?: object } };
  return [...(typeof value === 'string' ? [value] : []), ...(changes?.data ? saidIn(changes.data, field) : [])];
}
