import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import { dossierModel, factsOf, ofType } from '#domain/dossier/facts.js';
import { readingIn } from '#domain/event/causes.js';
import { dossierStream, type LedgerEvent } from '#domain/event/ledger-event.js';
import type { Entry } from '#domain/register/entry.js';
import { EventStore } from '#event-store/event-store.js';
import { Attempts } from './attempts.js';
import { observationsBy } from './dossier-on-record.js';
import { KnownRegisters } from './known-registers.js';

/** A listing of a dossier by a register. */
export interface DossierListing {
  register: { slug: string; name: string; publisher: string };
  /** Key of the entry. */
  entry: string;
  listing: Entry['listing'];
  milestone: string | null;
  /** Day of the last reading that confirms it; for `absent`, of the reading that no longer listed it. */
  lastRead: Day;
  /** The attempt whose document it rests on; `null` if there is none, as in a restored ledger. */
  reading: string | null;
}

/** What registers say of a dossier, by slug. */
export class ListingsOfDossier extends Query<DossierListing[]> {
  constructor(readonly dossier: string) {
    super();
  }
}

@QueryHandler(ListingsOfDossier)
export class ListingsOfDossierHandler implements IQueryHandler<ListingsOfDossier> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly registers: KnownRegisters,
    private readonly attempts: Attempts,
  ) {}

  async execute({ dossier }: ListingsOfDossier): Promise<DossierListing[]> {
    const { state: record } = await this.events.load(dossierStream(dossier), dossierModel);
    const facts = factsOf(record);
    if (!facts) return [];
    const observed = ofType(facts.dated, 'RegisterObserved').flatMap(({ event }) => event.data.registerSlug ?? []);
    const listings = [...new Set(observed)].sort().map(async (slug): Promise<DossierListing | undefined> => {
      const last = observationsBy(facts, slug).at(-1);
      if (!last) return undefined;
      const { data } = last.event;
      const { register, readings } = await this.registers.get(slug);
      const later = readings.findLast(
        ({ position, unconfirmed }) => position > last.position && !unconfirmed?.includes(data.entry ?? ''),
      );
      const confirmed = data.listing === 'absent' ? readings.find(({ position }) => position > last.position) : later;
      const cause = confirmed?.id ?? readingIn((last as { causationId?: string | null }).causationId ?? null);
      const attempt = cause === undefined ? undefined : await this.attempts.ofEvent(cause);
      return {
        register: { slug, name: register.name, publisher: register.publisher },
        ...{ entry: data.entry ?? '', listing: data.listing, milestone: data.milestone ?? null },
        lastRead: confirmed?.day ?? last.day,
        reading: attempt?.id ?? null,
      };
    });
    return (await Promise.all(listings)).filter((one) => one !== undefined);
  }
}
