import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import type { Entry } from '#domain/register/entry.js';

/** An entry of a register as it was last read. */
export interface EntryView {
  /** Its key. */
  entry: string;
  dossier: string;
  provider: { id: string; slug: string; name: string };
  service: string | null;
  listing: Entry['listing'];
  milestone: string | null;
  level: string | null;
  /** Day of the reading that listed it so first. */
  since: Day;
}

export interface EntryPage {
  entries: EntryView[];
  /** The `after` of the next page. */
  next: string | null;
}

interface EntryFilter {
  /** Part of the key, the provider or the service. */
  search?: string | undefined;
  listing?: Entry['listing'] | undefined;
  /** The key of an entry. */
  after?: string | undefined;
  limit: number;
}

/** The entries of a register by key, those that are gone included. @throws Refusal unknown-register */
export class ListEntries extends Query<EntryPage> {
  constructor(
    readonly register: string,
    readonly filter: EntryFilter,
  ) {
    super();
  }
}

@QueryHandler(ListEntries)
export class ListEntriesHandler implements IQueryHandler<ListEntries> {
  execute(_: ListEntries): Promise<EntryPage> {
    throw new Error('under construction');
  }
}

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

export class ListingsOfDossier extends Query<DossierListing[]> {
  constructor(readonly dossier: string) {
    super();
  }
}

@QueryHandler(ListingsOfDossier)
export class ListingsOfDossierHandler implements IQueryHandler<ListingsOfDossier> {
  execute(_: ListingsOfDossier): Promise<DossierListing[]> {
    throw new Error('under construction');
  }
}
