import { END_OF_TIME } from '#domain/date/day.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { movesBy } from '#domain/dossier/holdings.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/recorded.js';

/** Of a transfer, the provider who gives the service away and the one who takes it: who follows either has to hear of it. */
export async function partiesOf(
  events: EventStore<LedgerEvent>,
  { id, stream, event }: Recorded<LedgerEvent>,
): Promise<string[]> {
  if (event.type !== 'ServiceTransferred') return [];
  const { state } = await events.load(stream, dossierModel);
  const facts = factsOf(state);
  const move = facts && movesBy(facts, END_OF_TIME).find(({ fact }) => fact.id === id);
  return move ? [move.from, move.to] : [event.data.to];
}
