import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DossierView } from '#domain/dossier/dossier-view.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { refuse } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { EventStore } from '#event-store/event-store.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { dossierTitle } from '../frame/display.js';
import type { ThisPage } from '../frame/page.js';
import type { Place } from '../frame/layout.js';

interface OnRecord {
  id: string;
  stream: string;
  /** Of its stream, as it stands now. */
  version: number;
  /** What readers call it. */
  name: string;
  /** Of its page; what is recorded on it is found below. */
  path: string;
}

/** What something is recorded on, as it stands now, whatever moment the page looks at. */
export type Subject =
  | (OnRecord & { kind: 'dossier'; scheme: Scheme; view: DossierView })
  | (OnRecord & { kind: 'provider'; scheme?: undefined });

/** Which entry of the menu its pages belong to. */
export const placeOf = ({ kind }: Subject): Place => (kind === 'dossier' ? 'board' : 'providers');

@Injectable()
export class Subjects {
  constructor(
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** What the address of a page names. @throws Refusal unknown-dossier, unknown-provider */
  of(page: ThisPage, name: string): Promise<Subject> {
    return page.path.startsWith('/dossiers/') ? this.dossier(name, page) : this.provider(name, page);
  }

  /** @throws Refusal unknown-dossier */
  async dossier(asked: string, { today, language }: ThisPage): Promise<Subject> {
    const id = asked.toLowerCase();
    const view = await this.queries.execute(new GetDossier(id, { asOf: today, knownAt: null }));
    const schemes = await this.schemes.at();
    return {
      ...{ kind: 'dossier', id, view, version: view.version, stream: dossierStream(id), path: `/dossiers/${id}` },
      name: dossierTitle(view, schemes, language),
      scheme: schemeOf(view.scheme, schemes),
    };
  }

  /** @param asked its slug, its id or a name of it @throws Refusal unknown-provider */
  async provider(asked: string, { today }: ThisPage): Promise<Subject> {
    const { id, slug } = await this.providers.find(asked);
    const stream = providerStream(id);
    const { state, version } = await this.events.load(stream, providerModel);
    const provider = providerOf(state, today);
    if (!provider) throw refuse('unknown-provider', 'id', `no provider ${asked} is on record`);
    const path = `/providers/${encodeURIComponent(slug)}`;
    return { kind: 'provider', id, stream, version, path, name: provider.name };
  }
}
