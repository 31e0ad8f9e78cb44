import { END_OF_TIME } from '#domain/date/day.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { movesBy } from '#domain/dossier/holdings.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Recorded } from '#event-store/recorded.js';

/** Of a transfer, the provider who gives the service away and the one who takes it: who follows either has to hear of it. */
export function partiesOf(
  { id, event }: Pick<Recorded<LedgerEvent>, 'id' | 'event'>,
  facts: DossierFacts | undefined,
): string[] {
  if (event.type !== 'ServiceTransferred') return [];
  const move = facts && movesBy(facts, END_OF_TIME).find(({ fact }) => fact.id === id);
  return move ? [move.from, move.to] : [event.data.to];
}
