import { Injectable } from '@nestjs/common';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';

/** Looks up the scheme that a list is filtered by. */
@Injectable()
export class KnownSchemes {
  constructor(
    private readonly schemes: SchemeCatalogue,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  /** @throws Refusal unknown-scheme: there was none of that name at the instant (absent: there is none now) */
  async assert(slug: string | undefined, knownAt: Date | undefined): Promise<void> {
    if (slug === undefined) return;
    const upTo = knownAt && (await this.events.positionAt(knownAt));
    schemeOf(slug, await this.schemes.at(upTo));
  }
}
