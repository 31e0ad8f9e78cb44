import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DossierView } from '#domain/dossier/dossier-view.js';
import { Refusal } from '#domain/refusal.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { GetProvider } from '#providers/get-provider.js';
import type { Viewpoint } from '../http/viewpoints.js';
import { providerAnswerOf, type ProviderDossier, type RelatedDossier } from './provider-answer.js';

/** One provider with everything around it: its dossiers, what they build on and what builds on them. */
@Injectable()
export class ProviderPage {
  constructor(private readonly queries: QueryBus) {}

  /** @throws Refusal unknown-provider */
  async of(id: string, at: Viewpoint) {
    const { provider, dossiers, dependents } = await this.queries.execute(new GetProvider(id, at.asOf, at.upTo));
    const own = await this.#views(dossiers, at);
    const others = new Set([...own.flatMap(({ dependsOn }) => dependsOn), ...dependents]);
    const around = await this.#views([...others], at);
    const pages = own.map((view) => withRelated(view, around));
    return providerAnswerOf(provider, { asOf: at.asOf, knownAt: at.knownAt, dossiers: pages });
  }

  /** Without those that were opened after `knownAt`. */
  async #views(ids: readonly string[], at: Viewpoint): Promise<DossierView[]> {
    const views = await Promise.all(ids.map((id) => this.#view(id, at)));
    return views.filter((view) => view !== undefined);
  }

  async #view(id: string, at: Viewpoint): Promise<DossierView | undefined> {
    try {
      return await this.queries.execute(new GetDossier(id, at));
    } catch (error) {
      if (error instanceof Refusal && error.code === 'unknown-dossier') return undefined;
      throw error;
    }
  }
}

const withRelated = (view: DossierView, around: readonly DossierView[]): ProviderDossier => ({
  ...view,
  buildsOn: around.filter(({ id }) => view.dependsOn.includes(id)).map(related),
  dependents: around.filter(({ dependsOn }) => dependsOn.includes(view.id)).map(related),
});

const related = ({ id, provider, service, scheme, status, confirmed, expiring }: DossierView): RelatedDossier => ({
  id,
  provider,
  service: service?.name ?? null,
  scheme,
  status,
  confirmed,
  expiring,
});
