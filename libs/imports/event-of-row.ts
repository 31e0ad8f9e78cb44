import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { canonicalJson } from '#event-store/canonical-json.js';
import { uuidOf } from '#event-store/id.js';
import type { ImportRow } from './parse-row.js';

/** The event of a row, with the dossier that it depends on in its place. */
export function eventOf({ event }: ImportRow, dependsOn?: string): ImportRow['event'] {
  if (event.type !== 'DependencyDeclared' || dependsOn === undefined) return event;
  return { ...event, data: { ...event.data, dependsOn } };
}

/** The same content in the same stream has the same id, so that it is recorded once. */
export const idOf = (stream: string, event: LedgerEvent): string => uuidOf(stream, contentOf(event));

const contents = new WeakMap<LedgerEvent, string>();

/** An event is asked for its ids several times: as what may be on record, as what is decided, as what is drafted. */
function contentOf(event: LedgerEvent): string {
  const content = contents.get(event) ?? canonicalJson(event);
  contents.set(event, content);
  return content;
}
