import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { FewProviderNames } from '#projections/list-providers.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { type Problem, Refusal } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Viewpoints } from '../../http/viewpoints.js';
import type { PointInTime } from '../frame/page.js';
import type { Narrowing } from './agenda-query.js';

/** As many as one may choose from; more are typed. */
const MOST_PROVIDERS = 200;

/** What stands around deadlines that are shown: what they can be narrowed to, and what they are. */
export interface Narrowed {
  schemes: Schemes;
  /** To choose from; none when there are too many. */
  providers: readonly ProviderRef[];
  /** As asked for, the provider by its slug where it is one to choose from. */
  choice: Narrowing;
  /** For the query, the provider by its id; absent when something that was named is not on record. */
  filter?: Narrowing;
  problems: readonly Problem[];
}

@Injectable()
export class DeadlineReading {
  constructor(
    private readonly queries: QueryBus,
    private readonly ids: ProviderIds,
    private readonly catalogue: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
  ) {}

  /** What is not on record is told beside its field, so that something else can be chosen. */
  async narrowed(at: PointInTime, { scheme, provider, kind }: Narrowing): Promise<Narrowed> {
    const { asOf, knownAt } = at;
    const { upTo } = await this.viewpoints.of({ asOf, knownAt: knownAt?.toISOString() });
    const schemes = await this.catalogue.at(upTo);
    const providers = await this.queries.execute(new FewProviderNames({ asOf, knownAt, most: MOST_PROVIDERS }));
    try {
      if (scheme !== undefined) schemeOf(scheme, schemes);
      const id = provider === undefined ? undefined : await this.ids.of(provider, 'provider');
      const slug = providers.find((one) => one.id === id)?.slug;
      const choice = { scheme, provider: slug ?? provider, kind };
      return { schemes, providers, choice, filter: { scheme, provider: id, kind }, problems: [] };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { schemes, providers, choice: { scheme, provider, kind }, problems: error.problems };
    }
  }
}
