import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import type { EventStore } from '#event-store/event-store.js';

/** What a day and a position let count; no position: everything on record. */
export interface Point {
  asOf: Day;
  upTo?: number | undefined;
}

export const upToOption = ({ upTo }: Point): { upTo?: number } => (upTo === undefined ? {} : { upTo });

/** A provider as it was called at a point; by its id alone when it was not on record by then. */
export async function providerRef(events: EventStore<LedgerEvent>, id: string, point: Point): Promise<ProviderRef> {
  const { state } = await events.load(providerStream(id), providerModel, upToOption(point));
  const { slug, name } = providerOf(state, point.asOf) ?? { slug: id, name: id };
  return { id, slug, name };
}
