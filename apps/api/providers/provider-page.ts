import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { DossierView } from '#domain/dossier/standing.js';
import type { Language } from '#language/language.js';
import type { Viewpoint } from '#dossiers/get-dossier.js';
import { GetProvider, type ProviderView } from '#providers/get-provider.js';
import { dossierAnswerOf } from '../dossiers/dossier-answer.js';
import { DossierViews } from '../dossiers/dossier-views.js';
import { providerAnswerOf, type ProviderDossier, type RelatedDossier } from './provider-answer.js';

/** A provider, its dossiers, and their dependencies and dependents. */
export interface ProviderAround {
  provider: ProviderView;
  dossiers: DossierView[];
  around: DossierView[];
}

/** Reads a provider with its dossiers, their dependencies and dependents. */
@Injectable()
export class ProviderPage {
  constructor(
    private readonly queries: QueryBus,
    private readonly dossiers: DossierViews,
  ) {}

  /** @throws Refusal unknown-provider */
  async of(id: string, at: Viewpoint, language: Language) {
    const { provider, dossiers, around } = await this.around(id, at);
    const pages = dossiers.map((view) => withRelated(view, around, language));
    return providerAnswerOf(provider, { asOf: at.asOf, knownAt: at.knownAt, dossiers: pages }, language);
  }

  /** @throws Refusal unknown-provider */
  async around(id: string, at: Viewpoint): Promise<ProviderAround> {
    const { provider, dossiers, dependents } = await this.queries.execute(new GetProvider(id, at.asOf, at.upTo));
    const own = await this.dossiers.of(dossiers, at);
    const others = new Set([...own.flatMap(({ dependsOn }) => dependsOn), ...dependents]);
    return { provider, dossiers: own, around: await this.dossiers.of([...others], at) };
  }
}

const withRelated = (view: DossierView, around: readonly DossierView[], language: Language): ProviderDossier => ({
  ...dossierAnswerOf(view, language),
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
