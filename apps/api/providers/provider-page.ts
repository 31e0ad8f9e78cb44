import { Injectable } from '@nestjs/common';
import { ServiceLists, type DependentDossier } from '#projections/services-with.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { Dossiers, Providers, type Viewpoint } from '#dossiers/get-provider.js';
import type { Language } from '#language/language.js';
import { dossierAnswerOf } from '../ledger/dossier-answer.js';
import { providerAnswerOf, type ProviderDossier, type RelatedDossier } from './provider-answer.js';

/**
 * Reads a provider with its dossiers and their dependencies, which are replayed, and their dependents from the projection: there
 * may be many. The number of statements depends on none of them.
 */
@Injectable()
export class ProviderPage {
  constructor(
    private readonly serviceLists: ServiceLists,
    private readonly dossiers: Dossiers,
    private readonly providers: Providers,
  ) {}

  /** @throws Refusal not-found */
  async of(id: string, at: Viewpoint, language: Language) {
    const { provider, dossiers, around } = await this.around(id, at);
    const pages = dossiers.map((view) => withRelated(view, around, language));
    return providerAnswerOf(provider, { asOf: at.asOf, knownAt: at.knownAt, dossiers: pages }, language);
  }

  /** @throws Refusal not-found */
  async around(id: string, at: Viewpoint) {
    const { provider, dossiers: held } = await this.providers.get(id, at);
    const dossiers = await this.dossiers.some(held, at);
    const heard = [provider, ...dossiers].flatMap(({ lastHeard }) => lastHeard ?? []).toSorted();
    const dependencies = new Set(dossiers.flatMap(({ dependsOn }) => dependsOn));
    const below = await this.dossiers.some([...dependencies], at);
    const above = await this.serviceLists.dependents(held, at);
    const around = [
      ...below.map((view) => ({ ...view, service: view.service?.name ?? null })),
      ...above.filter((dependent) => !dependencies.has(dependent.id)),
    ];
    return { provider: { ...provider, lastHeard: heard.at(-1) ?? null }, dossiers, around };
  }
}

const withRelated = (view: DossierView, around: readonly DependentDossier[], language: Language): ProviderDossier => ({
  ...dossierAnswerOf(view, language),
  buildsOn: around.filter(({ id }) => view.dependsOn.includes(id)).map(related),
  dependents: around.filter(({ dependsOn }) => dependsOn.includes(view.id)).map(related),
});

const related = ({ id, provider, service, scheme, status, confirmed, expiring }: DependentDossier): RelatedDossier => ({
  ...{ id, provider, service, scheme, status, confirmed, expiring },
});
