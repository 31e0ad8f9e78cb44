import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { dossierModel } from '#domain/dossier/facts.js';
import { providerModel } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Filter } from './filter.js';

/**
 * A filter that names what is not on record would wait for ever.
 *
 * @param at where the request named something, for the refusal
 * @throws Refusal unknown-provider, unknown-dossier, unknown-scheme
 */
export async function assertFilter(
  filter: Filter,
  { events, schemes }: { events: EventStore<LedgerEvent>; schemes: Schemes },
  at = (list: string, index: number): string => `filter.${list}.${index}`,
): Promise<void> {
  for (const [index, id] of (filter.providers ?? []).entries())
    if ((await events.load(providerStream(id), providerModel)).version === 0)
      throw refuse('unknown-provider', at('providers', index), `there is no provider ${id}`);
  for (const [index, id] of (filter.dossiers ?? []).entries())
    if ((await events.load(dossierStream(id), dossierModel)).version === 0)
      throw refuse('unknown-dossier', at('dossiers', index), `there is no dossier ${id}`);
  for (const [index, slug] of (filter.schemes ?? []).entries())
    if (!schemes.has(slug)) throw refuse('unknown-scheme', at('schemes', index), `there is no scheme ${slug}`);
}
