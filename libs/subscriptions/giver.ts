import { END_OF_TIME } from '#domain/date/day.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { movesBy } from '#domain/dossier/holdings.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/recorded.js';

/** Of a transfer, the provider who gives the service away: who follows it has to hear of that, and of nothing after. */
export async function giverOf(
  events: EventStore<LedgerEvent>,
  { id, stream, event }: Recorded<LedgerEvent>,
): Promise<string | undefined> {
  if (event.type !== 'ServiceTransferred') return undefined;
  const { state } = await events.load(stream, dossierModel);
  const facts = factsOf(state);
  return facts && movesBy(facts, END_OF_TIME).find(({ fact }) => fact.id === id)?.from;
}
